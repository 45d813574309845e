import { z } from 'zod';

import { valueOf } from '../attempt';
import { newId as id, wholeList } from '../list';
import type { CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';
import type { CallToLog } from './callActivity';
import { listItems } from './crmItem';
import type { CrmType } from './crmTypes';
import { readDeal, readLinks } from './deal';
import { Bitrix24Error } from './errors';
import { findByPhone, readFoundIds } from './findByPhone';
import type { Params } from './formBody';
import { getSubject, type Subject } from './subject';

/** Where a call belongs in the CRM. */
export interface CallOwner {
	dealId: number | null;
	/** Of a call that belongs to no deal and to a lead. */
	leadId: number | null;
	contactId: number | null;
	companyId: number | null;
	/** The item of a smart process, of a call that belongs to one. */
	item?: { entityTypeId: number; id: number };
}

/** Where to look: in a deal or another record, or by the client's phone number in E.164. */
export type OwnerWish = { record: Subject } | { phone: string };

/** Before anything is known. */
export const NOBODY: CallOwner = { dealId: null, leadId: null, contactId: null, companyId: null };

const CLIENT_TYPES = ['contact', 'company', 'lead'] as const;
type Clients = Record<(typeof CLIENT_TYPES)[number], number[]>;

/** The commands that find the owner, or whose the number is. */
export function getOwner(wish: OwnerWish): Command[] {
	return 'record' in wish
		? [getSubject(wish.record)]
		: CLIENT_TYPES.map((type) => findByPhone(type, wish.phone));
}

/**
 * The commands that find what goes on with those whose the number is; none where nothing has to be
 * asked. `outcomes`: what came of getOwner. They name the clients, since a condition by a reference
 * to an empty answer is dropped by Bitrix24 (docs/protocols/bitrix24.md#lists). Throws what
 * Bitrix24 answered instead.
 */
export function getOpenWork(wish: OwnerWish, outcomes: readonly CommandOutcome[]): Command[] {
	return 'record' in wish ? [] : questions(readClients(outcomes)).map(({ command }) => command);
}

/**
 * What came of getOwner and getOpenWork; undefined when the number is not in the CRM. What somebody
 * would look at first: the newest open deal of a contact, or else of a company; a lead that is
 * worked on; the contact, the company, a lead of the past. Throws what Bitrix24 answered instead.
 */
export function readOwner(
	wish: OwnerWish,
	outcomes: readonly CommandOutcome[],
	openWork: readonly CommandOutcome[],
): CallOwner | undefined {
	if ('record' in wish) return ofRecord(wish.record, valueOf(outcomes[0]));
	const clients = readClients(outcomes);
	const asked = questions(clients).map(({ about }, i) => ({ about, outcome: openWork[i] }));
	const of = (...wanted: Question['about'][]) =>
		asked.filter(({ about }) => wanted.includes(about)).map(({ outcome }) => outcome);
	const leads = of('leads').flatMap(readLeads);
	const [openLead, lead] = [leads.find(({ isOpen }) => isOpen), leads[0]];
	return (
		newestOfContacts(
			[...of('contacts'), ...of('further contacts').filter(couldFilter)],
			clients.contact,
		) ??
		newestOfCompanies(of('companies'), clients.company) ??
		(openLead && { ...NOBODY, leadId: openLead.id }) ??
		first(clients.contact, (contactId) => ({ ...NOBODY, contactId })) ??
		first(clients.company, (companyId) => ({ ...NOBODY, companyId })) ??
		(lead && { ...NOBODY, leadId: lead.id })
	);
}

const recordSchema = z.object({ item: z.object({ id }).passthrough() });

function ofRecord({ kind, entityTypeId }: Subject, result: unknown): CallOwner {
	if (kind === 'deal') return linksOf(readDeal(result));
	const { item } = recordSchema.parse(result);
	const { contactId, companyId } = linksOf(item);
	const clients = { ...NOBODY, contactId, companyId };
	return kind === 'lead'
		? { ...clients, leadId: item.id }
		: { ...clients, item: { entityTypeId, id: item.id } };
}

/** The object that owns the activity, and whom the call was with. */
export function bindingOf({
	dealId,
	leadId,
	contactId,
	companyId,
	item,
}: CallOwner): Pick<CallToLog, 'owner' | 'with'> {
	const [deal, lead, contact, company] = [
		bound('deal', dealId),
		bound('lead', leadId),
		bound('contact', contactId),
		bound('company', companyId),
	];
	const other = item && { type: item.entityTypeId, id: item.id };
	const client = contact ?? company ?? lead ?? deal ?? other;
	const owner = deal ?? other ?? lead ?? client;
	if (owner === undefined || client === undefined) throw new Error('A call belongs to nothing');
	return { owner, with: client };
}

function bound(type: CrmType, id: number | null): { type: CrmType; id: number } | undefined {
	return id === null ? undefined : { type, id };
}

function first(ids: readonly number[], make: (id: number) => CallOwner): CallOwner | undefined {
	return ids.length > 0 ? make(ids[0]) : undefined;
}

function readClients(outcomes: readonly CommandOutcome[]): Clients {
	const found = CLIENT_TYPES.map((type, i) => [type, readFoundIds(type, outcomes[i])]);
	return Object.fromEntries(found) as Clients;
}

interface Question {
	about: 'contacts' | 'further contacts' | 'companies' | 'leads';
	command: Command;
}

/** A deal's contactId is its primary contact; its further ones are in contactIds alone. */
function questions({ contact, company, lead }: Clients): Question[] {
	const ofContacts: Question[] = [
		{ about: 'contacts', command: listOpenDeals({ '@contactId': contact }) },
		{ about: 'further contacts', command: listOpenDeals({ '@contactIds': contact }) },
	];
	return [
		...(contact.length > 0 ? ofContacts : []),
		...(company.length > 0
			? [{ about: 'companies', command: listOpenDeals({ '@companyId': company }) } as const]
			: []),
		...(lead.length > 0 ? [{ about: 'leads', command: listLeads(lead) } as const] : []),
	];
}

/** Templates of recurring deals are in the list too, unless they are kept out of it. */
function listOpenDeals(clients: Params): Command {
	const filter: Params = { ...clients, stageSemanticId: 'P', isRecurring: 'N' };
	const select = ['id', 'contactId', 'contactIds', 'companyId'];
	return listItems('deal', { order: { id: 'DESC' }, filter, select });
}

function listLeads(leadIds: number[]): Command {
	const select = ['id', 'stageSemanticId'];
	return listItems('lead', { order: { id: 'DESC' }, filter: { '@id': leadIds }, select });
}

/** Whether the portal's version can look for further contacts; if not, the primary ones have to do. */
function couldFilter(outcome: CommandOutcome): boolean {
	return !(
		'error' in outcome &&
		outcome.error instanceof Bitrix24Error &&
		outcome.error.code === 'INVALID_ARG_VALUE'
	);
}

const dealsSchema = z.object({ items: wholeList(z.object({ id }).passthrough()) });
type ListedDeal = z.infer<typeof dealsSchema>['items'][number];

function readNewest(
	outcomes: readonly CommandOutcome[],
	isOwn: (deal: ListedDeal) => boolean,
): ListedDeal | undefined {
	const own = outcomes
		.flatMap((outcome) => dealsSchema.parse(valueOf(outcome)).items)
		.filter(isOwn);
	return own.sort((a, b) => b.id - a.id)[0];
}

/** With the contact whose the number is, which may be another than the deal's primary one. */
function newestOfContacts(
	outcomes: readonly CommandOutcome[],
	contactIds: readonly number[],
): CallOwner | undefined {
	const callerOf = (deal: ListedDeal) => {
		const { contactId, contactIds: further } = readLinks(deal);
		return [contactId, ...further].find((one) => contactIds.includes(one));
	};
	const deal = readNewest(outcomes, (one) => callerOf(one) !== undefined);
	return deal && { ...linksOf(deal), contactId: callerOf(deal) ?? null };
}

/** With the company: the deal's contact has another number. */
function newestOfCompanies(
	outcomes: readonly CommandOutcome[],
	companyIds: readonly number[],
): CallOwner | undefined {
	const deal = readNewest(outcomes, (one) => companyIds.includes(readLinks(one).companyId));
	return deal && { ...linksOf(deal), contactId: null };
}

const leadsSchema = z.object({
	items: wholeList(z.object({ id, stageSemanticId: z.string().nullish() })),
});

/** The newest first. */
function readLeads(outcome: CommandOutcome): Array<{ id: number; isOpen: boolean }> {
	const leads = leadsSchema.parse(valueOf(outcome)).items.sort((a, b) => b.id - a.id);
	return leads.map(({ id: leadId, stageSemanticId }) => ({
		id: leadId,
		isOpen: (stageSemanticId ?? 'P') === 'P',
	}));
}

function linksOf(deal: { id: number }): CallOwner {
	const { contactId, companyId } = readLinks(deal);
	return {
		dealId: deal.id,
		leadId: null,
		contactId: contactId || null,
		companyId: companyId || null,
	};
}
