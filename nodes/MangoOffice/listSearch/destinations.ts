import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { employeeChoices } from './employees';
import { groupChoices } from './groups';
import { searchList } from './search';

/** Where a call can go within the account: its employees, then its groups. */
export async function searchDestinations(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchList(this, filter, async (api) => [
		...(await employeeChoices(api)),
		...(await groupChoices(api)),
	]);
}
