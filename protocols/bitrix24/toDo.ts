import { z } from 'zod';

import type { Command } from './batchRequest';
import { DEAL } from './deal';
import type { Params, Reference } from './formBody';
import { readMarked, type Made } from './once';

export interface ToDo {
	/** Empty for the title that Bitrix24 gives. */
	title: string;
	description: string;
	/** ISO 8601 with the offset of its time zone. */
	deadline: string;
	/** Left out, it is the webhook's user. */
	responsibleId?: number | Reference;
}

/** A to-do («дело») of a deal; the deadline is required (docs/protocols/bitrix24.md#to-dos). */
export function addToDo(
	dealId: number,
	{ title, description, deadline, responsibleId }: ToDo,
): Command {
	const params: Params = { ownerTypeId: DEAL, ownerId: dealId, deadline };
	if (title !== '') params.title = title;
	if (description !== '') params.description = description;
	if (responsibleId !== undefined) params.responsibleId = responsibleId;
	return { method: 'crm.activity.todo.add', params, effect: 'toDoAdded', card: 'deal' };
}

/** A page of a deal's to-dos, done ones too, the newest first (crm.activity.list). */
export function listToDos(dealId: number, start: number): Command {
	const filter = { OWNER_TYPE_ID: DEAL, OWNER_ID: dealId, PROVIDER_ID: 'CRM_TODO' };
	const select = ['ID', 'DESCRIPTION'];
	const params = { filter, order: { ID: 'DESC' }, select, start };
	return { method: 'crm.activity.list', params, card: 'deal' };
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
	return z.object({ id: z.coerce.number().int().positive() }).parse(result).id;
}
