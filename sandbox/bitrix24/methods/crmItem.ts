import { entityTypeNotFound, itemNotFound, parameterMissing } from '../errors';
import type { Company, Contact, Deal, Lead, SmartItem } from '../model';
import { asInteger, asRecord, type Params } from '../params';
import { leadStages } from '../sampleData';
import { smartItemOf, smartStages, smartTypeId } from '../smartProcess';
import { checkItemMove, itemTarget } from '../stageRules';
import type { Store } from '../store';
import { clientItem, companyTypeId, contactTypeId, leadTypeId } from './clientFields';
import { dealTypeId, itemOf, withItemFields } from './dealFields';
import { filtered, ordered, page, selected } from './listing';
import type { Method } from './method';

export const itemGet: Method = (params, { store }) => {
	const client = requestedClient(params, store);
	if (client) return { result: { item: client } };
	const smart = requestedSmartItem(params, store);
	if (smart) return { result: { item: smartItemOf(smart) } };
	const deal = requestedDeal(params, store);
	return { result: { item: itemOf(store, deal, wantsOriginalNames(params)) } };
};

/**
 * Deals, leads, contacts and companies. Of the fields that hold lists only the contacts can be
 * filtered by (documents of crm.deal.list, which send their readers here for it [H]; the others
 * [L]). A deal's contactId is its primary contact alone.
 */
export const itemList: Method = (params, portal) => {
	const all = listedItems(params, portal.store);
	const fields = Object.entries(all[0] ?? { id: 0 })
		.filter(([name, value]) => name === 'contactIds' || !Array.isArray(value))
		.map(([name]) => name);
	const found = ordered(filtered(all, params.filter, fields), params.order, fields);
	const { rows, ...paging } = page(found, params.start);
	return { result: { items: rows.map((row) => selectedFields(row, params.select)) }, ...paging };
};

function listedItems(params: Params, store: Store): Params[] {
	const type = asInteger(params.entityTypeId) ?? 0;
	const clients = clientsOf(type, store);
	if (clients) return clients.map((client) => clientItem(client, type));
	checkEntityType(params);
	return store.deals.map((deal) => itemOf(store, deal, wantsOriginalNames(params)));
}

/** All phones (`fm`) come only with `*`, not by name (bitrix24.md#phones [H]). */
function selectedFields(row: Params, select: unknown): Params {
	const names = Array.isArray(select) ? select.filter((name) => name !== 'fm') : [];
	return Array.isArray(select) && select.length > 0
		? selected(row, names.length > 0 ? names : ['id'], 'id')
		: row;
}

/**
 * Answers with the whole item, so that the caller can see where the deal really is
 * (bitrix24.md#deals [H]).
 */
export const itemUpdate: Method = (params, portal, origin) => {
	const { store } = portal;
	const other = movedOther(params, store);
	if (other) return { result: { item: other } };
	const before = requestedDeal(params, store);
	const fields = asRecord(params.fields);
	const target = itemTarget(store, before, wishOf(fields));
	const after: Deal = { ...withItemFields(before, fields), ...target };
	checkItemMove(store, before, after);
	const saved = store.save(after, origin);
	portal.activity.noteDroppedStage(saved, fields.stageId, origin);
	return { result: { item: itemOf(store, saved, wantsOriginalNames(params)) } };
};

/** A lead or a smart-process item: a stage that does not fit is dropped, as with deals (core [M]). */
function movedOther(params: Params, store: Store): Params | undefined {
	const stageId = String(asRecord(params.fields).stageId ?? '');
	const smart = requestedSmartItem(params, store);
	if (smart) {
		if (smartStages.some(({ id }) => id === stageId)) smart.stageId = stageId;
		return smartItemOf(smart);
	}
	if (asInteger(params.entityTypeId) !== leadTypeId) return undefined;
	const lead = store.leads.find(({ id }) => id === asInteger(params.id));
	if (!lead) throw itemNotFound();
	if (stageId in leadStages) lead.stageId = stageId;
	return clientItem(lead, leadTypeId);
}

function requestedSmartItem(params: Params, store: Store): SmartItem | undefined {
	if (asInteger(params.entityTypeId) !== smartTypeId) return undefined;
	const item = store.smartItems.find(({ id }) => id === asInteger(params.id));
	if (!item) throw itemNotFound();
	return item;
}

function wishOf(fields: Params) {
	const stageId = fields.stageId === undefined ? undefined : String(fields.stageId);
	return { categoryId: asInteger(fields.categoryId), stageId };
}

function requestedDeal(params: Params, store: Store): Deal {
	checkEntityType(params);
	if (params.id === undefined) throw parameterMissing('id');
	const deal = store.deal(asInteger(params.id) ?? 0);
	if (!deal) throw itemNotFound();
	return deal;
}

/** A lead, a contact or a company; undefined when another type is asked for. */
function requestedClient(params: Params, store: Store): Params | undefined {
	const type = asInteger(params.entityTypeId) ?? 0;
	const clients = clientsOf(type, store);
	if (!clients) return undefined;
	if (params.id === undefined) throw parameterMissing('id');
	const client = clients.find(({ id }) => id === asInteger(params.id));
	if (!client) throw itemNotFound();
	return clientItem(client, type);
}

function clientsOf(type: number, store: Store): readonly (Contact | Company | Lead)[] | undefined {
	return {
		[leadTypeId]: store.leads,
		[contactTypeId]: store.contacts,
		[companyTypeId]: store.companies,
	}[type];
}

/**
 * Deals only: leads, contacts and companies can be read, not updated; every other type is one that
 * does not exist.
 */
function checkEntityType(params: Params): void {
	if (params.entityTypeId === undefined) throw parameterMissing('entityTypeId');
	if (asInteger(params.entityTypeId) !== dealTypeId) throw entityTypeNotFound();
}

function wantsOriginalNames(params: Params): boolean {
	return params.useOriginalUfNames === 'Y' || params.useOriginalUfNames === true;
}
