import { deals, entityOf, type CrmRecord, type Entity } from '../entities';
import { entityTypeNotFound, itemNotFound, parameterMissing } from '../errors';
import { itemColumns, rowOf, withItemFields, type Columns } from '../fields';
import type { Deal } from '../model';
import { asInteger, asRecord, type Params } from '../params';
import { checkItemMove, itemTarget } from '../stageRules';
import type { Store } from '../store';
import { listed } from './listing';
import type { Method } from './method';

export const itemGet: Method = (params, { store }) => {
	const entity = requestedEntity(params);
	return { result: { item: itemOf(requestedRecord(params, entity, store), entity, params) } };
};

/**
 * Deals, leads, contacts and companies. Of the fields that hold lists only the contacts can be
 * filtered by (documents of crm.deal.list, which send their readers here for it [H]; the others
 * [L]). A deal's contactId is its primary contact alone.
 */
export const itemList: Method = (params, { store }) => {
	const entity = requestedEntity(params);
	const columns = columnsOf(entity, params);
	const usable = Object.keys(columns).filter((name) => !['fm', 'observers'].includes(name));
	const query = { ...params, select: selectable(params.select) };
	const { result: items, ...paging } = listed(store[entity.list].all, columns, query, usable);
	return { result: { items }, ...paging };
};

/** All phones (`fm`) come only with `*`, not by name (bitrix24.md#phones [H]). */
function selectable(select: unknown): unknown {
	if (!Array.isArray(select) || select.length === 0) return undefined;
	return ['id', ...select.filter((name) => name !== 'fm')];
}

/**
 * Answers with the whole item, so that the caller can see where the deal really is
 * (bitrix24.md#deals [H]). Deals only: the stand-in's other records can be read, not updated.
 */
export const itemUpdate: Method = (params, { store, activity }, origin) => {
	const entity = requestedEntity(params);
	if (entity !== deals) throw entityTypeNotFound();
	const before = requestedRecord(params, entity, store) as Deal;
	const fields = camelUserFields(asRecord(params.fields));
	const stageId = fields.stageId === undefined ? undefined : String(fields.stageId);
	const target = itemTarget(before, { categoryId: asInteger(fields.categoryId), stageId });
	const after = { ...withItemFields(before, deals.fields, fields), ...target };
	checkItemMove(before, after);
	const saved = store.save(after, origin);
	activity.noteDroppedStage(saved, stageId, origin);
	return { result: { item: itemOf(saved, entity, params) } };
};

function requestedEntity(params: Params): Entity {
	if (params.entityTypeId === undefined) throw parameterMissing('entityTypeId');
	const entity = entityOf(params.entityTypeId);
	if (!entity) throw entityTypeNotFound();
	return entity;
}

function requestedRecord(params: Params, entity: Entity, store: Store) {
	if (params.id === undefined) throw parameterMissing('id');
	const record = store[entity.list].get(asInteger(params.id) ?? 0);
	if (!record) throw itemNotFound();
	return record;
}

function itemOf(record: CrmRecord, entity: Entity, params: Params): Params {
	return rowOf(record, columnsOf(entity, params));
}

function columnsOf({ fields, typeId }: Entity, params: Params): Columns<CrmRecord> {
	const columns = { ...itemColumns(fields), entityTypeId: () => typeId };
	const { useOriginalUfNames } = params;
	if (useOriginalUfNames !== 'Y' && useOriginalUfNames !== true) return columns;
	return renamed(columns, (name) => name.replace(/^ufCrm/, 'UF_CRM'));
}

/** User fields may be written by either of their names. */
function camelUserFields(fields: Params): Params {
	return renamed(fields, (name) => name.replace(/^UF_CRM/, 'ufCrm'));
}

function renamed<T>(all: Record<string, T>, rename: (name: string) => string): Record<string, T> {
	return Object.fromEntries(Object.entries(all).map(([name, value]) => [rename(name), value]));
}
