import { z } from 'zod';

import { id, text, wholeList } from '../list';
import type { Command } from './batchRequest';
import { DEAL } from './deal';
import { lastIdOf } from './fastList';
import type { Params, Reference } from './formBody';

/** Kinds of activities, by what tells them apart (docs/protocols/bitrix24.md#activities). */
const KINDS = {
	call: { TYPE_ID: 2 },
	email: { TYPE_ID: 4 },
	meeting: { TYPE_ID: 1 },
	toDo: { PROVIDER_ID: 'CRM_TODO' },
} as const;

export type ActivityKind = keyof typeof KINDS;
export const ACTIVITY_KINDS = Object.keys(KINDS) as ActivityKind[];

export interface ActivitiesWish {
	dealId: number;
	kind?: ActivityKind;
	isCompleted?: boolean;
}

/** A page of a deal's activities, the newest first: those whose ID is below `before`. */
export function listActivities(
	{ dealId, kind, isCompleted }: ActivitiesWish,
	before?: number | Reference,
): Command {
	const filter: Params = {
		BINDINGS: [{ OWNER_TYPE_ID: DEAL, OWNER_ID: dealId }],
		...(kind && KINDS[kind]),
	};
	if (isCompleted !== undefined) filter.COMPLETED = isCompleted ? 'Y' : 'N';
	if (before !== undefined) filter['<ID'] = before;
	const params = { filter, order: { ID: 'DESC' }, start: -1 };
	return { method: 'crm.activity.list', params, card: 'deal' };
}

/** Where the ID of a full page's last activity stands. */
export const LAST_ACTIVITY = lastIdOf({ rowField: 'ID' });

const rowSchema = z.object({ ID: id }).passthrough();
export type ActivityRow = z.infer<typeof rowSchema>;

/** The rows in the result of listActivities, all of them. */
export function readActivities(result: unknown): ActivityRow[] {
	return wholeList(rowSchema).parse(result);
}

/** An activity in plain words. What it does not have is null. */
export interface Activity {
	activityId: number;
	/** Null for one of another kind: a task, one of an application. */
	kind: ActivityKind | null;
	subject: string;
	description: string;
	completed: boolean;
	direction: 'incoming' | 'outgoing' | null;
	responsibleId: number | null;
	createdTime: string | null;
	startTime: string | null;
	endTime: string | null;
	deadline: string | null;
}

const column = text.transform((value) => value || null);
const detailsSchema = z.object({
	ID: id,
	TYPE_ID: text,
	PROVIDER_ID: text,
	SUBJECT: text,
	DESCRIPTION: text,
	COMPLETED: text,
	DIRECTION: text,
	RESPONSIBLE_ID: id.nullable().catch(null),
	CREATED: column,
	START_TIME: column,
	END_TIME: column,
	DEADLINE: column,
});

const DIRECTIONS: ReadonlyMap<string, Activity['direction']> = new Map([
	['1', 'incoming'],
	['2', 'outgoing'],
]);

export function toActivity(row: unknown): Activity {
	const one = detailsSchema.parse(row);
	return {
		activityId: one.ID,
		kind: kindOf(one),
		subject: one.SUBJECT,
		description: one.DESCRIPTION,
		completed: one.COMPLETED === 'Y',
		direction: DIRECTIONS.get(one.DIRECTION) ?? null,
		responsibleId: one.RESPONSIBLE_ID,
		createdTime: one.CREATED,
		startTime: one.START_TIME,
		endTime: one.END_TIME,
		deadline: one.DEADLINE,
	};
}

function kindOf(row: { TYPE_ID: string; PROVIDER_ID: string }): ActivityKind | null {
	const found = ACTIVITY_KINDS.find((kind) =>
		Object.entries(KINDS[kind]).every(
			([name, value]) => row[name as keyof typeof row] === String(value),
		),
	);
	return found ?? null;
}

/** Marks an activity as done, and reads it, since `true` tells nothing (bitrix24.md#activities). */
export function completeActivity(activityId: number): Command[] {
	const params = { id: activityId, fields: { COMPLETED: 'Y' } };
	const card = 'activity';
	return [
		{
			method: 'crm.activity.update',
			params,
			effect: 'activityCompleted',
			repeatable: true,
			card,
		},
		{ method: 'crm.activity.get', params: { id: activityId }, card },
	];
}
