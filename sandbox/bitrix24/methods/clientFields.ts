import type { Company, Contact, Lead, Phone } from '../model';
import { asRecord, type Params } from '../params';
import { leadStages } from '../sampleData';
import { isWritable } from './crmFields';

/**
 * The entity types of leads, contacts and companies (bitrix24.md#clients and documents of
 * crm.item.* [H]).
 */
export const leadTypeId = 1;
export const contactTypeId = 3;
export const companyTypeId = 4;

type Client = Contact | Company | Lead;

function nameFields(client: Client): Params {
	if ('stageId' in client)
		return {
			title: client.title,
			name: client.name,
			lastName: client.lastName,
			...leadFields(client),
		};
	return 'title' in client
		? { title: client.title }
		: { name: client.name, lastName: client.lastName };
}

/** What a lead has beside: the stage and whom it became (documents of crm.item.* [H]). */
function leadFields({ stageId, contactId, companyId }: Lead): Params {
	return {
		stageId,
		stageSemanticId: leadStages[stageId] ?? 'P',
		contactId,
		companyId,
		contactIds: contactId > 0 ? [contactId] : [],
	};
}

/** Rows of the phone table have numbers of their own; these are made from the client's. */
function phoneId(client: Client, index: number): number {
	return ('title' in client ? 5000 : 1000) + client.id * 10 + index;
}

/**
 * A contact, a company or a lead as crm.item.* shows it: every phone in `fm`, and the first of each
 * kind flat beside it (bitrix24.md#clients [H]; what the flat fields hold when there is none is our
 * reading [L]).
 */
export function clientItem(client: Client, entityTypeId: number): Params {
	const first = (type: Phone['type']) =>
		client.phones.find((phone) => phone.type === type)?.value ?? null;
	return {
		id: client.id,
		...nameFields(client),
		assignedById: 'stageId' in client ? client.assignedById : 1,
		opened: 'Y',
		hasPhone: client.phones.length > 0 ? 'Y' : 'N',
		phone: client.phones[0]?.value ?? null,
		phoneWork: first('WORK'),
		phoneMobile: first('MOBILE'),
		fm: [...client.phones.map(rowOf('PHONE')), ...(client.emails ?? []).map(rowOf('EMAIL'))],
		...client.more,
		entityTypeId,
	};

	function rowOf(typeId: string) {
		const first = typeId === 'PHONE' ? 0 : client.phones.length;
		return ({ type, value }: Phone, index: number) => ({
			id: phoneId(client, first + index),
			typeId,
			valueType: type,
			value,
		});
	}
}

/** A form has texts only. */
function alike(before: unknown, value: unknown): unknown {
	return typeof before === 'number' ? Number(value) : String(value);
}

/**
 * What a write makes of a client: names that are not fields are passed over, and each row of `fm`
 * under a key that is no number is added (bitrix24.md#phones [H]).
 */
export function withClientFields<T extends Client>(client: T, fields: Params, type: number): T {
	const { fm, ...others } = fields;
	const known = Object.entries(others).filter(([name]) => isWritable(type, name));
	const own = known.filter(([name]) => name in client);
	const more = known.filter(([name]) => !(name in client));
	const rows = Object.values(asRecord(fm)).map(asRecord);
	const added = (typeId: string) =>
		rows
			.filter((row) => row.typeId === typeId)
			.map((row) => ({ type: String(row.valueType), value: String(row.value) }));
	return {
		...client,
		...Object.fromEntries(
			own.map(([name, value]) => [name, alike(client[name as keyof T], value)]),
		),
		more: { ...client.more, ...Object.fromEntries(more) },
		phones: [...client.phones, ...added('PHONE')],
		emails: [...(client.emails ?? []), ...added('EMAIL')],
	};
}

/**
 * The same for the frozen twins: upper case, every value a string, and no PHONE at all when there
 * is none (bitrix24.md#clients [H]).
 */
export function frozenClient(client: Contact | Company): Params {
	const phones = client.phones.map(({ type, value }, index) => ({
		ID: String(phoneId(client, index)),
		VALUE_TYPE: type,
		VALUE: value,
		TYPE_ID: 'PHONE',
	}));
	const names =
		'title' in client ? { TITLE: client.title } : { NAME: client.name, LAST_NAME: client.lastName };
	return {
		ID: String(client.id),
		...names,
		ASSIGNED_BY_ID: '1',
		HAS_PHONE: phones.length > 0 ? 'Y' : 'N',
		...(phones.length > 0 ? { PHONE: phones } : {}),
	};
}
