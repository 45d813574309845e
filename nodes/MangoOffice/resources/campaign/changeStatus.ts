import type { IDataObject } from 'n8n-workflow';

import { readStatus } from '../../../../protocols/mangoOffice/campaign';
import { eachItem, type Operation } from '../../operation';
import { readCampaignId } from './campaignLocator';

/** An operation that names a campaign and answers with its status: `{ campaignId, status, statusText }`. */
export function changeStatus(path: string): Operation['execute'] {
	return eachItem(readCampaignId, async (api, campaignId): Promise<IDataObject> => {
		const answer = await api.call(path, { campaign_id: campaignId }, 'write');
		return { campaignId, ...readStatus(answer) };
	});
}
