import { z } from 'zod';

import { valueOf } from '../attempt';
import { id, text } from '../list';
import { digitsOf } from '../mangoOffice/phone';
import type { CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';
import { readClient, type Client, type ClientType } from './clients';
import { getItem } from './crmItem';
import { readDeal, readLinks } from './deal';
import { isNotFound } from './errors';
import { Reference } from './formBody';
import type { NamedOutcomes } from './namedCommands';
import { choosePhone, isForVoice, type Phone } from './phones';
import { getSubject, type Subject } from './subject';
import { getUser, readUsers, type User } from './users';

/** Whose phones can be taken: a lead has its own. */
export type PhoneSource = ClientType | 'lead';

/** A phone of the contact, the company or the lead. */
export type ClientPhone = Phone & { from: PhoneSource };

type TargetClient = Omit<Client, 'type'> & { type: PhoneSource };

/** Whom a callback is between: the client with a phone, and the employee who is responsible. */
export interface CallTarget {
	/** The deal, or what else it is about. */
	record: TargetRecord;
	/** The lead or the contact whose phone it is; else the lead, the primary contact, or the company. */
	client?: TargetClient;
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
 * The commands for one deal or other record, to be run in one batch: itself, and what it refers to.
 * Its contactId is its primary contact. Source: docs/protocols/bitrix24.md#clients and #batch.
 */
export function getCallTarget(subject: Subject) {
	const record = getSubject(subject);
	const its = (field: string) => new Reference(record, ['item', field]);
	return {
		record,
		contact: getItem('contact', its('contactId')),
		company: getItem('company', its('companyId')),
		responsible: getUser(its('assignedById')),
	};
}

/** What came of getCallTarget. */
export type CallTargetTold = NamedOutcomes<ReturnType<typeof getCallTarget>>;

// A lead is in no pipeline; where a record stands is not worth losing whom to call.
const otherSchema = z.object({
	item: z.object({ id, title: text, categoryId: id.catch(0), stageId: text }).passthrough(),
});

type TargetRecord = z.infer<typeof otherSchema>['item'];

function readRecord({ kind }: Subject, { record }: CallTargetTold): TargetRecord {
	return kind === 'deal' ? readDeal(valueOf(record)) : otherSchema.parse(valueOf(record)).item;
}

/** The client that the record itself is. */
function readOwn(subject: Subject, told: CallTargetTold): TargetClient[] {
	if (subject.kind !== 'lead') return [];
	const person = readClient('contact', valueOf(told.record));
	const name = person.name || readRecord(subject, told).title;
	return [{ ...person, name, type: 'lead' }];
}

/**
 * The commands for the further contacts, where neither the record itself nor its primary contact has
 * a phone that somebody would answer; mostly none. Throws as readCallTarget does.
 */
export function getFurtherContacts(
	subject: Subject,
	told: CallTargetTold,
	wish: PhoneWish,
): Command[] {
	const { contactId, contactIds } = readLinks(readRecord(subject, told));
	if (voicePhoneOf(readOwn(subject, told), wish)) return [];
	const contact = linkedClient('contact', contactId, told.contact);
	if (contact && voicePhoneOf([contact], wish)) return [];
	return contactIds.filter((one) => one !== contactId).map((one) => getItem('contact', one));
}

/**
 * What came of getCallTarget and getFurtherContacts. A lead's own phone is taken first, then one of
 * the primary contact, then one of the further contacts in their order, then one of the company.
 * Throws what Bitrix24 answered in place of something that is needed.
 */
export function readCallTarget(
	subject: Subject,
	told: CallTargetTold,
	further: readonly CommandOutcome[],
	wish: PhoneWish,
): CallTarget {
	const record = readRecord(subject, told);
	const clients = readClients(subject, record, told, further, wish);
	const chosen = voicePhoneOf(clients, wish) ?? phoneOf(clients, wish);
	return {
		record,
		client: chosen && chosen.client.type !== 'company' ? chosen.client : clients[0],
		phone: chosen?.phone,
		useless: chosen ? [] : clients.flatMap(phonesOf),
		responsible: responsibleOf(readLinks(record).assignedById, told.responsible),
	};
}

/** In the order in which their phones are taken. With a phone it does not matter whether the next may be read. */
function readClients(
	subject: Subject,
	record: TargetRecord,
	told: CallTargetTold,
	further: readonly CommandOutcome[],
	wish: PhoneWish,
): TargetClient[] {
	const { contactId, contactIds, companyId } = readLinks(record);
	const own = readOwn(subject, told);
	if (voicePhoneOf(own, wish)) return own;
	const furtherIds = contactIds.filter((one) => one !== contactId);
	const contacts = [
		linkedClient('contact', contactId, told.contact),
		...further.map((outcome, i) => linkedClient('contact', furtherIds[i], outcome)),
	].filter((client) => client !== undefined);
	if (voicePhoneOf(contacts, wish)) return [...own, ...contacts];
	const company = linkedClient('company', companyId, told.company);
	return [...own, ...contacts, ...(company ? [company] : [])];
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

type Chosen = { client: TargetClient; phone: ClientPhone };

/** The first client's who has one that somebody answers. */
function voicePhoneOf(clients: readonly TargetClient[], wish: PhoneWish): Chosen | undefined {
	return firstOf(clients, (client) => phonesOf(client).filter(isForVoice), wish);
}

/** The same with those that nobody does. */
function phoneOf(clients: readonly TargetClient[], wish: PhoneWish): Chosen | undefined {
	return firstOf(clients, phonesOf, wish);
}

function firstOf(
	clients: readonly TargetClient[],
	choiceOf: (client: TargetClient) => ClientPhone[],
	{ preferredType, country }: PhoneWish,
): Chosen | undefined {
	const canBeDialled = (value: string) => digitsOf(value, country) !== undefined;
	for (const client of clients) {
		const phone = choosePhone(choiceOf(client), preferredType, canBeDialled);
		if (phone) return { client, phone };
	}
	return undefined;
}

function phonesOf({ phones, type }: TargetClient): ClientPhone[] {
	return phones.map((phone) => ({ ...phone, from: type }));
}

/** A dismissed employee has no extension any more, whatever the card says. */
function responsibleOf(id: number, outcome: CommandOutcome): CallTarget['responsible'] {
	if (id === 0) return undefined;
	const user = readUsers(valueOf(outcome)).find((one) => one.id === id);
	return { id, name: user?.name ?? '', extension: user?.active ? user.extension : null };
}
