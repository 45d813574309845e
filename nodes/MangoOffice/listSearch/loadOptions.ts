import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import {
	readEmployees,
	readGroups,
	readLines,
	requestEmployees,
	requestGroups,
	requestLines,
} from '../../../protocols/mangoOffice/directory';
import { readCustomFields } from '../../../protocols/mangoOffice/task';
import { label, loadList } from './search';

/** The account's lines by their IDs, where a method wants those. */
export async function getLines(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadList(this, async (api) => {
		const lines = readLines(await api.call(...requestLines(), 'read'));
		return lines.map(({ name, number, lineId }) => ({ name: label(name, number), value: lineId }));
	});
}

/** The account's employees by their user IDs, where a method wants those. */
export async function getEmployees(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadList(this, async (api) => {
		const employees = readEmployees(await api.call(...requestEmployees(), 'read'));
		return employees.flatMap(({ name, extension, userId }) =>
			userId === null ? [] : [{ name: label(name, extension), value: userId }],
		);
	});
}

/** The account's groups by their IDs, where a method wants those. */
export async function getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadList(this, async (api) => {
		const groups = readGroups(await api.call(...requestGroups({ withMembers: false }), 'read'));
		return groups.map(({ name, extension, groupId }) => ({
			name: label(name, extension),
			value: groupId,
		}));
	});
}

/** The custom fields of campaigns by their IDs. */
export async function getCustomFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await loadList(this, async (api) => {
		const fields = readCustomFields(await api.call('custom-type/list', {}, 'read'));
		return fields.map(({ id, name }) => ({ name, value: String(id) }));
	});
}
