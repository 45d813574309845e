import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readGroups, requestGroups } from '../../../protocols/mangoOffice/directory';
import { label, searchList } from './search';

/** The account's groups by name and extension. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchList(this, filter, async (api) => {
		const groups = readGroups(await api.call(...requestGroups({ withMembers: false }), 'read'));
		return groups
			.filter(({ extension }) => extension !== '')
			.map(({ name, extension }) => ({ name: label(name, extension), value: extension }));
	});
}
