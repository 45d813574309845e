import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readCampaigns } from '../../../protocols/mangoOffice/campaign';
import { requestTasks, readTaskPage } from '../../../protocols/mangoOffice/task';
import { matching } from '../../shared/matching';
import { chosenIn } from '../../shared/parameters';
import type { MangoApi } from '../api';
import { loadFrom } from './search';

const PAGE = 100;

/** The tasks of the chosen campaign, or of all where none is chosen, with client and status; page by page. */
export async function searchTasks(
	this: ILoadOptionsFunctions,
	filter = '',
	cursor?: string,
): Promise<INodeListSearchResult> {
	// Some operations have no campaign; n8n refuses to take the value out of what they do not have.
	const chosen = Number(chosenIn(this.getCurrentNodeParameter('campaign')));
	return await loadFrom(this, async (api) => {
		const campaignIds = chosen > 0 ? chosen : await allCampaigns(api);
		if (Array.isArray(campaignIds) && campaignIds.length === 0) return { results: [] };
		const page = readTaskPage(await api.call(...requestTasks(campaignIds, PAGE, cursor), 'read'));
		const choices = page.tasks.map(({ taskId, name, number, statusText }) => ({
			name: `${[name, number].filter(Boolean).join(', ')} (${String(statusText ?? 'Unknown Status')})`,
			value: String(taskId),
		}));
		return { results: matching(choices, filter), paginationToken: page.cursor };
	});
}

async function allCampaigns(api: MangoApi): Promise<number[]> {
	const campaigns = readCampaigns(await api.call('campaign/list', {}, 'read'));
	return campaigns.map(({ campaignId }) => Number(campaignId)).filter((id) => id > 0);
}
