import { z } from 'zod';

import { newId } from '../list';
import type { Command } from './batchRequest';
import { cardOf } from './crmTypes';
import type { Params, Reference } from './formBody';
import { readMarked, type Made } from './once';
import type { ownerOf } from './subject';

/** What a to-do belongs to. */
type Owner = ReturnType<typeof ownerOf>;

export interface ToDo {
	/** Empty for the title that Bitrix24 gives. */
	title: string;
	description: string;
	/** ISO 8601 with the offset of its time zone. */
	deadline: string;
	/** Left out, it is the webhook's user. */
	responsibleId?: number | Reference;
}

/** A to-do («дело») of a deal or another record; the deadline is required (docs/protocols/bitrix24.md#to-dos). */
export function addToDo(
	owner: Owner,
	{ title, description, deadline, responsibleId }: ToDo,
): Command {
	const params: Params = { ...owner, deadline };
	if (title !== '') params.title = title;
	if (description !== '') params.description = description;
	if (responsibleId !== undefined) params.responsibleId = responsibleId;
	return {
		method: 'crm.activity.todo.add',
		params,
		effect: 'toDoAdded',
		card: cardOf(owner.ownerTypeId),
	};
}

/** A page of a record's to-dos, done ones too, the newest first (crm.activity.list). */
export function listToDos({ ownerTypeId, ownerId }: Owner, start: number): Command {
	const filter = { OWNER_TYPE_ID: ownerTypeId, OWNER_ID: ownerId, PROVIDER_ID: 'CRM_TODO' };
	const select = ['ID', 'DESCRIPTION'];
	const params = { filter, order: { ID: 'DESC' }, select, start };
	return { method: 'crm.activity.list', params, card: cardOf(ownerTypeId) };
}

/** The to-dos for `onceFor` in the result of listToDos. */
export function readToDosFor(result: unknown, onceFor: string): Made[] {
	return readMarked(result, 'DESCRIPTION', onceFor);
}

export function deleteToDo(id: number): Command {
	return {
		method: 'crm.activity.delete',
		params: { id },
		effect: 'toDoStays',
		repeatable: true,
	};
}

/** The to-do's ID in the result of addToDo. */
export function readToDoId(result: unknown): number {
	return z.object({ id: newId }).parse(result).id;
}
