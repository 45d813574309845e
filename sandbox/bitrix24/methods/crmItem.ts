import { entityTypeNotFound, fieldValueNotValid, itemNotFound, parameterMissing } from '../errors';
import type { Company, Contact, Deal, Lead } from '../model';
import { asInteger, asRecord, type Params } from '../params';
import { leadFrom, webhookUserId } from '../sampleData';
import { checkItemMove, itemTarget } from '../stageRules';
import type { Store } from '../store';
import {
	clientItem,
	companyTypeId,
	contactTypeId,
	leadTypeId,
	withClientFields,
} from './clientFields';
import { dealTypeId, itemOf, withItemFields } from './dealFields';
import { filtered, ordered, page, selected } from './listing';
import type { Method, MethodAnswer } from './method';

type Client = Contact | Company | Lead;

export const itemGet: Method = (params, { store }) => {
	const client = requestedClient(params, store);
	if (client) return { result: { item: client } };
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
	const type = asInteger(params.entityTypeId) ?? 0;
	const clients = clientsOf(type, store);
	if (clients) {
		const at = clients.findIndex(({ id }) => id === asInteger(params.id));
		const client = clients[at];
		if (!client) throw itemNotFound();
		return putClient(clients, at, client, params);
	}
	const before = requestedDeal(params, store);
	const fields = asRecord(params.fields);
	const target = itemTarget(store, before, wishOf(fields));
	const after: Deal = { ...withItemFields(before, fields), ...target };
	checkItemMove(store, before, after);
	const saved = store.save(after, origin);
	portal.activity.noteDroppedStage(saved, fields.stageId, origin);
	return { result: { item: itemOf(store, saved, wantsOriginalNames(params)) } };
};

function putClient(clients: Client[], at: number, client: Client, params: Params): MethodAnswer {
	const type = asInteger(params.entityTypeId) ?? 0;
	const saved = withClientFields(client, asRecord(params.fields), type);
	clients[at] = saved;
	return { result: { item: clientItem(saved, type) } };
}

const newClients: Readonly<Record<number, (id: number) => Client>> = {
	[leadTypeId]: (id) => leadFrom({ id, assignedById: webhookUserId }),
	[contactTypeId]: (id) => ({ id, name: '', lastName: '', phones: [] }),
	[companyTypeId]: (id) => ({ id, title: `Компания #${id}`, phones: [] }),
};

/** A stage that does not fit becomes the first one of the pipeline (core [M]). */
export const itemAdd: Method = (params, { store }, origin) => {
	const type = asInteger(params.entityTypeId) ?? 0;
	const clients = clientsOf(type, store);
	const make = newClients[type];
	if (clients && make) {
		const id = Math.max(0, ...clients.map((client) => client.id)) + 1;
		return putClient(clients, clients.length, make(id), params);
	}
	checkEntityType(params);
	const fields = asRecord(params.fields);
	const wish = wishOf(fields);
	const pipeline = store.pipeline(wish.categoryId ?? 0);
	if (!pipeline) throw fieldValueNotValid('Воронка');
	const stage = pipeline.stages.find(({ id }) => id === wish.stageId) ?? pipeline.stages[0];
	const place = { categoryId: pipeline.id, stageId: stage?.id ?? '' };
	const deal = store.add((draft) => ({ ...withItemFields(draft, fields), ...place }), origin);
	return { result: { item: itemOf(store, deal, wantsOriginalNames(params)) } };
};

/** Answers with an empty list (documents of crm.item.delete [H]). */
export const itemDelete: Method = (params, { store }) => {
	store.remove(requestedDeal(params, store));
	return { result: [] };
};

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

function clientsOf(type: number, store: Store): Client[] | undefined {
	return {
		[leadTypeId]: store.leads as Client[],
		[contactTypeId]: store.contacts,
		[companyTypeId]: store.companies,
	}[type];
}

/** Deals: every type but these and the clients is one that does not exist. */
function checkEntityType(params: Params): void {
	if (params.entityTypeId === undefined) throw parameterMissing('entityTypeId');
	if (asInteger(params.entityTypeId) !== dealTypeId) throw entityTypeNotFound();
}

function wantsOriginalNames(params: Params): boolean {
	return params.useOriginalUfNames === 'Y' || params.useOriginalUfNames === true;
}
