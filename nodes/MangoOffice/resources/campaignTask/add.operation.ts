import type { IDataObject } from 'n8n-workflow';

import { readAddedId, taskFields } from '../../../../protocols/mangoOffice/task';
import { readCampaignId } from '../../campaignLocator';
import { eachItem } from '../../operation';
import { readTaskDraft } from './readTaskDraft';
import { taskReport } from './taskReport';

/**
 * Adds one task, in an endless campaign that is not finished
 * (docs/protocols/mango-office.md#campaign-tasks, `task/add`):
 * `{ taskId, campaignId, phone, name?, dealId? }`. Never sent again when it is unknown whether it
 * arrived.
 */
export const execute = eachItem(
	(context, i) => ({ campaignId: readCampaignId(context, i), task: readTaskDraft(context, i) }),
	async (api, { campaignId, task }): Promise<IDataObject> => {
		const fields = { campaign_id: campaignId, ...taskFields(task.draft) } as IDataObject;
		const taskId = await api.make('task/add', fields, readAddedId);
		return { taskId, ...taskReport(campaignId, task) };
	},
);
