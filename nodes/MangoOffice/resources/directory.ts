import type { IDataObject } from 'n8n-workflow';

import {
	readEmployees,
	readGroups,
	readLines,
	requestEmployees,
	requestGroups,
	requestLines,
} from '../../../protocols/mangoOffice/directory';
import { eachItem } from '../operation';

/**
 * One output item an employee (docs/protocols/mango-office.md#employees); the fields are those of
 * `Employee`.
 */
export const getEmployees = eachItem(
	() => undefined,
	async (api): Promise<IDataObject[]> =>
		readEmployees(await api.call(...requestEmployees(), 'read')).map((one) => ({ ...one })),
);

/**
 * One output item a group, with its members (docs/protocols/mango-office.md#groups); the fields are
 * those of `Group`.
 */
export const getGroups = eachItem(
	() => undefined,
	async (api): Promise<IDataObject[]> =>
		readGroups(await api.call(...requestGroups({ withMembers: true }), 'read')).map((one) => ({
			...one,
		})),
);

/**
 * One output item a line (docs/protocols/mango-office.md#lines); the fields are those of `Line`.
 */
export const getLines = eachItem(
	() => undefined,
	async (api): Promise<IDataObject[]> =>
		readLines(await api.call(...requestLines(), 'read')).map((one) => ({ ...one })),
);
