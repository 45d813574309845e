import { z } from 'zod';

import { id, wholeList } from '../list';
import type { Command, Effect } from './batchRequest';
import { CRM_TYPES, type CrmType } from './crmTypes';
import { lastIdOf } from './fastList';
import type { Params, Reference } from './formBody';

export function getItem(type: CrmType, itemId: number | Reference): Command {
	return about(type, 'get', { id: itemId });
}

/** Fields by their names in crm.item.fields; Bitrix24 passes over others without a word (bitrix24.md#deals). */
export function addItem(type: CrmType, fields: Params): Command {
	return { ...about(type, 'add', { fields }), effect: 'itemCreated' };
}

export function updateItem(
	type: CrmType,
	itemId: number,
	fields: Params,
	effect: Effect = 'itemChanged',
): Command {
	return { ...about(type, 'update', { id: itemId, fields }), effect };
}

/** Answers with an empty list (bitrix24.md#deals). */
export function deleteItem(type: CrmType, itemId: number, effect: Effect = 'itemDeleted'): Command {
	return { ...about(type, 'delete', { id: itemId }), effect };
}

export function listItems(type: CrmType, params: Params): Command {
	return about(type, 'list', params);
}

/**
 * At most a page of 50, by their IDs, and of any type. Not counted, which would cost the portal time
 * (bitrix24.md#lists).
 */
export function listByIds(
	entityTypeId: number,
	itemIds: readonly number[],
	select: string[],
): Command {
	const filter = { '@id': [...itemIds] };
	const params = { entityTypeId, select, order: { id: 'ASC' }, filter, start: -1 };
	return { method: 'crm.item.list', params };
}

function about(type: CrmType, verb: string, params: Params): Command {
	return {
		method: `crm.item.${verb}`,
		params: { entityTypeId: CRM_TYPES[type], ...params },
		card: type,
	};
}

/** Where the ID of a full page's last card stands. */
export const LAST_ITEM = lastIdOf({ rows: 'items', rowField: 'id' });

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
