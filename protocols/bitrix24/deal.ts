import { z } from 'zod';

import { id, readListIn, text, wholeList } from '../list';
import type { Command } from './batchRequest';
import { getItem, listItems, updateItem } from './crmItem';
import { CRM_TYPES } from './crmTypes';
import type { Params } from './formBody';

/** A deal's type in crm.item.* (docs/protocols/bitrix24.md#deals). */
export const DEAL = CRM_TYPES.deal;

const dealSchema = z.object({ id, title: text, categoryId: id, stageId: z.string() }).passthrough();

export type Deal = z.infer<typeof dealSchema>;

export function getDeal(dealId: number): Command {
	return getItem('deal', dealId);
}

/**
 * Several deals by their IDs, at most a page of 50; those that do not exist are left out, and
 * templates of recurring deals.
 */
export function listDeals(dealIds: readonly number[]): Command {
	const filter = { '@id': [...dealIds], isRecurring: 'N' };
	return listItems('deal', { order: { id: 'ASC' }, filter });
}

/**
 * Of deals, at most a page of 50, what a move has to know; one that does not exist, or may not be read,
 * is left out.
 */
export function listWhereabouts(dealIds: readonly number[]): Command {
	return listByIds(dealIds, ['id', 'title', 'categoryId', 'stageId']);
}

/** The deals in the result of listWhereabouts. */
export function readWhereabouts(result: unknown): Deal[] {
	return readListIn(result, 'items', dealSchema);
}

/** The same for who is responsible for them. */
export function listResponsibles(dealIds: readonly number[]): Command {
	return listByIds(dealIds, ['id', 'assignedById']);
}

const responsibleSchema = z.object({ id, assignedById: id });

/** The deals that have a responsible, in the result of listResponsibles. */
export function readResponsibles(result: unknown): Array<z.infer<typeof responsibleSchema>> {
	return readListIn(result, 'items', responsibleSchema);
}

/** Not counted, which would cost the portal time (bitrix24.md#lists). */
function listByIds(dealIds: readonly number[], select: string[]): Command {
	const filter = { '@id': [...dealIds] };
	const params = { entityTypeId: DEAL, select, order: { id: 'ASC' }, filter, start: -1 };
	return { method: 'crm.item.list', params };
}

// Where it stands is not worth losing a deal of a list.
const listedSchema = dealSchema.extend({ categoryId: id.catch(0), stageId: text });

/** A deal of a list, whose fields may be a part of all. */
export function toListedDeal(item: unknown): Deal {
	return listedSchema.parse(item);
}

/** The deals in the result of listDeals. */
export function readDeals(result: unknown): Deal[] {
	return readListIn(result, 'items', listedSchema);
}

/**
 * The category goes with the stage only when the deal changes its pipeline
 * (bitrix24.md#dropped-stages).
 */
export function updateStage(dealId: number, stageId: string, categoryId?: number): Command {
	const fields: Params = categoryId === undefined ? { stageId } : { categoryId, stageId };
	return updateItem('deal', dealId, fields, 'dealMoved');
}

// A deal without a company has 0 or null for its companyId.
const linked = id.catch(0);
const links = z.object({
	contactId: linked,
	contactIds: wholeList(id).catch([]),
	companyId: linked,
	assignedById: linked,
});

/**
 * What a deal refers to, 0 for nothing; its contactId is its primary contact, its contactIds are
 * all (bitrix24.md#clients).
 */
export function readLinks(deal: unknown): z.infer<typeof links> {
	return links.parse(deal);
}

/** The deal in the result of crm.item.get and crm.item.update. */
export function readDeal(result: unknown): Deal {
	return z.object({ item: dealSchema }).parse(result).item;
}
