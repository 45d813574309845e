import type { Company, Contact, Lead, Phone } from '../model';
import type { Params } from '../params';
import { leadStages } from '../sampleData';

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
		fm: client.phones.map(({ type, value }, index) => ({
			id: phoneId(client, index),
			typeId: 'PHONE',
			valueType: type,
			value,
		})),
		originatorId: null,
		originId: null,
		...client.more,
		entityTypeId,
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
