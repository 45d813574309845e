import type { IDataObject } from 'n8n-workflow';

import { readTask, readTaskPage, requestTasks } from '../../../../protocols/mangoOffice/task';
import { readCampaignId } from '../../campaignLocator';
import { eachItem, type Operation } from '../../operation';
import { readLimit } from '../../paging';
import { readTaskId } from './taskId';

const LARGEST_PAGE = 100;

/** One task with what became of it (docs/protocols/mango-office.md#campaign-tasks, `task`). */
export const getTask = eachItem(readTaskId, async (api, taskId): Promise<IDataObject> => {
	return readTask(await api.call('task', { task_id: taskId }, 'read')) as IDataObject;
});

/**
 * A campaign's tasks, page by page (docs/protocols/mango-office.md#campaign-tasks,
 * `v2/campaign/tasks`).
 */
export const getTasks = eachItem(
	(context, i) => ({ campaignId: readCampaignId(context, i), limit: readLimit(context, i) }),
	async (api, { campaignId, limit }): Promise<IDataObject[]> => {
		const tasks: IDataObject[] = [];
		let cursor: string | undefined;
		do {
			const wanted = Math.min(LARGEST_PAGE, limit - tasks.length);
			const page = readTaskPage(
				await api.call(...requestTasks(campaignId, wanted, cursor), 'read'),
			);
			tasks.push(...(page.tasks as IDataObject[]));
			// A cursor that stays, or an empty page, would go round for ever.
			cursor = page.cursor === cursor || page.tasks.length === 0 ? undefined : page.cursor;
		} while (cursor !== undefined && tasks.length < limit);
		return tasks.slice(0, limit);
	},
);

/**
 * An operation that needs nothing but campaign and task: `{ taskId, campaignId, <done>: true }` (API
 * document, sections 4.6.14 to 4.6.16).
 */
export function changeTask(path: string, done: string): Operation['execute'] {
	return eachItem(
		(context, i) => ({ taskId: readTaskId(context, i), campaignId: readCampaignId(context, i) }),
		async (api, { taskId, campaignId }): Promise<IDataObject> => {
			await api.call(path, { campaign_id: campaignId, task_id: taskId }, 'write');
			return { taskId, campaignId, [done]: true };
		},
	);
}
