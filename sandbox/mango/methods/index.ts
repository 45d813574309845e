import { addressBook } from './addressBook';
import { campaignMethods } from './campaigns';
import { commands } from './commands';
import { configMethods } from './config';
import type { Method } from './method';
import { statistics } from './statistics';
import { taskMethods } from './tasks';

/**
 * The methods under `/vpbx/`, by path. `cc/task/add` and the like
 * (mango-office.md#contact-center-tasks) are left out.
 */
export const methods: ReadonlyMap<string, Method> = new Map(
	Object.entries({
		...commands,
		...configMethods,
		...statistics,
		...addressBook,
		...campaignMethods,
		...taskMethods,
	}),
);
