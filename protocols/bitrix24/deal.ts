import { z } from 'zod';

import type { Command } from './batchRequest';
import type { Params } from './formBody';

/** A deal's type in crm.item.* (reference/bitrix24-rest.md, section 2.1). */
export const DEAL = 2;

/** Numbers come as numbers from crm.item.*, but PHP portals have been seen to send them as text. */
const id = z.coerce.number().int();

const dealSchema = z
	.object({ id, title: z.string().nullish(), categoryId: id, stageId: z.string() })
	.passthrough();

export type Deal = z.infer<typeof dealSchema>;

export function getDeal(dealId: number): Command {
	return { method: 'crm.item.get', params: { entityTypeId: DEAL, id: dealId } };
}

/** The category goes with the stage only when the deal changes its pipeline (section 2.4). */
export function updateStage(dealId: number, stageId: string, categoryId?: number): Command {
	const fields: Params = categoryId === undefined ? { stageId } : { categoryId, stageId };
	return update(dealId, fields, 'The deal may have been moved');
}

/** Writes plain fields by their names in crm.item.*; Bitrix24 passes over a name that it does not know (section 2.1). */
export function updateDeal(dealId: number, fields: Params): Command {
	return update(dealId, fields, 'The deal may have been changed');
}

function update(dealId: number, fields: Params, effect: string): Command {
	return { method: 'crm.item.update', params: { entityTypeId: DEAL, id: dealId, fields }, effect };
}

/** The deal in the result of crm.item.get and crm.item.update. */
export function readDeal(result: unknown): Deal {
	return z.object({ item: dealSchema }).parse(result).item;
}
