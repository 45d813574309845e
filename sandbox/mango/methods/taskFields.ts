import type { Json } from '../../core/json';
import type { Task, TaskDraft } from '../campaigns/model';
import { wrongFormat } from '../errors';
import type { Fields } from '../fields';
import { customFieldValues } from './config';
import { clockTime } from './method';

/** A task as `task/add` and `tasks/push` take it (mango-office.md#campaign-tasks [H]). */
export function readTask(fields: Fields): TaskDraft {
	return {
		number: phone(fields),
		name: fields.textOr('name', 510, ''),
		priority: fields.range('priority', 1, 1000, 1000),
		organization: fields.textOr('organization', 510, ''),
		position: fields.textOr('position', 510, ''),
		comment: fields.textOr('comment', 2048, ''),
		dueDate: fields.utcOr('due_date'),
		blockedUntil: fields.utcOr('blocked_until'),
		customFields: customFieldValues(fields.all.custom_fields),
		subtasks: fields.objectsOr('subtasks').map(readSubtask),
	};
}

/** `type` is always 0 and may not be left out (mango-office.md#campaign-tasks [H]). */
function readSubtask(fields: Fields) {
	fields.oneOf('type', [0]);
	return {
		number: phone(fields),
		priority: fields.range('priority', 1, 999, 999),
		order: fields.integer('order'),
	};
}

/**
 * Digits, "+" and `sip:` are in the examples; what else is taken is open
 * (mango-office.md#phone-numbers), here nothing [L].
 */
function phone(fields: Fields): string {
	const number = fields.text('number', 64);
	if (!/^(\+?\d+|sip:\S+@\S+)$/.test(number)) throw wrongFormat('number');
	return number;
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
	const unix = (time: Date | undefined) => (time ? Math.floor(time.getTime() / 1000) : null);
	const dueDate = unix(task.dueDate);
	return {
		campaign_task_id: task.id,
		campaign_id: task.campaignId,
		name: task.name,
		number: task.number,
		priority: String(task.priority),
		organization: task.organization,
		position: task.position,
		comment: task.comment,
		due_date: dueDate === null ? null : String(dueDate),
		blocked_until: unix(task.blockedUntil),
		talk_duration: task.attempts === 0 ? null : task.talkDuration,
		status: task.status,
		status_reason: task.statusReason || null,
		transfer_number: null,
		updated: unix(task.updated),
		// "null for tasks of campaigns" [H].
		end: null,
		created: unix(task.created),
		...attemptsOf(task),
		...(brief ? {} : { custom_fields: task.customFields, subtasks: subtasksOf(task) }),
	};
}

function attemptsOf({ attemptResults }: Task): Json {
	return attemptResults ? { attempts: attemptResults.map((result) => ({ result })) } : {};
}

function subtasksOf(task: Task): Json[] {
	return task.subtasks.map(({ number, priority, order }) => ({ number, priority, order, type: 0 }));
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
