import { z } from 'zod';

import { id, readListIn } from '../list';
import type { Command } from './batchRequest';
import { listByIds } from './crmItem';
import { cardOf, CRM_TYPES } from './crmTypes';

/** The kinds of records that a comment, a to-do or a call can be about. */
export const KINDS = ['deal', 'lead', 'smartProcess'] as const;
export type Kind = (typeof KINDS)[number];

/** A record of the CRM (docs/protocols/bitrix24.md#leads-and-smart-processes). */
export interface Subject {
	kind: Kind;
	entityTypeId: number;
	id: number;
}

/** Types of smart processes begin with 128; smaller numbers are those of the CRM's own kinds. */
export function isSmartProcess(entityTypeId: number): boolean {
	return entityTypeId >= 128;
}

export function dealSubject(id: number): Subject {
	return { kind: 'deal', entityTypeId: CRM_TYPES.deal, id };
}

export function getSubject({ entityTypeId, id: recordId }: Subject): Command {
	const params = { entityTypeId, id: recordId };
	return { method: 'crm.item.get', params, card: cardOf(entityTypeId) };
}

/** Who is responsible for records of one type, at most a page of 50; one that may not be read is left out. */
export function listResponsibles(entityTypeId: number, recordIds: readonly number[]): Command {
	return listByIds(entityTypeId, recordIds, ['id', 'assignedById']);
}

const responsibleSchema = z.object({ id, assignedById: id });

/** The records that have a responsible, in the result of listResponsibles. */
export function readResponsibles(result: unknown): Array<z.infer<typeof responsibleSchema>> {
	return readListIn(result, 'items', responsibleSchema);
}

/** As activities and comments name it. */
export function ownerOf({ entityTypeId, id }: Subject): { ownerTypeId: number; ownerId: number } {
	return { ownerTypeId: entityTypeId, ownerId: id };
}

/** For the user: `deal 12`, `item 7 of smart process 177`. */
export function nameOf({ kind, entityTypeId, id }: Subject): string {
	return kind === 'smartProcess' ? `item ${id} of smart process ${entityTypeId}` : `${kind} ${id}`;
}
