import { resultOf, type CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';
import { getClient, readClient, type Client, type ClientType } from './clients';
import { getDeal, readDeal, readLinks, type Deal } from './deal';
import { isNotFound } from './errors';
import { Reference } from './formBody';
import { choosePhone, type Phone } from './phones';
import { getUser, readUsers, type User } from './users';

/** Whom a deal's callback is between: the client with a phone, and the employee who is responsible for the deal. */
export interface CallTarget {
	deal: Deal;
	/** The deal's primary contact, or its company when it has no contact. */
	client?: Client;
	phone?: Phone & { from: ClientType };
	responsible?: Pick<User, 'id' | 'name' | 'extension'>;
}

/**
 * The commands for one deal, to be run in one batch: the deal, and what it refers to. A deal's contactId is its
 * primary contact. Source: reference/bitrix24-rest.md, sections 2.6 and 3.3.
 */
export function getCallTarget(dealId: number): Command[] {
	const deal = getDeal(dealId);
	const its = (field: string) => new Reference(deal, ['item', field]);
	return [deal, getClient('contact', its('contactId')), getClient('company', its('companyId')), getUser(its('assignedById'))];
}

/** What came of getCallTarget. Throws what Bitrix24 answered in place of something that is needed. */
export function readCallTarget(outcomes: readonly CommandOutcome[], preferredType: string): CallTarget {
	const deal = readDeal(resultOf(outcomes[0]));
	const { contactId, companyId, assignedById } = readLinks(deal);
	const contact = linkedClient('contact', contactId, outcomes[1]);
	const ofContact = phoneOf(contact, preferredType);
	// With a phone of the contact it does not matter whether the company may be read.
	const company = ofContact ? undefined : linkedClient('company', companyId, outcomes[2]);
	return {
		deal,
		client: contact ?? company,
		phone: ofContact ?? phoneOf(company, preferredType),
		responsible: responsibleOf(assignedById, outcomes[3]),
	};
}

/**
 * Undefined when the deal has none, or has one that was deleted. A reference to nothing may have been taken for
 * anything, so the answer counts only when it has the deal's own number.
 */
function linkedClient(type: ClientType, id: number, outcome: CommandOutcome): Client | undefined {
	if (id === 0 || ('error' in outcome && isNotFound(outcome.error))) return undefined;
	const client = readClient(type, resultOf(outcome));
	if (client.id !== id) throw new Error(`Bitrix24 answered with ${type} ${client.id} in place of the deal's ${type} ${id}`);
	return client;
}

function phoneOf(client: Client | undefined, preferredType: string): CallTarget['phone'] {
	const phone = client && choosePhone(client.phones, preferredType);
	return phone && client ? { ...phone, from: client.type } : undefined;
}

/** A dismissed employee has no extension any more, whatever the card says. */
function responsibleOf(id: number, outcome: CommandOutcome): CallTarget['responsible'] {
	if (id === 0) return undefined;
	const user = readUsers(resultOf(outcome)).find((one) => one.id === id);
	return { id, name: user?.name ?? '', extension: user?.active ? user.extension : null };
}
