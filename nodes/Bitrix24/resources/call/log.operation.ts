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
import type { CardType } from '../../../../protocols/bitrix24/callerCards';
import { isSmartProcess } from '../../../../protocols/bitrix24/subject';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { findOnce, writeOnce, type OnceJob, type Settled } from '../../once';
import { subjectJson } from '../../subject';
import { makeCallers } from './makeCallers';
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
import { whenNobodyProperties } from './whenNobody';

const properties: INodeProperties[] = [
	...whenNobodyProperties,
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
	made?: CardType[];
}

interface Logged {
	plan: Plan;
	settled: Settled<CallMade>;
	made?: CardType[];
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
	const run = new ItemRun(context, itemCount);
	const toLog: Plan[] = [];
	for (const plan of run.prepare((itemIndex) => prepare(context, itemIndex))) {
		const why = whyNot(plan);
		if (why === undefined) toLog.push(plan);
		else run.settle(plan, { value: outputOf(notLogged(plan, why)) });
	}

	const read = await api.runNamed(toLog.map(readingOf));
	const found = await findOnce(
		api,
		toLog.map((plan) => jobOf(plan)),
		read.map(({ logged }) => logged),
	);
	const logged: Logged[] = [];
	const unlogged: Unlogged[] = [];
	for (const [i, plan] of toLog.entries()) {
		const one = found[i];
		if ('error' in one) run.settle(plan, one);
		else if (one.value) logged.push({ plan, settled: one.value });
		else unlogged.push({ plan, about: read[i] });
	}

	const openWork = await findOpenWork(api, unlogged);
	const asked = unlogged.map((one, i) => ({
		...one,
		openWork: openWork[i],
		itemIndex: one.plan.itemIndex,
	}));
	const known = run.step(asked, ({ plan, about, openWork: work, itemIndex }) => ({
		itemIndex,
		plan,
		found: readFound(plan, about, work),
	}));
	const additions: Addition[] = [];
	for (const { plan, found: now } of await makeCallers(api, run, known)) {
		if (now.owner) additions.push({ plan, job: jobOf(plan, now), made: now.made });
		else run.settle(plan, { value: outputOf(notLogged(plan, whyNoOwner(plan))) });
	}
	if (!run.mayGoOn) return run.outcomes;

	const added = await writeOnce(
		api,
		additions.map(({ job }) => job),
	);
	for (const [i, { plan, made }] of additions.entries()) {
		const one = added[i];
		if ('error' in one) run.settle(plan, one);
		else logged.push({ plan, settled: one.value, made });
	}

	const states = await api.runNamed(logged.map(({ settled }) => getLoggedState(settled.stays)));
	const plans = logged.map(({ plan }) => plan);
	run.settleEach(plans, (plan, i) => {
		const { settled, made } = logged[i];
		const state = readLoggedState(settled.stays, states[i]);
		const wrote = settled.created ? `call ${plan.facts.entryId} logged` : undefined;
		const json = { ...plan.item, ...report(settled, state), ...newRecords(plan, settled, made) };
		return outputOf(json, wrote);
	});
	return run.outcomes;
}

function notLogged({ item }: Plan, why: string): IDataObject {
	return { ...item, logged: false, why };
}

function whyNoOwner({ wish }: Plan): string {
	return wish ? 'client not in the CRM' : "client's number unknown";
}

/** A call is logged once, so one that still goes on would stand there without its outcome for ever. */
function whyNot({ facts }: Plan): string | undefined {
	if (facts.direction === 'internal') return 'internal call';
	return facts.isGoingOn ? 'call not finished' : undefined;
}

/** What this step has made for the caller: now, or before it was tried again. */
function newRecords(
	{ newCaller }: Plan,
	{ stays, created }: Settled<CallMade>,
	made: CardType[] | undefined,
): IDataObject {
	if (newCaller === undefined) return {};
	return { newRecords: made ?? (created ? (stays.data.made ?? []) : []) };
}

function report(
	{ stays, created }: Settled<CallMade>,
	{ attempt: attemptNumber, responsible }: LoggedState,
): IDataObject {
	const { dealId, leadId, contactId, companyId, ownerTypeId, ownerId } = stays;
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
		...(isSmartProcess(ownerTypeId) &&
			subjectJson({ kind: 'smartProcess', entityTypeId: ownerTypeId, id: ownerId })),
	};
}
