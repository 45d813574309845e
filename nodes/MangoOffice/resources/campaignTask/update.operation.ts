import { updateDisplayOptions, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import {
	LONGEST,
	readTask,
	taskFields,
	type TaskDraft,
} from '../../../../protocols/mangoOffice/task';
import { fault, readTextUpTo } from '../../../shared/parameters';
import type { MangoApi } from '../../api';
import { readCampaignId } from '../../campaignLocator';
import { eachItem } from '../../operation';
import { readDetails } from './readTaskDraft';
import { readTaskId } from './taskId';
import { updateFields } from './taskParameters';

export const description = updateDisplayOptions(
	{ show: { resource: ['campaignTask'], operation: ['update'] } },
	[updateFields],
);

/**
 * Changes a task (docs/protocols/mango-office.md#campaign-tasks, `task/update`):
 * `{ taskId, campaignId, updated: true }`.
 */
export const execute = eachItem(
	prepare,
	async (api, { taskId, campaignId, changes }): Promise<IDataObject> => {
		const name = changes.name ?? (await nameOf(api, taskId));
		const { custom_fields: custom, ...fields } = taskFields({ ...changes, name });
		// Custom fields are a list of one object in the example of this method, and of this method only.
		const lists = custom === undefined ? {} : { custom_fields: [custom] };
		const params = { campaign_id: campaignId, task_id: taskId, ...fields, ...lists };
		await api.call('task/update', params as IDataObject, 'write');
		return { taskId, campaignId, updated: true };
	},
);

function prepare(context: IExecuteFunctions, i: number) {
	const set = context.getNodeParameter('updateFields', i, {}) as IDataObject;
	const changes: Partial<TaskDraft> = {
		name: readTextUpTo({ context, itemIndex: i, name: "'Name'", value: set.name }, LONGEST.name),
		...readDetails(context, set, i),
	};
	if (Object.values(changes).every((value) => value === undefined)) {
		throw fault({ context, itemIndex: i }, "There is nothing to change: 'Update Fields' is empty");
	}
	return { taskId: readTaskId(context, i), campaignId: readCampaignId(context, i), changes };
}

/** MANGO requires the name: one that shall stay is read first. */
async function nameOf(api: MangoApi, taskId: number): Promise<string> {
	const { name } = readTask(await api.call('task', { task_id: taskId }, 'read'));
	return String(name ?? '');
}
