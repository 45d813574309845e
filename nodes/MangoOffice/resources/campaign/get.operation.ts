import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readCampaign } from '../../../../protocols/mangoOffice/campaign';
import { eachItem } from '../../operation';
import { readCampaignId } from './campaignLocator';

export const description: INodeProperties[] = [];

/**
 * One campaign with its settings (reference/mango-office-api.md, section 3, `campaign`); Campaign
 * Task has its tasks.
 */
export const execute = eachItem(readCampaignId, async (api, campaignId): Promise<IDataObject> => {
	const answer = await api.call('campaign', { campaign_id: campaignId, need_tasks: false }, 'read');
	return readCampaign(answer) as IDataObject;
});
