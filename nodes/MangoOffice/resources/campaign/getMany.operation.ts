import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readCampaigns } from '../../../../protocols/mangoOffice/campaign';
import { eachItem } from '../../operation';
import { readLimit } from './paging';

export const description: INodeProperties[] = [];

/**
 * The account's campaigns (reference/mango-office-api.md, section 3, `campaign/list`); the list
 * does not tell `endless`.
 */
export const execute = eachItem(readLimit, async (api, limit): Promise<IDataObject[]> => {
	const campaigns = readCampaigns(await api.call('campaign/list', {}, 'read'));
	return campaigns.slice(0, limit) as IDataObject[];
});
