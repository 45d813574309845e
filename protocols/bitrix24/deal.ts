import { z } from 'zod';

import { id, readListIn, text, wholeList } from '../list';
import type { Command } from './batchRequest';
import { listItems } from './crmItem';
import { CRM_TYPES } from './crmTypes';

/** A deal's type in crm.item.* (docs/protocols/bitrix24.md#deals). */
export const DEAL = CRM_TYPES.deal;

export const dealSchema = z
	.object({ id, title: text, categoryId: id, stageId: z.string() })
	.passthrough();

export type Deal = z.infer<typeof dealSchema>;

/**
 * Several deals by their IDs, at most a page of 50; those that do not exist are left out, and
 * templates of recurring deals.
 */
export function listDeals(dealIds: readonly number[]): Command {
	const filter = { '@id': [...dealIds], isRecurring: 'N' };
	return listItems('deal', { order: { id: 'ASC' }, filter });
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
