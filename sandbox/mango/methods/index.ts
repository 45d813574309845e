import { addressBook } from './addressBook';
import { basicStatistics } from './basicStatistics';
import { callStatistics } from './callStatistics';
import { campaignMethods } from './campaigns';
import { commands } from './commands';
import { configMethods } from './config';
import type { Method } from './method';
import { taskMethods } from './tasks';

/**
 * The methods under `/vpbx/`, by path. `cc/task/add` and the like
 * (mango-office.md#contact-center-tasks) are left out.
 */
export const methods: ReadonlyMap<string, Method> = new Map(
	Object.entries({
		...commands,
		...configMethods,
		...basicStatistics,
		...callStatistics,
		...addressBook,
		...campaignMethods,
		...taskMethods,
	}),
);
