import type { IDataObject } from 'n8n-workflow';

import { eachItem, type Operation } from '../../operation';
import { readCampaignId } from '../campaign/campaignLocator';
import { readTaskId } from './taskId';

/** An operation that needs nothing but campaign and task: `{ taskId, campaignId, <done>: true }`. */
export function changeTask(path: string, done: string): Operation['execute'] {
	return eachItem(
		(context, i) => ({ taskId: readTaskId(context, i), campaignId: readCampaignId(context, i) }),
		async (api, { taskId, campaignId }): Promise<IDataObject> => {
			await api.call(path, { campaign_id: campaignId, task_id: taskId }, 'write');
			return { taskId, campaignId, [done]: true };
		},
	);
}
