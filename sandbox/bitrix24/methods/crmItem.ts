import { contacts, deals, entityOf, leads, type CrmRecord, type Entity } from '../entities';
import {
	entityTypeNotFound,
	entityTypeNotSupported,
	fieldValueNotValid,
	itemNotFound,
	parameterMissing,
} from '../errors';
import { itemColumns, rowOf, withFields, type Columns } from '../fields';
import type { Deal, Origin } from '../model';
import { asInteger, asRecord, type Params } from '../params';
import { userFields } from '../sampleData';
import { checkMove, itemTarget } from '../stageRules';
import { pipelineOf } from '../stages';
import type { StageHistoryEntry, Store } from '../store';
import { portalTime } from '../timeBlock';
import { listed, readKey } from './listing';
import type { Method, Methods, Portal } from './method';

const columns: Columns<StageHistoryEntry> = {
	ID: ({ id }) => id,
	TYPE_ID: ({ typeId }) => typeId,
	OWNER_ID: ({ dealId }) => dealId,
	CREATED_TIME: ({ time }) => portalTime(time),
	CATEGORY_ID: ({ categoryId }) => categoryId,
	STAGE_SEMANTIC_ID: ({ semantics }) => semantics,
	STAGE_ID: ({ stageId }) => stageId,
};

export const itemMethods: Methods = {
	'crm.item.get': item((entity, params, { store }) => requestedRecord(params, entity, store)),

	/**
	 * Deals, leads, contacts and companies. Of the fields that hold lists only the contacts can be
	 * filtered by (documents of crm.deal.list, which send their readers here for it [H]; the others
	 * [L]). A deal's contactId is its primary contact alone.
	 */
	'crm.item.list': (params, { store }) => {
		const entity = requestedEntity(params);
		const columns = columnsOf(entity, params);
		const usable = Object.keys(columns).filter((name) => !['fm', 'observers'].includes(name));
		const query = {
			...params,
			filter: withFlags(asRecord(params.filter)),
			select: selectable(params.select),
		};
		const { result: items, ...paging } = listed(store.of(entity).all, columns, query, usable);
		return { result: { items }, ...paging };
	},

	'crm.item.update': item((entity, params, portal, origin) => {
		const before = requestedRecord(params, entity, portal.store);
		const fields = camelUserFields(asRecord(params.fields));
		if (entity === deals) return updatedDeal(before as Deal, fields, portal, origin);
		return portal.store.of(entity).put(withFields(before, entity.fields, fields));
	}),

	'crm.item.add': item((entity, params, { store }, origin) => {
		const fields = camelUserFields(asRecord(params.fields));
		if (entity === deals) return addedDeal(fields, store, origin);
		const records = store.of(entity);
		return records.put(withFields(entity.blank(records.nextId), entity.fields, fields));
	}),

	/** Answers with an empty list (documents of crm.item.delete [H]). */
	'crm.item.delete': (params, { store }) => {
		const entity = requestedEntity(params);
		if (![leads, deals, contacts].some((one) => one.typeId === entity.typeId))
			throw entityTypeNotFound();
		const record = requestedRecord(params, entity, store);
		if (entity === deals) store.remove(record as Deal);
		else store.of(entity).delete(record.id);
		return { result: [] };
	},

	/** Where a deal has been, and when; never who moved it (bitrix24.md#stage-history [H]). */
	'crm.stagehistory.list': (params, { store }) => {
		const type = asInteger(params.entityTypeId) ?? 0;
		if (type !== deals.typeId) throw entityTypeNotSupported(type);
		const { result: items, ...paging } = listed(store.history, columns, params);
		return { result: { items }, ...paging };
	},
};

/**
 * A method that answers with the whole item, so that the caller can see where the deal really is
 * (bitrix24.md#deals [H]).
 */
function item(
	act: (entity: Entity, params: Params, portal: Portal, origin: Origin) => CrmRecord,
): Method {
	return (params, portal, origin) => {
		const entity = requestedEntity(params);
		const record = act(entity, params, portal, origin);
		return { result: { item: rowOf(record, columnsOf(entity, params)) } };
	};
}

/**
 * A custom flag is looked for by 1 and 0, though it shows Y and N (documents of crm.item.list [H]);
 * by these nothing is found [L].
 */
function withFlags(filter: Params): Params {
	const entries = Object.entries(filter).map(([key, wanted]) => {
		if (/^\d+$/.test(key)) return [key, withFlags(asRecord(wanted))];
		const { field } = readKey(key);
		const isFlag = userFields[field.replace(/^ufCrm/, 'UF_CRM')]?.type === 'boolean';
		const shown = (one: unknown) => ({ 1: 'Y', 0: 'N' })[String(one)] ?? 'neither';
		return [key, isFlag ? [wanted].flat().map(shown) : wanted];
	});
	return Object.fromEntries(entries) as Params;
}

/** All phones (`fm`) come only with `*`, not by name (bitrix24.md#phones [H]). */
function selectable(select: unknown): unknown {
	if (!Array.isArray(select) || select.length === 0) return undefined;
	return ['id', ...select.filter((name) => name !== 'fm')];
}

function updatedDeal(before: Deal, fields: Params, portal: Portal, origin: Origin): Deal {
	const stageId = fields.stageId === undefined ? undefined : String(fields.stageId);
	const target = itemTarget(before, { categoryId: asInteger(fields.categoryId), stageId });
	const after = { ...withFields(before, deals.fields, fields), ...target };
	checkMove(before, after);
	const saved = portal.store.save(after, origin);
	portal.activity.noteDroppedStage(saved, stageId, origin);
	return saved;
}

/** A stage that does not fit becomes the first one of the pipeline (core [M]). */
function addedDeal(fields: Params, store: Store, origin: Origin): Deal {
	const pipeline = pipelineOf(asInteger(fields.categoryId) ?? 0);
	if (!pipeline) throw fieldValueNotValid('Воронка');
	const stage = pipeline.stages.find(({ id }) => id === fields.stageId) ?? pipeline.stages[0];
	const place = { categoryId: pipeline.id, stageId: stage?.id ?? '' };
	const fill = (blank: Deal) => ({ ...withFields(blank, deals.fields, fields), ...place });
	return store.add(fill, origin);
}

function requestedEntity(params: Params): Entity {
	if (params.entityTypeId === undefined) throw parameterMissing('entityTypeId');
	const entity = entityOf(params.entityTypeId);
	if (!entity) throw entityTypeNotFound();
	return entity;
}

function requestedRecord(params: Params, entity: Entity, store: Store) {
	if (params.id === undefined) throw parameterMissing('id');
	const record = store.of(entity).get(asInteger(params.id) ?? 0);
	if (!record) throw itemNotFound();
	return record;
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
