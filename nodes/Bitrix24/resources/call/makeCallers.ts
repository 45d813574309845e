import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import {
	addCard,
	deleteCard,
	listCards,
	listDealsOfContact,
	phoneOfCard,
	readCardId,
	readCards,
	readDealsOfContact,
	type CardType,
	type ClientCard,
} from '../../../../protocols/bitrix24/callerCards';
import { NOBODY, type CallOwner } from '../../../../protocols/bitrix24/callOwner';
import type { Params } from '../../../../protocols/bitrix24/formBody';
import type { NamedOutcomes } from '../../../../protocols/bitrix24/namedCommands';
import type { Made } from '../../../../protocols/bitrix24/once';
import { listStages, pipelineOfStage, readStages } from '../../../../protocols/bitrix24/pipelines';
import type { ItemRun } from '../../../shared/itemRun';
import type { Bitrix24Api } from '../../api';
import { stageOf } from '../../moveRules';
import type { OnceJob, Settled } from '../../once';
import { settleOnce } from '../../writeItems';
import type { Found, Plan } from './plan';
import type { NewCaller } from './whenNobody';

/** A call of which is known what the portal has. */
export interface Known {
	itemIndex: number;
	plan: Plan;
	found: Found;
}

/** Somebody for whom something may have to be made, by the first of his calls. */
interface Caller extends Known {
	phone: string;
	wish: NewCaller;
	/** The contact, of one who has that and no open deal. */
	contactId?: number;
}

type NewOwner = Pick<Found, 'owner' | 'made'>;

/**
 * Makes a lead, or a contact and a deal, for the callers whose number nobody has, each once: calls
 * of one number share what is made, and where others make it at the same time the oldest stays
 * (docs/protocols/bitrix24.md#unknown-callers). A contact that was made so and has no deal, since
 * the execution ended in between, gets it now. Settles the calls for which that fails, and gives
 * the others; nothing is made when one fails and the run ends by it.
 */
export async function makeCallers(
	api: Bitrix24Api,
	run: ItemRun,
	calls: readonly Known[],
): Promise<Known[]> {
	const callers = distinct(calls.flatMap((call) => callerOf(call) ?? []));
	const before = await api.runNamed(callers.map(readingBefore));
	const needs = callers.map((caller, i) => attempt(() => isNeeded(caller, before[i])));
	const checked = run.step(calls, (call) => {
		const i = indexOf(callers, call);
		if (i !== -1) valueOf(needs[i]);
		return call;
	});
	if (!run.mayGoOn) return [];
	const needing = callers.filter((_, i) => 'value' in needs[i] && needs[i].value);
	const made = await make(api, needing);
	return run.step(checked, (call) => {
		const i = indexOf(needing, call);
		if (i === -1) return call;
		const { owner, made: cards } = valueOf(made[i]);
		const isFirst = needing[i].itemIndex === call.itemIndex;
		return { ...call, found: { ...call.found, owner, made: isFirst ? cards : [] } };
	});
}

/** Undefined where nothing is to be made, whatever the portal has besides. */
function callerOf(call: Known): Caller | undefined {
	const { newCaller: wish, wish: where } = call.plan;
	if (wish === undefined || where === undefined || 'record' in where) return undefined;
	const { owner } = call.found;
	if (owner === undefined) return { ...call, phone: where.phone, wish };
	const { dealId, leadId, contactId } = owner;
	if (wish.kind === 'lead' || dealId !== null || leadId !== null || contactId === null)
		return undefined;
	return { ...call, phone: where.phone, wish, contactId };
}

function distinct(callers: readonly Caller[]): Caller[] {
	return callers.filter((caller, i) => indexOf(callers, caller) === i);
}

/** Whose call it is. */
function indexOf(callers: readonly Caller[], call: Known): number {
	const phone = callerOf(call)?.phone;
	return callers.findIndex((caller) => caller.phone === phone);
}

/** The stage is looked for before: Bitrix24 puts another in place of one that does not fit (#dropped-stages). */
function readingBefore({ wish: { stageId }, contactId, phone }: Caller) {
	return {
		stages: stageId === undefined ? [] : [listStages(pipelineOfStage(stageId))],
		contacts: contactId === undefined ? [] : [listCards('contact', phone)],
		deals: contactId === undefined ? [] : [listDealsOfContact(contactId)],
	};
}

/** False of a contact that somebody else has made, or that has had a deal. Throws for a stage that does not exist. */
function isNeeded(
	{ wish: { stageId }, contactId, phone }: Caller,
	before: NamedOutcomes<ReturnType<typeof readingBefore>>,
): boolean {
	if (contactId !== undefined) {
		const isOurs = readCards(valueOf(before.contacts[0]), phone).some(({ id }) => id === contactId);
		const deals = readDealsOfContact(valueOf(before.deals[0]), contactId, phone);
		if (!isOurs || deals.length > 0) return false;
	}
	if (stageId !== undefined) {
		const id = pipelineOfStage(stageId);
		stageOf({ id, name: `#${id}`, stages: readStages(valueOf(before.stages[0])) }, stageId);
	}
	return true;
}

async function make(
	api: Bitrix24Api,
	callers: readonly Caller[],
): Promise<Array<Attempt<NewOwner>>> {
	const isNew = ({ contactId }: Caller) => contactId === undefined;
	const news = callers.filter(isNew);
	const cards = await settleOnce(api, news.map(clientJob));
	const clients = callers.map((caller) =>
		isNew(caller)
			? map(cards[news.indexOf(caller)], (card) => ofClient(caller, card))
			: known(caller),
	);
	const dealJobs = callers.map((caller, i) =>
		map(clients[i], ({ owner }) => (owner?.contactId ? [dealJob(caller, owner.contactId)] : [])),
	);
	const jobs = dealJobs.flatMap((job) => ('value' in job ? job.value : []));
	const deals = await settleOnce(api, jobs);
	return clients.map((client, i) => {
		const [job] = 'value' in dealJobs[i] ? dealJobs[i].value : [];
		if (job === undefined) return client;
		return map(client, (one) => withDeal(one, valueOf(deals[jobs.indexOf(job)])));
	});
}

function known({ contactId }: Caller): Attempt<NewOwner> {
	return { value: { owner: { ...NOBODY, contactId: contactId ?? null }, made: [] } };
}

function ofClient({ wish: { kind } }: Caller, { stays, created }: Settled<Made>): NewOwner {
	const type: ClientCard = kind === 'lead' ? 'lead' : 'contact';
	const owner: CallOwner = { ...NOBODY, [`${type}Id`]: stays.id };
	return { owner, made: created ? [type] : [] };
}

function withDeal({ owner, made }: NewOwner, { stays, created }: Settled<Made>): NewOwner {
	return {
		owner: { ...NOBODY, ...owner, dealId: stays.id },
		made: [...(made ?? []), ...(created ? (['deal'] as const) : [])],
	};
}

function clientJob({ plan, found, phone, wish }: Caller): OnceJob<Made> {
	const type: ClientCard = wish.kind === 'lead' ? 'lead' : 'contact';
	const named: Params = type === 'lead' ? { title: plan.subject } : { name: phone };
	const fields = { ...named, ...phoneOfCard(phone), ...sharedFields(wish, found) };
	return {
		...jobOf(type, plan.maker, phone, fields),
		look: () => listCards(type, phone),
		read: (result) => readCards(result, phone),
	};
}

function dealJob({ plan, found, phone, wish }: Caller, contactId: number): OnceJob<Made> {
	const { stageId } = wish;
	const place: Params =
		stageId === undefined ? {} : { categoryId: pipelineOfStage(stageId), stageId };
	const fields = {
		title: plan.subject,
		contactIds: [contactId],
		...place,
		...sharedFields(wish, found),
	};
	return {
		...jobOf('deal', plan.maker, phone, fields),
		look: () => listDealsOfContact(contactId),
		read: (result) => readDealsOfContact(result, contactId, phone),
	};
}

function jobOf(type: CardType, maker: string, phone: string, fields: Params) {
	return {
		maker,
		name: `the ${type} of ${phone}`,
		write: [addCard(type, { phone, maker }, fields)],
		readId: ([added]: Parameters<OnceJob<Made>['readId']>[0]) => readCardId(valueOf(added)),
		remove: (id: number) => deleteCard(type, id),
	};
}

function sharedFields({ sourceId }: NewCaller, { employee }: Found): Params {
	return { sourceId, ...(employee && { assignedById: employee.id }) };
}
