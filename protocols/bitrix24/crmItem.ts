import { z } from 'zod';

import { id, wholeList } from '../list';
import type { Command } from './batchRequest';
import type { Params, Reference } from './formBody';

/** The kinds of cards in the CRM, with their types in crm.item.* (docs/protocols/bitrix24.md#deals). */
export const ITEM_TYPES = { lead: 1, deal: 2, contact: 3, company: 4 } as const;

export type ItemType = keyof typeof ITEM_TYPES;

export function getItem(type: ItemType, itemId: number | Reference): Command {
	return about(type, 'get', { id: itemId });
}

/** Fields by their names in crm.item.fields; Bitrix24 passes over others without a word (bitrix24.md#deals). */
export function addItem(type: ItemType, fields: Params): Command {
	return { ...about(type, 'add', { fields }), effect: `The ${type} may have been created` };
}

export function updateItem(
	type: ItemType,
	itemId: number,
	fields: Params,
	effect = `The ${type} may have been changed`,
): Command {
	return { ...about(type, 'update', { id: itemId, fields }), effect };
}

/** Answers with an empty list (bitrix24.md#deals). */
export function deleteItem(type: ItemType, itemId: number): Command {
	return { ...about(type, 'delete', { id: itemId }), effect: `The ${type} may have been deleted` };
}

export function listItems(type: ItemType, params: Params): Command {
	return about(type, 'list', params);
}

function about(type: ItemType, verb: string, params: Params): Command {
	return {
		method: `crm.item.${verb}`,
		params: { entityTypeId: ITEM_TYPES[type], ...params },
		card: type,
	};
}

/** Where the ID of a full page's last card stands. */
export const LAST_ITEM = ['items', '49', 'id'];

const itemSchema = z.object({ id }).passthrough();

/** A card with all of its fields, by their names in crm.item.fields. */
export type Item = z.infer<typeof itemSchema>;

/** The card in the result of getItem, addItem and updateItem. */
export function readItem(result: unknown): Item {
	return z.object({ item: itemSchema }).parse(result).item;
}

/** The cards in the result of listItems, all of them: a page that is short is the last one. */
export function readItems(result: unknown): Item[] {
	return z.object({ items: wholeList(itemSchema) }).parse(result).items;
}
