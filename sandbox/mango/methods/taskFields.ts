import type { Json } from '../../core/json';
import { isDialable } from '../calls/directory';
import type { Task } from '../campaigns/campaigns';
import { MangoError, wrongFormat } from '../errors';
import * as take from '../parameters';
import { customFields } from '../sampleData';
import { clockTime, unix } from './method';

/**
 * Digits, "+" and `sip:` are in the examples; what else is taken is open
 * (mango-office.md#phone-numbers), here nothing [L].
 */
const phone = take.text(64, isDialable);

/**
 * Values of custom fields by their ids; `task/update` shows a list of one such object
 * (mango-office.md#campaign-tasks [H]). An unknown id is 5104 [L].
 */
export const customFieldValues: take.Reader<Record<string, string>> = (value, name) => {
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
export const taskShape = {
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

/** What the answers call the values of a task; each leaves some out. */
const names: Array<[value: keyof Task, brief: string, whole: string, v2: string]> = [
	['id', 'task_id', 'campaign_task_id', 'task_id'],
	['campaignId', '', 'campaign_id', 'campaign_id'],
	['name', 'name', 'name', 'name'],
	['number', 'number', 'number', 'number'],
	['priority', '', 'priority', 'priority'],
	['organization', '', 'organization', ''],
	['position', '', 'position', ''],
	['comment', 'comment', 'comment', 'task_comment'],
	['dueDate', 'due_date', 'due_date', ''],
	['blockedUntil', '', 'blocked_until', ''],
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

/** In the answer of `campaign` with need_tasks. */
export function taskBrief(task: Task): Json {
	const { operatorId = 0, recordId = '' } = task;
	const values = named(task, 1, (time) => clockTime(time, '-', 0));
	return { ...values, operator_id: operatorId, record_id: recordId };
}

/**
 * In the answer of `task`: unix times, and null for what is not there; neither attempts nor
 * recordings, which the other two have (PDF §4.6.13 [H]). `brief` leaves out two fields.
 */
export function taskWhole(task: Task, brief: boolean): Json {
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
export function taskV2(task: Task, all: boolean): Json {
	return {
		...named(task, 3, (time) => clockTime(time, '.', 0)),
		task_status_reason: task.statusReason || null,
		operator_id: task.operatorId ?? 0,
		postponed: 0,
		timezone: '',
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
