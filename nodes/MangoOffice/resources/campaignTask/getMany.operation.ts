import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readTaskPage } from '../../../../protocols/mangoOffice/task';
import type { MangoApi } from '../../api';
import { eachItem } from '../../operation';
import { readCampaignId } from '../campaign/campaignLocator';
import { readLimit } from '../campaign/paging';

export const description: INodeProperties[] = [];

const LARGEST_PAGE = 100;

/** A campaign's tasks, page by page (reference/mango-office-api.md, section 3, `v2/campaign/tasks`). */
export const execute = eachItem(
	(context, i) => ({ campaignId: readCampaignId(context, i), limit: readLimit(context, i) }),
	async (api, { campaignId, limit }): Promise<IDataObject[]> => {
		const tasks: IDataObject[] = [];
		let cursor: string | undefined;
		do {
			const page = await readPage(
				api,
				campaignId,
				Math.min(LARGEST_PAGE, limit - tasks.length),
				cursor,
			);
			tasks.push(...(page.tasks as IDataObject[]));
			// A cursor that stays, or an empty page, would go round for ever.
			cursor = page.cursor === cursor || page.tasks.length === 0 ? undefined : page.cursor;
		} while (cursor !== undefined && tasks.length < limit);
		return tasks.slice(0, limit);
	},
);

// The campaign's ID stands alone, as in the documented example; the table has a list there.
async function readPage(
	api: MangoApi,
	campaignId: number,
	limit: number,
	cursor: string | undefined,
) {
	const params = {
		campaign_ids: campaignId,
		fields: ['alias_all'],
		limit,
		...(cursor !== undefined && { cursor }),
	};
	return readTaskPage(await api.call('v2/campaign/tasks', params, 'read'));
}
