import { entityTypeNotFound, fieldValueNotValid, itemNotFound } from '../errors';
import type { Contact, Deal, Lead } from '../model';
import { asInteger, asRecord, type Params } from '../params';
import { leadFrom, webhookUserId } from '../sampleData';
import type { Store } from '../store';
import { clientItem, contactTypeId, leadTypeId } from './clientFields';
import { dealTypeId, itemOf, withItemFields } from './dealFields';
import type { Method } from './method';

/** Fields of leads, contacts and deals that the stand-in keeps and does nothing with. */
const kept = ['sourceId', 'originatorId', 'originId'];

/**
 * Leads, contacts and deals. Answers with the whole card; a name that is no field is passed over,
 * and a stage that does not fit becomes the first of the pipeline (documents of crm.item.add [H];
 * the stage, core [M]).
 */
export const itemAdd: Method = (params, { store }, origin) => {
	const fields = asRecord(params.fields);
	const more = Object.fromEntries(Object.entries(fields).filter(([name]) => kept.includes(name)));
	const type = asInteger(params.entityTypeId) ?? 0;
	if (type === dealTypeId) {
		const place = placeOf(fields, store);
		const deal = store.add(
			(draft) => ({ ...withItemFields(draft, fields), ...place, more }),
			origin,
		);
		return { result: { item: itemOf(store, deal, false) } };
	}
	const clients = clientsOf(type, store);
	const id = Math.max(0, ...clients.map((client) => client.id)) + 1;
	const client = { ...blank(type, id), ...ownFields(fields), phones: phonesOf(fields.fm), more };
	clients.push(client);
	return { result: { item: clientItem(client, type) } };
};

/** Answers with an empty list (documents of crm.item.delete [H]). */
export const itemDelete: Method = (params, { store }) => {
	const id = asInteger(params.id) ?? 0;
	const type = asInteger(params.entityTypeId) ?? 0;
	if (type === dealTypeId) {
		const deal = store.deal(id);
		if (!deal) throw itemNotFound();
		store.remove(deal);
		return { result: [] };
	}
	const clients = clientsOf(type, store);
	const at = clients.findIndex((client) => client.id === id);
	if (at === -1) throw itemNotFound();
	clients.splice(at, 1);
	return { result: [] };
};

function clientsOf(type: number, store: Store): Array<Contact | Lead> {
	if (type === leadTypeId) return store.leads as Array<Contact | Lead>;
	if (type === contactTypeId) return store.contacts as Array<Contact | Lead>;
	throw entityTypeNotFound();
}

function blank(type: number, id: number): Contact | Lead {
	return type === leadTypeId
		? leadFrom({ id, assignedById: webhookUserId })
		: { id, name: '', lastName: '', phones: [] };
}

function ownFields(fields: Params): Params {
	const texts = ['title', 'name', 'lastName'].filter((name) => fields[name] !== undefined);
	const assignedById = asInteger(fields.assignedById);
	return {
		...Object.fromEntries(texts.map((name) => [name, String(fields[name])])),
		...(assignedById && { assignedById }),
	};
}

function phonesOf(fm: unknown): Contact['phones'] {
	return Object.values(asRecord(fm))
		.map(asRecord)
		.filter(({ typeId }) => typeId === 'PHONE')
		.map(({ valueType, value }) => ({
			type: String(valueType) as 'WORK',
			value: String(value),
		}));
}

function placeOf(fields: Params, store: Store): Pick<Deal, 'categoryId' | 'stageId'> {
	const pipeline = store.pipeline(asInteger(fields.categoryId) ?? 0);
	if (!pipeline) throw fieldValueNotValid('Воронка');
	const stage = pipeline.stages.find(({ id }) => id === fields.stageId) ?? pipeline.stages[0];
	return { categoryId: pipeline.id, stageId: stage?.id ?? '' };
}
