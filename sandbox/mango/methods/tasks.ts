import { randomUUID } from 'node:crypto';

import { isUnfinished, taskStatus } from '../campaigns/model';
import { MangoError, missing, wrongFormat } from '../errors';
import {
	flag,
	integer,
	list,
	object,
	optional,
	present,
	range,
	required,
	text,
	textOr,
	type Reader,
} from '../parameters';
import { method, ok, type Method } from './method';
import { customFieldValues, draftOf, taskShape, taskV2, taskWhole } from './taskFields';

/** Real seconds until pushed tasks are there. */
const pushDelay = 1;

/** Both are required by the document (§4.6.14-16 [H]). */
const ids = { campaign_id: integer, task_id: integer };

/** A list by the table and a bare number by the example (mango-office.md#campaign-tasks): both are taken. */
const campaignIds: Reader<number[]> = (value, name) => {
	const ids = [value].flat().map(Number);
	if (!ids.every(Number.isInteger)) throw wrongFormat(name);
	return ids;
};

/** Opaque to clients; here the last task's id. */
const cursor = required((value) => {
	const [, id] = /^task:(\d+)$/.exec(Buffer.from(String(value), 'base64').toString()) ?? [];
	return id === undefined ? undefined : Number(id);
});

export const taskMethods: Record<string, Method> = {
	'task/add': method(
		{ campaign_id: integer, ...taskShape },
		({ campaign_id, ...given }, { campaigns }) => {
			const task = campaigns.addTask(campaigns.wanted(campaign_id), draftOf(given));
			return ok({ task_id: task.id });
		},
	),

	/**
	 * Asynchronous: accepted now, there later, and no ids are told
	 * (mango-office.md#campaign-tasks [H]). What is refused is refused now [M].
	 */
	'tasks/push': method(
		{ campaign_id: integer, tasks: present(list(object(taskShape))) },
		({ campaign_id, tasks }, { campaigns, timers }) => {
			const campaign = campaigns.wanted(campaign_id);
			const drafts = tasks.map(draftOf);
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

	task: method({ task_id: integer, brief: flag('true') }, ({ task_id, brief }, { campaigns }) =>
		ok({ task: taskWhole(campaigns.wantedTask(task_id), brief) }),
	),

	'task/update': method(
		{
			...ids,
			name: text(510),
			priority: optional(range(1, 1000)),
			organization: textOr(510),
			position: textOr(510),
			custom_fields: (value, name) =>
				value === undefined ? undefined : customFieldValues(value, name),
		},
		({ campaign_id, task_id, name, ...given }, { campaigns }) => {
			const task = campaigns.wantedTask(task_id, campaign_id);
			campaigns.change(task, {
				name,
				priority: given.priority ?? task.priority,
				organization: given.organization || task.organization,
				position: given.position || task.position,
				customFields: given.custom_fields ?? task.customFields,
			});
			return ok();
		},
	),

	/** From stopped to queued. */
	'task/start': method(ids, ({ campaign_id, task_id }, { campaigns }) => {
		const task = campaigns.wantedTask(task_id, campaign_id);
		// "Task status forbids" (5111) for a done task is our reading [L].
		if (!isUnfinished(task)) throw new MangoError(5111);
		if (task.status === taskStatus.stopped)
			campaigns.change(task, { status: taskStatus.queued, statusReason: 0 });
		return ok();
	}),

	'task/stop': method(ids, ({ campaign_id, task_id }, { campaigns }) => {
		const task = campaigns.wantedTask(task_id, campaign_id);
		if (!isUnfinished(task)) throw new MangoError(5111);
		campaigns.change(task, { status: taskStatus.stopped, statusReason: 11 });
		return ok();
	}),

	'task/delete': method(ids, ({ campaign_id, task_id }, { campaigns }) => {
		campaigns.removeTask(campaigns.wantedTask(task_id, campaign_id));
		return ok();
	}),

	'v2/campaign/tasks': method(
		{
			campaign_ids: present(campaignIds),
			limit: optional(range(1, 100), 10),
			cursor: optional(cursor, 0),
			fields: (value) => String(value ?? '').includes('alias_all'),
		},
		({ campaign_ids, limit, cursor: from, fields: everything }, { campaigns }) => {
			const all = campaign_ids.flatMap((id) => campaigns.wanted(id).tasks);
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
