import { z } from 'zod';

import { valueOf } from '../../attempt';
import { id, readList } from '../../list';
import type { CommandOutcome } from '../batchAnswer';
import type { Command } from '../batchRequest';
import { Bitrix24Error, isNotFound } from '../errors';
import type { PortalEvent } from './receive';

/** What the portal has of a record, its fields by the names of its method. */
export type PortalRecord = Record<string, unknown>;

interface Source {
	command: Command;
	/** Undefined for one that is not there, or is kept from the webhook's user. */
	read(outcome: CommandOutcome): PortalRecord | undefined;
	/** The fields that name the user who made the record, and who changed it last. */
	madeBy: string;
	changedBy: string;
}

const recordSchema = z.record(z.unknown());

const TASK_FIELDS = [
	...['ID', 'TITLE', 'DESCRIPTION', 'STATUS', 'PRIORITY', 'DEADLINE', 'RESPONSIBLE_ID'],
	...['ACCOMPLICES', 'AUDITORS', 'CREATED_BY', 'CREATED_DATE', 'CHANGED_BY', 'CHANGED_DATE'],
	...['CLOSED_DATE', 'GROUP_ID', 'PARENT_ID', 'TAGS', 'UF_CRM_TASK'],
];

/**
 * Where the record of an event is read; undefined where it has none: it was deleted, or the event
 * names no record that the package knows (docs/protocols/bitrix24.md#records-of-events).
 */
export function sourceOf({
	kind,
	action,
	entityTypeId,
	id: recordId,
}: PortalEvent): Source | undefined {
	if (action === 'delete' || recordId === null) return undefined;
	if (kind === 'task') return taskOf(recordId);
	if (kind === 'activity' || kind === 'call') return activityOf(recordId);
	return entityTypeId === undefined ? undefined : itemSource(entityTypeId, recordId);
}

/** The same for a record of the CRM. Throws what Bitrix24 answered, unless it is that there is none. */
export function itemSource(entityTypeId: number, recordId: number): Source {
	return {
		command: { method: 'crm.item.get', params: { entityTypeId, id: recordId } },
		read: (outcome) => {
			if ('error' in outcome && isNotFound(outcome.error)) return undefined;
			return z.object({ item: recordSchema }).parse(valueOf(outcome)).item;
		},
		madeBy: 'createdBy',
		changedBy: 'updatedBy',
	};
}

// By lists, since crm.activity.get and tasks.task.get have no code for what is not there.
function activityOf(recordId: number): Source {
	return {
		command: {
			method: 'crm.activity.list',
			params: { filter: { ID: recordId }, select: ['*', 'COMMUNICATIONS'] },
		},
		read: (outcome) => found(readList(valueOf(outcome), recordSchema), 'ID', recordId),
		madeBy: 'AUTHOR_ID',
		changedBy: 'EDITOR_ID',
	};
}

function taskOf(recordId: number): Source {
	return {
		command: {
			method: 'tasks.task.list',
			params: { filter: { ID: recordId }, select: TASK_FIELDS },
		},
		read: (outcome) => {
			if ('error' in outcome && lacksPermission(outcome.error)) throw new NoTasksError();
			const { tasks } = z.object({ tasks: z.unknown() }).parse(valueOf(outcome));
			return found(readList(tasks, recordSchema), 'id', recordId);
		},
		madeBy: 'createdBy',
		changedBy: 'changedBy',
	};
}

/** The two answers to a method that the permissions do not cover (docs/protocols/bitrix24.md#permissions). */
function lacksPermission(error: unknown): boolean {
	const codes = ['INSUFFICIENT_SCOPE', 'ERROR_METHOD_NOT_FOUND'];
	return error instanceof Bitrix24Error && codes.includes(error.code);
}

class NoTasksError extends Error {
	readonly advice =
		"Open the incoming webhook in Bitrix24, tick 'Tasks (task)' and save it. Or switch 'Get the Record' off.";

	constructor() {
		super("The webhook lacks the permission (scope) 'task'");
		this.name = 'NoTasksError';
	}
}

function found(rows: PortalRecord[], name: string, recordId: number): PortalRecord | undefined {
	return rows.find((row) => isId(row[name], recordId));
}

/**
 * Whether what the event tells was done by a user, as far as the record says it: it names the one
 * who changed it last, which may be another than the one who caused the event.
 */
export function isMadeBy(
	event: PortalEvent,
	{ madeBy, changedBy }: Pick<Source, 'madeBy' | 'changedBy'>,
	record: PortalRecord,
	userId: number,
): boolean {
	return isId(record[event.action === 'add' ? madeBy : changedBy], userId);
}

/** Whether a field holds this ID, as a number or as a text. */
export function isId(value: unknown, wanted: number): boolean {
	const parsed = id.safeParse(value);
	return parsed.success && parsed.data === wanted;
}

/** Asks who the webhook's user is; needs no permission (docs/protocols/bitrix24.md#incoming-webhook). */
export const GET_PROFILE: Command = { method: 'profile', params: {} };

export function readProfile(result: unknown): number {
	return z.object({ ID: id }).parse(result).ID;
}
