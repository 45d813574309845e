import { z } from 'zod';

import { id, listField, newId, readListIn, text } from '../list';
import { camelCased } from './camelCase';
import { wordFor } from './campaign';
import { parsePhone } from './phone';
import type { Request } from './request';
import { dealOf } from './taskDeal';
import { isoOf, utcText } from './time';
import { numberOrNull, textOf } from './values';

type Json = Record<string, unknown>;

/** docs/protocols/mango-office.md#campaign-task-statuses. */
const TASK_STATUS: Readonly<Record<number, string>> = {
	0: 'Stopped',
	1: 'Queued',
	2: 'In Work',
	4: 'Done',
	5: 'Postponed',
	6: 'Deleted',
};

const STATUS_REASON: Readonly<Record<number, string>> = {
	1: 'Talked',
	2: 'Client Busy',
	3: 'Client Did Not Answer',
	4: 'Client Unavailable',
	5: 'Operator Busy',
	6: 'Operator Did Not Answer',
	7: 'Operator Unavailable',
	8: 'Number Does Not Exist',
	10: 'Operator Did Not Wait',
	11: 'Stopped by an Administrator',
	20: 'Stopped by an Operator',
	21: 'Antirobot: Unavailable',
	22: 'Antirobot: Busy',
	23: 'Antirobot: Voicemail',
	24: 'Antirobot: Client Hung Up',
	25: 'Due Date Passed',
	26: 'Forbidden Number',
	28: 'Postponed',
};

/** What a task of a campaign is made of; all of it checked. */
export interface TaskDraft {
	number: string;
	name?: string;
	priority?: number;
	organization?: string;
	position?: string;
	comment?: string;
	dueDate?: Date;
	blockedUntil?: Date;
	/** Values by the IDs of the fields. */
	customFields?: Record<string, string>;
	/** Further numbers of the client, called in this order until somebody talked. */
	alternativeNumbers?: string[];
}

/** The longest texts, in characters. */
export const LONGEST = {
	name: 255,
	organization: 255,
	position: 255,
	comment: 1024,
	number: 64,
} as const;
/** How many tasks a campaign may hold (result 5107). */
export const MOST_TASKS = 10_000;

/** The task, or what changes of it, as MANGO takes it: what is not set is left out. */
export function taskFields(draft: Partial<TaskDraft>): Json {
	const {
		number,
		name,
		priority,
		organization,
		position,
		comment,
		dueDate,
		blockedUntil,
		customFields,
	} = draft;
	const subtasks = draft.alternativeNumbers?.map((alternative, order) => ({
		number: alternative,
		order,
		type: 0,
	}));
	const fields: Json = {
		number,
		name,
		priority,
		organization,
		position,
		comment,
		due_date: dueDate && utcText(dueDate),
		blocked_until: blockedUntil && utcText(blockedUntil),
		custom_fields: customFields,
		subtasks: subtasks?.length ? subtasks : undefined,
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A number that a campaign can call: a phone number, or a SIP address as it is. Throws PhoneError. */
export function parseTaskNumber(text: string, country: string): string {
	const trimmed = text.trim();
	// The length first: what a longer text may be takes long to find out.
	return trimmed.length <= LONGEST.number && /^sip:\S+@\S+$/i.test(trimmed)
		? trimmed
		: parsePhone(trimmed, country);
}

const addedSchema = z.object({ task_id: newId });
const oneSchema = z.object({ task: z.record(z.unknown()) });
const pageSchema = z.object({
	tasks: listField(z.record(z.unknown())),
	cursor: z.string().nullish(),
});

/** The ID in the answer of `task/add`. */
export function readAddedId(answer: Json): number {
	return addedSchema.parse(answer).task_id;
}

/** The answer of `task`. */
export function readTask(answer: Json): Json {
	return taskOf(oneSchema.parse(answer).task);
}

/**
 * A page of the tasks of one campaign, or of several. One ID stands alone, as in the documented
 * example; the table has a list there (mango-office.md#campaign-tasks).
 */
export function requestTasks(
	campaignIds: number | number[],
	limit: number,
	cursor?: string,
): Request {
	const page = { fields: ['alias_all'], limit, ...(cursor !== undefined && { cursor }) };
	return ['v2/campaign/tasks', { campaign_ids: campaignIds, ...page }];
}

/** The answer of `v2/campaign/tasks`; no cursor after the last page. */
export function readTaskPage(answer: Json): { tasks: Json[]; cursor: string | undefined } {
	const { tasks, cursor } = pageSchema.parse(answer);
	return { tasks: tasks.map(taskOf), cursor: cursor || undefined };
}

/** One shape for both: `v2/campaign/tasks` writes task_status where `task` writes status, and so on. */
function taskOf(raw: Json): Json {
	const named = Object.fromEntries(
		Object.entries(raw).map(([key, value]) => [plainKey(key), value]),
	);
	const {
		taskId,
		campaignId,
		name,
		number,
		status,
		statusReason,
		priority,
		comment,
		created,
		updated,
		end,
		dueDate,
		blockedUntil,
		...rest
	} = camelCased(named);
	const dealId = dealOf(textOf(comment) ?? '');
	return {
		taskId: numberOrNull(taskId),
		campaignId: numberOrNull(campaignId),
		name,
		number,
		status: numberOrNull(status),
		statusText: wordFor(TASK_STATUS, status),
		statusReason: numberOrNull(statusReason),
		statusReasonText: wordFor(STATUS_REASON, statusReason),
		comment,
		...(dealId !== undefined && { dealId }),
		priority: numberOrNull(priority),
		created: isoOf(created),
		updated: isoOf(updated),
		end: isoOf(end),
		dueDate: isoOf(dueDate),
		blockedUntil: isoOf(blockedUntil),
		...rest,
	};
}

function plainKey(key: string): string {
	if (key === 'campaign_task_id') return 'task_id';
	return key === 'task_id' ? key : key.replace(/^task_/, '');
}

const fieldSchema = z.object({ id, name: text });

/**
 * The answer of `custom-type/list`, which has its list where other answers have their code
 * (mango-office.md#custom-fields).
 */
export function readCustomFields(answer: Json): Array<{ id: number; name: string }> {
	return readListIn(answer, 'result', fieldSchema);
}
