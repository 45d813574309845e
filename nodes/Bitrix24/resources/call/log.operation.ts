import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import {
	getLoggedState,
	readLoggedState,
	type LoggedState,
} from '../../../../protocols/bitrix24/callActivity';
import { attempt, valueOf } from '../../../shared/attempt';
import type { ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { findOnce, writeOnce, type OnceJob, type Settled } from '../../once';
import {
	findOpenWork,
	jobOf,
	prepare,
	readFound,
	readingOf,
	type CallMade,
	type Plan,
	type Unlogged,
} from './plan';

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
				description:
					'Text of the call, in place of the one with outcome, reason, talk time, employee and recording',
			},
			{
				displayName: 'Subject',
				name: 'subject',
				type: 'string',
				default: '',
				description:
					"Title of the call, in place of the one with direction and the client's number",
			},
		],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['call'], operation: ['log'] } },
	properties,
);

interface Addition {
	plan: Plan;
	job: OnceJob<CallMade>;
}

interface Logged {
	plan: Plan;
	settled: Settled<CallMade>;
}

/**
 * One output item a call: its facts, the activity, whether this step of this execution made it, and
 * how many calls in its direction have failed in a row. Three HTTP requests for some ten calls: one
 * reads, one adds and reads back, one counts. Unless the node continues on failures, one item that
 * cannot be logged keeps all from being logged.
 *
 * `created` is the same when the step is tried again, when its answer was lost and when another
 * worker takes the execution over. False says that another item or execution made the activity, and
 * nothing of what followed there.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const outcomes: ItemOutcome[] = new Array(itemCount);
	/** What a step throws is its item's outcome; the item takes no further step. */
	const forItem = <T>(itemIndex: number, step: () => T): T[] => {
		const attempted = attempt(step);
		if ('value' in attempted) return [attempted.value];
		outcomes[itemIndex] = attempted;
		return [];
	};
	const settle = ({ itemIndex, item }: Plan, result: IDataObject, wrote?: string) => {
		outcomes[itemIndex] = { json: { ...item, ...result }, wrote };
	};
	const mayGoOn = () => context.continueOnFail() || !outcomes.some((outcome) => 'error' in outcome);

	const plans = [...outcomes.keys()].flatMap((itemIndex) =>
		forItem(itemIndex, () => prepare(context, itemIndex)),
	);
	if (!mayGoOn()) return outcomes;
	const toRead = plans.filter((plan) => {
		const why = whyNot(plan);
		if (why !== undefined) settle(plan, { logged: false, why });
		return why === undefined;
	});
	const read = await api.runNamed(toRead.map(readingOf), 'read');
	const found = await findOnce(
		api,
		toRead.map((plan) => jobOf(plan)),
		read.map(({ logged: [first] }) => first),
	);
	const logged: Logged[] = [];
	const unlogged = toRead.flatMap((plan, i) =>
		forItem(plan.itemIndex, (): Unlogged[] => {
			const settled = valueOf(found[i]);
			if (settled === undefined) return [{ plan, about: read[i] }];
			logged.push({ plan, settled });
			return [];
		}).flat(),
	);
	const openWork = await findOpenWork(api, unlogged);
	const additions = unlogged.flatMap(({ plan, about }, i) =>
		forItem(plan.itemIndex, (): Addition[] => {
			const { owner, employee } = readFound(plan, about, openWork[i]);
			if (owner) return [{ plan, job: jobOf(plan, { owner, employee }) }];
			settle(plan, {
				logged: false,
				why: plan.wish ? 'client not in the CRM' : "client's number unknown",
			});
			return [];
		}).flat(),
	);
	if (!mayGoOn()) return outcomes;

	const added = await writeOnce(
		api,
		additions.map(({ job }) => job),
	);
	logged.push(
		...additions.flatMap(({ plan }, i) =>
			forItem(plan.itemIndex, () => ({ plan, settled: valueOf(added[i]) })),
		),
	);
	const states = await api.runGroups(
		logged.map(({ settled }) => getLoggedState(settled.stays)),
		'read',
	);
	for (const [i, { plan, settled }] of logged.entries()) {
		const wrote = settled.created ? `call ${plan.facts.entryId} logged` : undefined;
		forItem(plan.itemIndex, () =>
			settle(plan, report(settled, readLoggedState(settled.stays, states[i])), wrote),
		);
	}
	return outcomes;
}

/** A call is logged once, so one that still goes on would stand there without its outcome for ever. */
function whyNot({ facts }: Plan): string | undefined {
	if (facts.direction === 'internal') return 'internal call';
	return facts.isGoingOn ? 'call not finished' : undefined;
}

function report(
	{ stays, created }: Settled<CallMade>,
	{ attempt: attemptNumber, responsible }: LoggedState,
): IDataObject {
	const { dealId, leadId, contactId, companyId } = stays;
	return {
		logged: true,
		activityId: stays.id,
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
