import type { IDataObject } from 'n8n-workflow';

import { readEmployees, requestEmployees } from '../../../../protocols/mangoOffice/directory';
import { eachItem } from '../../operation';

export const description = [];

/** One output item an employee (reference/mango-office-api.md, section 1.4); the fields are those of `Employee`. */
export const execute = eachItem(
	() => undefined,
	async (api): Promise<IDataObject[]> =>
		readEmployees(await api.call(...requestEmployees(), 'read')).map((one) => ({ ...one })),
);
