import { z } from 'zod';

import { id, readListIn, text, wholeList } from '../list';
import type { Command, Effect } from './batchRequest';
import type { Params } from './formBody';

/** A deal's type in crm.item.* (docs/protocols/bitrix24.md#deals). */
export const DEAL = 2;

const dealSchema = z.object({ id, title: text, categoryId: id, stageId: z.string() }).passthrough();

export type Deal = z.infer<typeof dealSchema>;

/**
 * Several deals by their IDs, at most a page of 50; those that do not exist are left out, and
 * templates of recurring deals.
 */
export function listDeals(dealIds: readonly number[]): Command {
	return {
		method: 'crm.item.list',
		params: {
			entityTypeId: DEAL,
			order: { id: 'ASC' },
			filter: { '@id': [...dealIds], isRecurring: 'N' },
		},
	};
}

// Where it stands is not worth losing a deal of a list.
const listedSchema = dealSchema.extend({ categoryId: id.catch(0), stageId: text });

/** The deals in the result of listDeals. */
export function readDeals(result: unknown): Deal[] {
	return readListIn(result, 'items', listedSchema);
}

/**
 * Writes plain fields by their names in crm.item.*; Bitrix24 passes over a name that it does not
 * know (bitrix24.md#deals).
 */
export function updateDeal(dealId: number, fields: Params): Command {
	return update(dealId, fields, 'dealChanged');
}

function update(dealId: number, fields: Params, effect: Effect): Command {
	return { method: 'crm.item.update', params: { entityTypeId: DEAL, id: dealId, fields }, effect };
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
