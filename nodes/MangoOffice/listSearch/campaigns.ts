import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readCampaigns } from '../../../protocols/mangoOffice/campaign';
import { searchList } from './search';

/** The campaigns of the Contact Center with their status: a finished one takes no more tasks. */
export async function searchCampaigns(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await searchList(this, filter, async (api) => {
		const campaigns = readCampaigns(await api.call('campaign/list', {}, 'read'));
		return campaigns.map(({ campaignId, name, statusText }) => ({
			name: `${String(name)} (${String(statusText ?? 'Unknown Status')})`,
			value: String(campaignId),
		}));
	});
}
