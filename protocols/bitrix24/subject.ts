import type { Command } from './batchRequest';
import { CRM_TYPES } from './crmTypes';

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

export function getSubject({ entityTypeId, id }: Subject): Command {
	return { method: 'crm.item.get', params: { entityTypeId, id } };
}

/** As activities and comments name it. */
export function ownerOf({ entityTypeId, id }: Subject): { ownerTypeId: number; ownerId: number } {
	return { ownerTypeId: entityTypeId, ownerId: id };
}

/** For the user: `deal 12`, `item 7 of smart process 177`. */
export function nameOf({ kind, entityTypeId, id }: Subject): string {
	return kind === 'smartProcess' ? `item ${id} of smart process ${entityTypeId}` : `${kind} ${id}`;
}
