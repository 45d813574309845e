import { randomUUID } from 'node:crypto';

import type { Json } from '../../core/json';
import { isDialable } from '../calls/directory';
import { taskStatus, type Task } from '../campaigns/campaigns';
import { MangoError, missing, wrongFormat } from '../errors';
import * as take from '../parameters';
import { customFields } from '../sampleData';
import { clockTime, method, ok, unix, type Method } from './method';

/**
 * Digits, "+" and `sip:` are in the examples; what else is taken is open
 * (mango-office.md#phone-numbers), here nothing [L].
 */
const phone = take.text(64, isDialable);

/**
 * Values of custom fields by their ids; `task/update` shows a list of one such object
 * (mango-office.md#campaign-tasks [H]). An unknown id is 5104 [L].
 */
const customFieldValues: take.Reader<Record<string, string>> = (value, name) => {
	const objects: unknown[] = Array.isArray(value) ? value : [value ?? {}];
	if (!objects.every((one) => typeof one === 'object' && one !== null)) throw wrongFormat(name);
	const entries = objects.flatMap((one) => Object.entries(one as Json));
	if (entries.some(([id]) => !customFields.some((known) => String(known.id) === id)))
		throw new MangoError(5104);
	return Object.fromEntries(entries.map(([id, text]) => [id, String(text)]));
};

const subtaskShape = {
	number: phone,
	priority: take.optional(take.range(1, 999), 999),
	order: take.integer,
};
const subtask: take.Reader<Task['subtasks'][number]> = (value, name) => {
	// Always 0, and may not be left out (mango-office.md#campaign-tasks [H]).
	take.object({ type: take.oneOf(0) })(value, name);
	return take.object(subtaskShape)(value, name);
};

/** A task as `task/add` and `tasks/push` take it (mango-office.md#campaign-tasks [H]). */
const taskShape = {
	number: phone,
	name: take.textOr(510),
	priority: take.optional(take.range(1, 1000)),
	organization: take.optional(take.text(510)),
	position: take.optional(take.text(510)),
	comment: take.optional(take.text(2048)),
	due_date: take.optional(take.utc),
	blocked_until: take.optional(take.utc),
	custom_fields: customFieldValues,
	subtasks: take.list(subtask),
};

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

/** What the answers call the values of a task; each leaves some out. */
const names: Array<[value: keyof Task, brief: string, whole: string, v2: string]> = [
	['id', 'task_id', 'campaign_task_id', 'task_id'],
	['campaignId', '', 'campaign_id', 'campaign_id'],
	['name', 'name', 'name', 'name'],
	['number', 'number', 'number', 'number'],
	['priority', '', 'priority', 'priority'],
	['organization', 'organization', 'organization', 'organization'],
	['position', 'position', 'position', 'position'],
	['comment', 'comment', 'comment', 'task_comment'],
	['dueDate', 'due_date', 'due_date', 'due_date'],
	['blockedUntil', '', 'blocked_until', 'blocked_until'],
	['status', 'status', 'status', 'task_status'],
	['statusReason', 'status_reason', 'status_reason', 'task_status_reason'],
	['attempts', 'attempts_count', '', 'attempts_count'],
	['operatorId', 'operator_id', '', 'operator_id'],
	['recordId', 'record_id', '', ''],
	['duration', 'duration', '', ''],
	// The length of the talk in `v2` (PDF §4.6.2, whose descriptions are shifted by some rows [M]).
	['talkDuration', '', 'talk_duration', 'duration'],
	['created', '', 'created', 'task_created'],
	['updated', '', 'updated', 'task_updated'],
	['end', '', '', 'task_end'],
	['firstAttempt', '', '', 'first_attempt'],
	['lastAttempt', '', '', 'last_attempt'],
];

function named(task: Task, answer: 1 | 2 | 3, writeTime: (time: Date) => unknown): Json {
	const told = names.filter((row) => row[answer] !== '');
	return Object.fromEntries(
		told.map((row) => {
			const value = task[row[0]] ?? null;
			return [row[answer], value instanceof Date ? writeTime(value) : value];
		}),
	);
}

/** In the answer of `campaign` with need_tasks; null for what is not there (PDF §4.6.4 [H]). */
export function taskBrief(task: Task): Json {
	return named(task, 1, (time) => String(unix(time)));
}

/**
 * In the answer of `task`: unix times, and null for what is not there; neither attempts nor
 * recordings, which the other two have (PDF §4.6.13 [H]). `brief` leaves out two fields.
 */
function taskWhole(task: Task, brief: boolean): Json {
	return {
		...named(task, 2, unix),
		priority: String(task.priority),
		due_date: task.dueDate ? String(unix(task.dueDate)) : null,
		talk_duration: task.attempts === 0 ? null : task.talkDuration,
		status_reason: task.statusReason || null,
		transfer_number: null,
		// "null for tasks of campaigns" [H].
		end: null,
		...attemptsOf(task),
		...(brief ? {} : { custom_fields: task.customFields, subtasks: subtasksOf(task) }),
	};
}

/** In the answer of `v2/campaign/tasks`: dates with dots. `alias_all` adds what is below [M]. */
function taskV2(task: Task, all: boolean): Json {
	return {
		...named(task, 3, (time) => clockTime(time, '.', 0)),
		task_status_reason: task.statusReason || null,
		postponed: false,
		timezone: 3,
		...attemptsOf(task),
		...(all ? { subtasks: subtasksOf(task), task_custom_fields: task.customFields } : {}),
	};
}

function attemptsOf({ attemptResults }: Task): Json {
	return attemptResults ? { attempts: attemptResults.map((result) => ({ result })) } : {};
}

function subtasksOf({ subtasks }: Task): Json[] {
	return subtasks.map((subtask) => ({ ...subtask, type: 0 }));
}
