import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { attempt, valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import {
	addCall,
	deleteCall,
	findCall,
	readCallId,
	readCallsOf,
	type LoggedCall,
} from '../../../../protocols/bitrix24/callActivity';
import type { CardType } from '../../../../protocols/bitrix24/callerCards';
import {
	bindingOf,
	getOpenWork,
	getOwner,
	readOwner,
	type CallOwner,
	type OwnerWish,
} from '../../../../protocols/bitrix24/callOwner';
import type { NamedOutcomes } from '../../../../protocols/bitrix24/namedCommands';
import { findByExtension, readUsers, type User } from '../../../../protocols/bitrix24/users';
import { e164Of } from '../../../../protocols/mangoOffice/phone';
import { givenOrItems, isEmpty, refusal } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { makerOf, type OnceJob } from '../../once';
import { readText } from '../../parameters';
import { isRecordFromItem, readSubject } from '../../subject';
import { readFacts, repeatFacts, type CallFacts } from './facts';
import { descriptionOf, subjectOf } from './texts';
import { readNewCaller, type NewCaller } from './whenNobody';

/** A call that is to be logged, and what the item's output repeats. */
export interface Plan {
	itemIndex: number;
	maker: string;
	facts: CallFacts;
	item: IDataObject;
	/** Undefined without a deal and without a number to find one by. */
	wish?: OwnerWish;
	/** What is made when nobody has the number. */
	newCaller?: NewCaller;
	recordingLink: string;
	subject: string;
	description: string;
}

/** What the portal says about a plan: where the call belongs and whose the extension is. */
export interface Found {
	owner?: CallOwner;
	employee?: User;
	/** What this step has made for a caller whose number nobody had. */
	made?: CardType[];
}

/** What is to be logged for one item. Throws NodeOperationError. */
export function prepare(context: IExecuteFunctions, itemIndex: number): Plan {
	const { json } = context.getInputData()[itemIndex];
	const facts = readFacts(context, itemIndex);
	const options = context.getNodeParameter('logOptions', itemIndex, {}) as IDataObject;
	const readOption = (name: string, key: string) =>
		readText({ context, itemIndex, name, value: options[key] ?? '' }).trim();
	return {
		itemIndex,
		maker: makerOf(context, itemIndex),
		facts,
		item: repeatFacts(json),
		wish: facts.direction === 'internal' ? undefined : readWish(context, itemIndex, facts),
		newCaller: readNewCaller(context, itemIndex),
		recordingLink: readLink(context, itemIndex),
		subject: readOption("'Subject'", 'subject') || subjectOf(facts),
		description: readOption("'Description'", 'description'),
	};
}

function readWish(
	context: IExecuteFunctions,
	itemIndex: number,
	{ clientNumber }: CallFacts,
): OwnerWish | undefined {
	if (isRecordGiven(context, itemIndex)) return { record: readSubject(context, itemIndex) };
	// A sip: address is nothing that a card could have for a phone.
	const phone = clientNumber === null ? undefined : e164Of(clientNumber);
	return phone === undefined ? undefined : { phone };
}

/** False where the item may have one, and has none. */
function isRecordGiven(context: IExecuteFunctions, itemIndex: number): boolean {
	const { dealId, leadId, id } = context.getInputData()[itemIndex].json;
	if (context.getNodeParameter('kind', itemIndex, 'deal') !== 'deal') {
		return !isRecordFromItem(context, itemIndex) || !isEmpty(leadId) || !isEmpty(id);
	}
	const dealFrom = context.getNodeParameter('dealFrom', itemIndex);
	return dealFrom === 'parameter' || (dealFrom === 'item' && !isEmpty(dealId));
}

function readLink(context: IExecuteFunctions, itemIndex: number): string {
	const given = givenOrItems(context, itemIndex, 'recordingLink', "'Recording Link'");
	if (given.value === undefined || given.value === null || given.value === '') return '';
	const link = readText(given).trim();
	if (/^https?:\/\/\S+$/i.test(link)) return link;
	throw refusal(given, 'It must be a link that begins with https:// or http://.');
}

/** The commands that look whether the call is there, and that find out what `Found` says. */
export function readingOf(plan: Plan) {
	const { facts, wish } = plan;
	return {
		logged: jobOf(plan).look(0),
		employee: facts.extension === null ? [] : [findByExtension(facts.extension)],
		owner: wish ? getOwner(wish) : [],
	};
}

type About = Omit<NamedOutcomes<ReturnType<typeof readingOf>>, 'logged'>;

/** A call that is not logged yet, and what came of readingOf. */
export interface Unlogged {
	plan: Plan;
	about: About;
}

/**
 * What goes on with the clients of each call, in one HTTP request, and in none where nothing has to
 * be asked: of a deal that is known, of a number that nobody has.
 */
export async function findOpenWork(
	api: Bitrix24Api,
	unlogged: Unlogged[],
): Promise<CommandOutcome[][]> {
	const groups = unlogged.map((one) => {
		// What cannot be read is told by readFound.
		const commands = attempt(() => openWorkOf(one));
		return 'value' in commands ? commands.value : [];
	});
	return await api.runGroups(groups);
}

function openWorkOf({ plan: { wish }, about }: Unlogged): Command[] {
	return wish === undefined ? [] : getOpenWork(wish, about.owner);
}

/** Throws what Bitrix24 answered in place of something that is needed. */
export function readFound(
	{ facts: { extension }, wish }: Plan,
	about: About,
	openWork: CommandOutcome[],
): Found {
	const employee = extension === null ? undefined : employeeOf(extension, about.employee[0]);
	return { employee, owner: wish && readOwner(wish, about.owner, openWork) };
}

function employeeOf(extension: string, outcome: CommandOutcome): User | undefined {
	return readUsers(valueOf(outcome)).find((user) => user.active && user.extension === extension);
}

/** A call's activity, and who logged it. */
export type CallMade = LoggedCall & { by?: string };

/** How the call is looked for, and how it is logged. */
export function jobOf(plan: Plan, found: Found = {}): OnceJob<CallMade> {
	const { entryId } = plan.facts;
	return {
		maker: plan.maker,
		name: `call ${entryId}`,
		look: () => findCall(entryId),
		read: (result) => readCallsOf(result, entryId).map((call) => ({ ...call, by: call.data.by })),
		write: found.owner === undefined ? [] : [writingOf(plan, found.owner, found)],
		readId: ([added]) => readCallId(valueOf(added)),
		remove: deleteCall,
	};
}

function writingOf(plan: Plan, owner: CallOwner, { employee, made = [] }: Found): Command {
	const { facts } = plan;
	const { outcome, reasonCode, clientRung } = facts;
	return addCall({
		...bindingOf(owner),
		entryId: facts.entryId,
		direction: facts.direction === 'incoming' ? 'incoming' : 'outgoing',
		subject: plan.subject,
		description: plan.description || descriptionOf(facts, employee?.name, plan.recordingLink),
		start: facts.start,
		end: facts.end,
		// Bitrix24 takes no call without the other side's address.
		client: facts.clientNumber ?? 'unknown number',
		responsibleId: employee?.id,
		data: {
			outcome,
			reasonCode,
			...(clientRung ? {} : { clientRung }),
			by: plan.maker,
			...(made.length > 0 && { made }),
		},
	});
}
