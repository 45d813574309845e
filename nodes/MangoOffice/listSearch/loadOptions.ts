import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import {
	lineValue,
	readEmployees,
	readGroups,
	readLines,
	requestEmployees,
	requestGroups,
	requestLines,
} from '../../../protocols/mangoOffice/directory';
import { readCustomFields } from '../../../protocols/mangoOffice/task';
import { employeeChoices } from './employees';
import { groupChoices } from './groups';
import { label, loadFrom } from './search';

/** The account's lines by their IDs, where a method wants those. */
export async function getLines(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadFrom(this, async (api) => {
		const lines = readLines(await api.call(...requestLines(), 'read'));
		return lines.map(({ name, number, lineId }) => ({ name: label(name, number), value: lineId }));
	});
}

/** The account's employees by their user IDs, where a method wants those. */
export async function getEmployees(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadFrom(this, async (api) => {
		const employees = readEmployees(await api.call(...requestEmployees(), 'read'));
		return employees.flatMap(({ name, extension, userId }) =>
			userId === null ? [] : [{ name: label(name, extension), value: userId }],
		);
	});
}

/** The account's groups by their IDs, where a method wants those. */
export async function getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadFrom(this, async (api) => {
		const groups = readGroups(await api.call(...requestGroups({ withMembers: false }), 'read'));
		return groups.map(({ name, extension, groupId }) => ({
			name: label(name, extension),
			value: groupId,
		}));
	});
}

/** The account's employees by their extensions, as events name them. */
export async function getExtensions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadFrom(this, employeeChoices);
}

/** The account's groups by their extensions. */
export async function getGroupExtensions(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await loadFrom(this, groupChoices);
}

/** The account's lines by their numbers. Whether events name a SIP line by address or name is not said: by both. */
export async function getLineNumbers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadFrom(this, async (api) => {
		const lines = readLines(await api.call(...requestLines(), 'read'));
		return lines.map((line) => ({
			name: label(line.name, line.number),
			value: [...new Set([line.number, lineValue(line)])].join(','),
		}));
	});
}

/** The custom fields of campaigns by their IDs. */
export async function getCustomFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await loadFrom(this, async (api) => {
		const fields = readCustomFields(await api.call('custom-type/list', {}, 'read'));
		return fields.map(({ id, name }) => ({ name, value: String(id) }));
	});
}
