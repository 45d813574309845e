import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { readGroups, requestGroups } from '../../../protocols/mangoOffice/directory';
import type { MangoApi } from '../api';
import { label, searchList } from './search';

/** The account's groups by name and extension. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchList(this, filter, groupChoices);
}

/** Those of `searchGroups`. */
export async function groupChoices(api: MangoApi): Promise<INodeListSearchItems[]> {
	const groups = readGroups(await api.call(...requestGroups({ withMembers: false }), 'read'));
	return groups
		.filter(({ extension }) => extension !== '')
		.map(({ name, extension }) => ({ name: label(name, extension), value: extension }));
}
