import { updateDisplayOptions, type IDataObject, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { resultOf } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import { deleteCall, readCallId, readLoggedState, type LoggedState } from '../../../../protocols/bitrix24/callActivity';
import { attempt } from '../../../shared/attempt';
import type { ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { findOpenWork, prepare, readFound, readingOf, writingOf, type Plan } from './plan';

const properties: INodeProperties[] = [
	{
		displayName: 'Recording Link',
		name: 'recordingLink',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://app.mango-office.ru/vpbx/queries/recording/link/…',
		description: "Link to the recording, for the call's description",
		hint: "Leave it empty to take the incoming item's field 'recordingLink', if there is one",
	},
	{
		displayName: 'Options',
		name: 'logOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				description: 'Text of the call, in place of the one with outcome, reason, talk time, employee and recording',
			},
			{
				displayName: 'Subject',
				name: 'subject',
				type: 'string',
				default: '',
				description: "Title of the call, in place of the one with direction and the client's number",
			},
		],
	},
];

export const description = updateDisplayOptions({ show: { resource: ['call'], operation: ['log'] } }, properties);

interface Addition {
	plan: Plan;
	commands: Command[];
}

/**
 * One output item a call: its facts, the activity, whether this execution made it, and how many calls in its direction
 * have failed in a row. Two HTTP requests for some ten calls: one reads, one adds and reads back. Nothing in Bitrix24 keeps
 * two executions from logging the same call, so the one whose activity is not the first takes it back. Unless the node
 * continues on failures, one item that cannot be logged keeps all from being logged.
 */
export async function execute(context: IExecuteFunctions, api: Bitrix24Api, itemCount: number): Promise<ItemOutcome[]> {
	const outcomes: ItemOutcome[] = new Array(itemCount);
	/** What a step throws is its item's outcome; the item takes no further step. */
	const forItem = <T>(itemIndex: number, step: () => T): T[] => {
		const attempted = attempt(step);
		if ('value' in attempted) return [attempted.value];
		outcomes[itemIndex] = attempted;
		return [];
	};
	const settle = ({ itemIndex, item }: Plan, result: IDataObject) => {
		outcomes[itemIndex] = { json: { ...item, ...result } };
	};
	const mayGoOn = () => context.continueOnFail() || !outcomes.some((outcome) => 'error' in outcome);

	const plans = [...outcomes.keys()].flatMap((itemIndex) => forItem(itemIndex, () => prepare(context, itemIndex)));
	if (!mayGoOn()) return outcomes;
	const toRead = plans.filter((plan) => {
		const why = whyNot(plan);
		if (why !== undefined) settle(plan, { logged: false, why });
		return why === undefined;
	});
	const found = await api.runGroups(toRead.map(readingOf), 'read');
	const openWork = await findOpenWork(api, toRead, found);
	const additions = toRead.flatMap((plan, i) =>
		forItem(plan.itemIndex, (): Addition[] => {
			const { state, owner, employee } = readFound(plan, found[i], openWork[i]);
			if (state) settle(plan, report(state, false));
			else if (owner) return [{ plan, commands: writingOf(plan, owner, employee) }];
			else settle(plan, { logged: false, why: plan.wish ? 'client not in the CRM' : "client's number unknown" });
			return [];
		}).flat(),
	);
	if (!mayGoOn()) return outcomes;

	const added = await api.runGroups(additions.map(({ commands }) => commands), 'write');
	const surplus = additions.flatMap(({ plan }, i) =>
		forItem(plan.itemIndex, () => {
			const id = readCallId(resultOf(added[i][0]));
			const state = readLoggedState(added[i].slice(1), plan.facts.entryId);
			if (state === undefined) throw new Error(`Bitrix24 reported success, but call ${plan.facts.entryId} is not in the CRM`);
			const created = state.call.id === id;
			settle(plan, report(state, created));
			return created ? [] : [{ plan, id }];
		}).flat(),
	);
	const deleted = await api.run(surplus.map(({ id }) => deleteCall(id)), 'write');
	for (const [i, { plan }] of surplus.entries()) forItem(plan.itemIndex, () => resultOf(deleted[i]));
	return outcomes;
}

/** A call is logged once, so one that still goes on would stand there without its outcome for ever. */
function whyNot({ facts }: Plan): string | undefined {
	if (facts.direction === 'internal') return 'internal call';
	return facts.isGoingOn ? 'call not finished' : undefined;
}

function report({ call, attempt: attemptNumber, responsible }: LoggedState, created: boolean): IDataObject {
	const { dealId, leadId, contactId, companyId } = call;
	return {
		activityId: call.id,
		created,
		attempt: attemptNumber,
		dealId,
		leadId,
		contactId,
		companyId,
		responsibleId: responsible.id,
		responsibleName: responsible.name,
	};
}
