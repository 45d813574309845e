import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { readEmployees, requestEmployees } from '../../../protocols/mangoOffice/directory';
import type { MangoApi } from '../api';
import { label, searchList } from './search';

/** The account's employees by name and extension. Who has no extension cannot be rung and is left out. */
export async function searchEmployees(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchList(this, filter, employeeChoices);
}

/** Those of `searchEmployees`. */
export async function employeeChoices(api: MangoApi): Promise<INodeListSearchItems[]> {
	const employees = readEmployees(await api.call(...requestEmployees(), 'read'));
	return employees
		.filter(({ extension }) => extension !== '')
		.map(({ name, extension }) => ({ name: label(name, extension), value: extension }));
}
