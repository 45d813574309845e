import type { Json } from '../../core/json';
import type { Task, TaskDraft } from '../campaigns/model';
import { isDialable } from '../calls/directory';
import { MangoError, wrongFormat } from '../errors';
import {
	integer,
	list,
	object,
	oneOf,
	optional,
	range,
	text,
	textOr,
	utc,
	type Parameters,
	type Reader,
} from '../parameters';
import { customFields } from '../sampleData';
import { clockTime, unix } from './method';

/**
 * Digits, "+" and `sip:` are in the examples; what else is taken is open
 * (mango-office.md#phone-numbers), here nothing [L].
 */
const phone: Reader<string> = (value, name) => {
	const number = text(64)(value, name);
	if (!isDialable(number)) throw wrongFormat(name);
	return number;
};

/**
 * Values of custom fields by their ids; `task/update` shows a list of one such object
 * (mango-office.md#campaign-tasks [H]). An unknown id is 5104 [L].
 */
export const customFieldValues: Reader<Record<string, string>> = (value, name) => {
	const objects: unknown[] = Array.isArray(value) ? value : [value ?? {}];
	if (!objects.every((one) => typeof one === 'object' && one !== null)) throw wrongFormat(name);
	const entries = objects.flatMap((one) => Object.entries(one as Json));
	if (entries.some(([id]) => !customFields.some((known) => String(known.id) === id)))
		throw new MangoError(5104);
	return Object.fromEntries(entries.map(([id, text]) => [id, String(text)]));
};

// Always 0, and may not be left out (mango-office.md#campaign-tasks [H]).
const type = oneOf(0);
const subtask = object({
	type,
	number: phone,
	priority: optional(range(1, 999), 999),
	order: integer,
});

/** A task as `task/add` and `tasks/push` take it (mango-office.md#campaign-tasks [H]). */
export const taskShape = {
	number: phone,
	name: textOr(510),
	priority: optional(range(1, 1000), 1000),
	organization: textOr(510),
	position: textOr(510),
	comment: textOr(2048),
	due_date: optional(utc),
	blocked_until: optional(utc),
	custom_fields: customFieldValues,
	subtasks: list(subtask),
};

export function draftOf(given: Parameters<typeof taskShape>): TaskDraft {
	const { due_date, blocked_until, custom_fields, subtasks, ...draft } = given;
	return {
		...draft,
		dueDate: due_date,
		blockedUntil: blocked_until,
		customFields: custom_fields,
		subtasks: subtasks.map(({ number, priority, order }) => ({ number, priority, order })),
	};
}

/** In the answer of `campaign` with need_tasks. */
export function taskBrief(task: Task): Json {
	return {
		task_id: task.id,
		name: task.name,
		status: task.status,
		number: task.number,
		attempts_count: task.attempts,
		status_reason: task.statusReason,
		operator_id: task.operatorId ?? 0,
		record_id: task.recordId ?? '',
		duration: task.duration,
		due_date: task.dueDate ? clockTime(task.dueDate, '-', 0) : null,
		comment: task.comment,
	};
}

/**
 * In the answer of `task`: unix times, and null for what is not there; neither attempts nor
 * recordings, which the other two have (PDF §4.6.13 [H]). `brief` leaves out two fields.
 */
export function taskWhole(task: Task, brief: boolean): Json {
	const time = (value: Date | undefined) => (value ? unix(value) : null);
	return {
		campaign_task_id: task.id,
		campaign_id: task.campaignId,
		name: task.name,
		number: task.number,
		priority: String(task.priority),
		organization: task.organization,
		position: task.position,
		comment: task.comment,
		due_date: task.dueDate ? String(unix(task.dueDate)) : null,
		blocked_until: time(task.blockedUntil),
		talk_duration: task.attempts === 0 ? null : task.talkDuration,
		status: task.status,
		status_reason: task.statusReason || null,
		transfer_number: null,
		updated: time(task.updated),
		// "null for tasks of campaigns" [H].
		end: null,
		created: time(task.created),
		...attemptsOf(task),
		...(brief ? {} : { custom_fields: task.customFields, subtasks: subtasksOf(task) }),
	};
}

/** In the answer of `v2/campaign/tasks`: other names again, dates with dots. `alias_all` adds what is below [M]. */
export function taskV2(task: Task, all: boolean): Json {
	const time = (value: Date | undefined) => (value ? clockTime(value, '.', 0) : null);
	return {
		campaign_id: task.campaignId,
		task_id: task.id,
		name: task.name,
		number: task.number,
		// The length of the talk (PDF §4.6.2, whose descriptions are shifted by some rows [M]).
		duration: task.talkDuration,
		task_status: task.status,
		task_status_reason: task.statusReason || null,
		task_comment: task.comment,
		task_created: time(task.created),
		task_updated: time(task.updated),
		operator_id: task.operatorId ?? 0,
		first_attempt: time(task.firstAttempt),
		last_attempt: time(task.lastAttempt),
		attempts_count: task.attempts,
		priority: task.priority,
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
