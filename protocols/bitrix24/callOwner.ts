import { z } from 'zod';

import { resultOf, type CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';
import type { CallToLog, OwnerType } from './callActivity';
import { DEAL, getDeal, readDeal, readLinks } from './deal';
import { Reference, type Params } from './formBody';

/** Where a call belongs in the CRM. */
export interface CallOwner {
	dealId: number | null;
	contactId: number | null;
	companyId: number | null;
}

/** Where to look: in a deal, or by the client's phone number in E.164. */
export type OwnerWish = { dealId: number } | { phone: string };

/** The commands that find the owner. */
export function getOwner(wish: OwnerWish): Command[] {
	if ('dealId' in wish) return [getDeal(wish.dealId)];
	const clients = findClients(wish.phone);
	return [clients, listOpenDeals('contactId', new Reference(clients, ['CONTACT'])), listOpenDeals('companyId', new Reference(clients, ['COMPANY']))];
}

/** What came of getOwner; undefined when the number is not in the CRM. Throws what Bitrix24 answered instead. */
export function readOwner(wish: OwnerWish, outcomes: readonly CommandOutcome[]): CallOwner | undefined {
	if ('dealId' in wish) return linksOf(readDeal(resultOf(outcomes[0])));
	const { contacts, companies } = readClients(resultOf(outcomes[0]));
	if (contacts.length > 0) {
		const deal = newestDeal(outcomes[1], 'contactId', contacts);
		return deal ?? { dealId: null, contactId: contacts[0], companyId: null };
	}
	if (companies.length > 0) {
		const deal = newestDeal(outcomes[2], 'companyId', companies);
		return deal ?? { dealId: null, contactId: null, companyId: companies[0] };
	}
	return undefined;
}

/** The object that owns the activity, and whom the call was with. */
export function bindingOf({ dealId, contactId, companyId }: CallOwner): Pick<CallToLog, 'owner' | 'with'> {
	const [deal, contact, company] = [bound('deal', dealId), bound('contact', contactId), bound('company', companyId)];
	const client = contact ?? company ?? deal;
	const owner = deal ?? client;
	if (owner === undefined || client === undefined) throw new Error('A call belongs to nothing');
	return { owner, with: client };
}

function bound(type: OwnerType, id: number | null): { type: OwnerType; id: number } | undefined {
	return id === null ? undefined : { type, id };
}

/** Contacts and companies with a phone number, however it is written there (reference/bitrix24-rest.md, section 2.6). */
function findClients(phone: string): Command {
	return { method: 'crm.duplicate.findbycomm', params: { type: 'PHONE', values: [phone] } };
}

const ids = z.array(z.coerce.number().int().positive()).optional().default([]);
// PHP writes an empty map as [].
const clientsSchema = z.union([z.array(z.never()).transform(() => ({})), z.record(z.unknown())]).pipe(z.object({ CONTACT: ids, COMPANY: ids }));

function readClients(result: unknown): { contacts: number[]; companies: number[] } {
	const { CONTACT: contacts, COMPANY: companies } = clientsSchema.parse(result);
	return { contacts, companies };
}

function listOpenDeals(field: 'contactId' | 'companyId', clientIds: Reference): Command {
	// Templates of recurring deals are in every list otherwise.
	const filter: Params = { [`@${field}`]: clientIds, stageSemanticId: 'P', isRecurring: 'N' };
	const select = ['id', 'contactId', 'companyId'];
	return { method: 'crm.item.list', params: { entityTypeId: DEAL, order: { id: 'DESC' }, filter, select } };
}

const dealsSchema = z.object({ items: z.array(z.object({ id: z.coerce.number().int().positive() }).passthrough()) });

/** A reference to nothing may have found anybody's deals: only the clients' own count. */
function newestDeal(outcome: CommandOutcome, field: 'contactId' | 'companyId', clientIds: number[]): CallOwner | undefined {
	const own = dealsSchema.parse(resultOf(outcome)).items.filter((deal) => clientIds.includes(readLinks(deal)[field]));
	const newest = own.sort((a, b) => b.id - a.id)[0];
	return newest && linksOf(newest);
}

function linksOf(deal: { id: number }): CallOwner {
	const { contactId, companyId } = readLinks(deal);
	return { dealId: deal.id, contactId: contactId || null, companyId: companyId || null };
}
