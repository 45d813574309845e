import type { IDataObject } from 'n8n-workflow';

import {
	readCampaign,
	readCampaigns,
	readStatus,
} from '../../../../protocols/mangoOffice/campaign';
import { readCampaignId } from '../../campaignLocator';
import { eachItem, type Operation } from '../../operation';
import { readLimit } from '../../paging';

/**
 * One campaign with its settings (docs/protocols/mango-office.md#campaign-methods, `campaign`);
 * Campaign Task has its tasks.
 */
export const getCampaign = eachItem(
	readCampaignId,
	async (api, campaignId): Promise<IDataObject> => {
		const answer = await api.call(
			'campaign',
			{ campaign_id: campaignId, need_tasks: false },
			'read',
		);
		return readCampaign(answer) as IDataObject;
	},
);

/**
 * The account's campaigns (docs/protocols/mango-office.md#campaign-methods, `campaign/list`); the
 * list does not tell `endless`.
 */
export const getCampaigns = eachItem(readLimit, async (api, limit): Promise<IDataObject[]> => {
	const campaigns = readCampaigns(await api.call('campaign/list', {}, 'read'));
	return campaigns.slice(0, limit) as IDataObject[];
});

/**
 * An operation that names a campaign and answers with its status:
 * `{ campaignId, status, statusText }` (docs/protocols/mango-office.md#campaign-methods). A
 * finished campaign cannot be started again; one that is stopped first ends the calls that are
 * going on; only one that is stopped or finished can be deleted.
 */
export function changeStatus(path: string): Operation['execute'] {
	return eachItem(readCampaignId, async (api, campaignId): Promise<IDataObject> => {
		return { campaignId, ...(await api.make(path, { campaign_id: campaignId }, readStatus)) };
	});
}
