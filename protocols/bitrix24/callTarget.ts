import { valueOf } from '../attempt';
import { digitsOf } from '../mangoOffice/phone';
import type { CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';
import { readClient, type Client, type ClientType } from './clients';
import { getItem } from './crmItem';
import { getDeal, readDeal, readLinks, type Deal } from './deal';
import { isNotFound } from './errors';
import { Reference } from './formBody';
import type { NamedOutcomes } from './namedCommands';
import { choosePhone, isForVoice, type Phone } from './phones';
import { getUser, readUsers, type User } from './users';

/** A phone of the contact or the company. */
export type ClientPhone = Phone & { from: ClientType };

/** Whom a deal's callback is between: the client with a phone, and the employee who is responsible for the deal. */
export interface CallTarget {
	deal: Deal;
	/** The contact whose phone it is; else the deal's primary contact, or its company when it has no contact. */
	client?: Client;
	/** The first that can be dialled. */
	phone?: ClientPhone;
	/** All that are on the cards, when none can be dialled. */
	useless: ClientPhone[];
	responsible?: Pick<User, 'id' | 'name' | 'extension'>;
}

export interface PhoneWish {
	/** The type of phone that is taken first. */
	preferredType: string;
	/** The country of numbers without a country code (ISO code). */
	country: string;
}

/**
 * The commands for one deal, to be run in one batch: the deal, and what it refers to. A deal's
 * contactId is its primary contact. Source: docs/protocols/bitrix24.md#clients and #batch.
 */
export function getCallTarget(dealId: number) {
	const deal = getDeal(dealId);
	const its = (field: string) => new Reference(deal, ['item', field]);
	return {
		deal,
		contact: getItem('contact', its('contactId')),
		company: getItem('company', its('companyId')),
		responsible: getUser(its('assignedById')),
	};
}

/** What came of getCallTarget. */
export type CallTargetTold = NamedOutcomes<ReturnType<typeof getCallTarget>>;

/**
 * The commands for the deal's further contacts, where its primary one has no phone that somebody
 * would answer; mostly none. Throws as readCallTarget does.
 */
export function getFurtherContacts(told: CallTargetTold, wish: PhoneWish): Command[] {
	const { contactId, contactIds } = readLinks(readDeal(valueOf(told.deal)));
	const contact = linkedClient('contact', contactId, told.contact);
	if (contact && voicePhoneOf([contact], wish)) return [];
	return contactIds.filter((id) => id !== contactId).map((id) => getItem('contact', id));
}

/**
 * What came of getCallTarget and getFurtherContacts. A phone of the primary contact is taken first,
 * then one of the further contacts in their order, then one of the company. Throws what Bitrix24
 * answered in place of something that is needed.
 */
export function readCallTarget(
	told: CallTargetTold,
	further: readonly CommandOutcome[],
	wish: PhoneWish,
): CallTarget {
	const deal = readDeal(valueOf(told.deal));
	const { contactId, contactIds, companyId, assignedById } = readLinks(deal);
	const furtherIds = contactIds.filter((id) => id !== contactId);
	const contacts = [
		linkedClient('contact', contactId, told.contact),
		...further.map((outcome, i) => linkedClient('contact', furtherIds[i], outcome)),
	].filter((client) => client !== undefined);
	// With a phone of a contact it does not matter whether the company may be read.
	const company = voicePhoneOf(contacts, wish)
		? undefined
		: linkedClient('company', companyId, told.company);
	const clients = company ? [...contacts, company] : contacts;
	const chosen = voicePhoneOf(clients, wish) ?? phoneOf(clients, wish);
	return {
		deal,
		client: chosen?.client.type === 'contact' ? chosen.client : clients[0],
		phone: chosen?.phone,
		useless: chosen ? [] : clients.flatMap(phonesOf),
		responsible: responsibleOf(assignedById, told.responsible),
	};
}

/**
 * Undefined when the deal has none, or has one that was deleted. A reference to nothing may have been taken for
 * anything, so the answer counts only when it has the deal's own number.
 */
function linkedClient(type: ClientType, id: number, outcome: CommandOutcome): Client | undefined {
	if (id === 0 || ('error' in outcome && isNotFound(outcome.error))) return undefined;
	const client = readClient(type, valueOf(outcome));
	if (client.id !== id)
		throw new Error(
			`Bitrix24 answered with ${type} ${client.id} in place of the deal's ${type} ${id}`,
		);
	return client;
}

type Chosen = { client: Client; phone: ClientPhone };

/** The first client's who has one that somebody answers. */
function voicePhoneOf(clients: readonly Client[], wish: PhoneWish): Chosen | undefined {
	return firstOf(clients, (client) => phonesOf(client).filter(isForVoice), wish);
}

/** The same with those that nobody does. */
function phoneOf(clients: readonly Client[], wish: PhoneWish): Chosen | undefined {
	return firstOf(clients, phonesOf, wish);
}

function firstOf(
	clients: readonly Client[],
	choiceOf: (client: Client) => ClientPhone[],
	{ preferredType, country }: PhoneWish,
): Chosen | undefined {
	const canBeDialled = (value: string) => digitsOf(value, country) !== undefined;
	for (const client of clients) {
		const phone = choosePhone(choiceOf(client), preferredType, canBeDialled);
		if (phone) return { client, phone };
	}
	return undefined;
}

function phonesOf({ phones, type }: Client): ClientPhone[] {
	return phones.map((phone) => ({ ...phone, from: type }));
}

/** A dismissed employee has no extension any more, whatever the card says. */
function responsibleOf(id: number, outcome: CommandOutcome): CallTarget['responsible'] {
	if (id === 0) return undefined;
	const user = readUsers(valueOf(outcome)).find((one) => one.id === id);
	return { id, name: user?.name ?? '', extension: user?.active ? user.extension : null };
}
