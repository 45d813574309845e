import { randomUUID } from 'node:crypto';

import { taskStatus } from '../campaigns/campaigns';
import { MangoError, missing, wrongFormat } from '../errors';
import * as take from '../parameters';
import { method, ok, type Method } from './method';
import { customFieldValues, taskShape, taskV2, taskWhole } from './taskFields';

/** Real seconds until pushed tasks are there. */
const pushDelay = 1;

/** Both are required by the document (§4.6.14-16 [H]). */
const ids = { campaign_id: take.integer, task_id: take.integer };

/** A list by the table and a bare number by the example (mango-office.md#campaign-tasks): both are taken. */
const idOrIds: take.Reader<number[]> = (value, name) => {
	const ids = [value].flat().map(Number);
	if (!ids.every(Number.isInteger)) throw wrongFormat(name);
	return ids;
};

/** Opaque to clients; here the last task's id. */
const cursor = take.required((value) => {
	const [, id] = /^task:(\d+)$/.exec(Buffer.from(String(value), 'base64').toString()) ?? [];
	return id === undefined ? undefined : Number(id);
});

export const taskMethods: Record<string, Method> = {
	'task/add': method(
		{ campaign_id: take.integer, ...taskShape },
		({ campaignId, ...draft }, { campaigns }) =>
			ok({ task_id: campaigns.addTask(campaigns.wanted(campaignId), draft).id }),
	),

	/**
	 * Asynchronous: accepted now, there later, and no ids are told
	 * (mango-office.md#campaign-tasks [H]). What is refused is refused now [M].
	 */
	'tasks/push': method(
		{ campaign_id: take.integer, tasks: take.present(take.list(take.object(taskShape))) },
		({ campaignId, tasks: drafts }, { campaigns, timers }) => {
			const campaign = campaigns.wanted(campaignId);
			if (drafts.length === 0) throw missing('tasks');
			campaigns.checkTasks(campaign, drafts);
			timers.after(pushDelay, () => {
				try {
					campaigns.addTasks(campaign, drafts);
				} catch (error) {
					// The campaign has changed meanwhile: nobody is told.
					if (!(error instanceof MangoError)) throw error;
				}
			});
			return ok();
		},
	),

	task: method(
		{ task_id: take.integer, brief: take.flag('true') },
		({ taskId, brief }, { campaigns }) =>
			ok({ task: taskWhole(campaigns.wantedTask(taskId), brief) }),
	),

	'task/update': method(
		{
			...ids,
			name: take.text(510),
			priority: take.optional(take.range(1, 1000)),
			organization: take.optional(take.text(510)),
			position: take.optional(take.text(510)),
			custom_fields: (value, name) =>
				value === undefined ? undefined : customFieldValues(value, name),
		},
		({ campaignId, taskId, ...changes }, { campaigns }) => {
			campaigns.change(campaigns.wantedTask(taskId, campaignId), changes);
			return ok();
		},
	),

	/** From stopped to queued. "Task status forbids" (5111) for a done task is our reading [L]. */
	'task/start': method(ids, ({ campaignId, taskId }, { campaigns }) => {
		const task = campaigns.unfinishedTask(taskId, campaignId);
		if (task.status === taskStatus.stopped)
			campaigns.change(task, { status: taskStatus.queued, statusReason: 0 });
		return ok();
	}),

	'task/stop': method(ids, ({ campaignId, taskId }, { campaigns }) => {
		const task = campaigns.unfinishedTask(taskId, campaignId);
		campaigns.change(task, { status: taskStatus.stopped, statusReason: 11 });
		return ok();
	}),

	'task/delete': method(ids, ({ campaignId, taskId }, { campaigns }) => {
		campaigns.removeTask(campaigns.wantedTask(taskId, campaignId));
		return ok();
	}),

	'v2/campaign/tasks': method(
		{
			campaign_ids: take.present(idOrIds),
			limit: take.optional(take.range(1, 100), 10),
			cursor: take.optional(cursor, 0),
			fields: (value) => String(value ?? '').includes('alias_all'),
		},
		({ campaignIds, limit, cursor: from, fields: everything }, { campaigns }) => {
			const all = campaignIds.flatMap((id) => campaigns.wanted(id).tasks);
			const rest = all.filter(({ id }) => id > from).sort((a, b) => a.id - b.id);
			const page = rest.slice(0, limit);
			const next = Buffer.from(`task:${page.at(-1)?.id}`).toString('base64');
			return ok({
				cmd_id: randomUUID(),
				...(rest.length > limit && { cursor: next }),
				tasks: page.map((task) => taskV2(task, everything)),
			});
		},
	),
};
