import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { listDealCalls, readCalls, wasNoCall } from '../../../../protocols/bitrix24/callActivity';
import { listDeals, readDeals, readLinks, type Deal } from '../../../../protocols/bitrix24/deal';
import { byName, inOneList } from '../../../../protocols/bitrix24/namedCommands';
import { listStages, pipelineOfStage, readStages } from '../../../../protocols/bitrix24/pipelines';
import {
	lastEntries,
	listEntries,
	readEntries,
	type Span,
	type StageEntry,
} from '../../../../protocols/bitrix24/stageHistory';
import { getUser, readUsers } from '../../../../protocols/bitrix24/users';
import { attemptAsync, valueOf } from '../../../../protocols/attempt';
import { inPages } from '../../../shared/inPages';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { namedSpan, PERIODS, periodProperty } from '../../../shared/period';
import type { Bitrix24Api } from '../../api';
import { now, readDateTime } from '../../dateTime';
import { PAGE, readPages } from '../../pages';
import { fault, refusal, type Given } from '../../../shared/parameters';

const properties: INodeProperties[] = [
	{
		displayName: 'Stage Names or IDs',
		name: 'stages',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getDealStages' },
		required: true,
		default: [],
		description:
			'Deals that came to one of these stages are looked at. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{ ...periodProperty, default: 'yesterday', description: 'When the deals came to the stage' },
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		required: true,
		displayOptions: { show: { period: ['custom'] } },
		default: '',
		description: "Start of the period, in the workflow's time zone unless it names another",
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		displayOptions: { show: { period: ['custom'] } },
		default: '',
		description:
			"End of the period, in the workflow's time zone unless it names another; leave it empty for now",
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['getWithoutCall'] } },
	properties,
);

/** The clocks of the portal and of MANGO OFFICE may differ by as much. */
const CLOCKS_MS = 60_000;

/**
 * One output item a deal that came to one of the stages and has no call logged since, by the time
 * it came there for the last time; what became of the deal since does not matter, unless it was
 * deleted. A call of the client's that nobody answered is none, and neither is one in which his
 * telephone was not rung. Runs once, whatever comes in.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
): Promise<ItemOutcome[]> {
	return [await attemptAsync(find(context, api).then(outputOf))];
}

async function find(context: IExecuteFunctions, api: Bitrix24Api): Promise<IDataObject[]> {
	const stageIds = readStageIds(context);
	const span = readSpan(context);
	await checkStages(context, api, stageIds);
	const list = { page: (start: number) => listEntries(stageIds, span, start), read: readEntries };
	const found = await withoutCall(api, lastEntries(await readPages(api, list)));
	const names = await readNames(
		api,
		found.map(({ deal }) => readLinks(deal).assignedById),
	);
	const portalUrl = await api.portalUrl();
	return found.map(({ entry, deal }) => {
		const responsibleId = readLinks(deal).assignedById;
		return {
			dealId: deal.id,
			title: deal.title ?? '',
			stageId: entry.stageId,
			enteredAt: entry.time.toISOString(),
			responsibleId,
			responsibleName: names.get(responsibleId) ?? '',
			dealLink: `${portalUrl}/crm/deal/details/${deal.id}/`,
		};
	});
}

function readStageIds(context: IExecuteFunctions): string[] {
	const value = context.getNodeParameter('stages', 0);
	const ids = (Array.isArray(value) ? value : String(value ?? '').split(','))
		.map((id) => String(id).trim())
		.filter(Boolean);
	if (ids.length > 0) return [...new Set(ids)];
	throw fault(
		{ context, itemIndex: 0 },
		"'Stages' is empty",
		'Choose at least one stage from the list, or give IDs such as NEW or C9:NEW.',
	);
}

/** Bitrix24 finds nothing under a stage that does not exist, and this would pass for "all were called". */
async function checkStages(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	stageIds: string[],
): Promise<void> {
	const pipelines = [...new Set(stageIds.map(pipelineOfStage))];
	const outcomes = await api.run(pipelines.map(listStages));
	const known = outcomes.flatMap((outcome) => readStages(valueOf(outcome)).map(({ id }) => id));
	const value = stageIds.find((id) => !known.includes(id));
	if (value === undefined) return;
	throw refusal(
		{ context, itemIndex: 0, name: "A stage of 'Stages'", value },
		`The portal has no such stage. Those of its pipeline: ${known.join(', ') || 'none'}.`,
	);
}

function readSpan(context: IExecuteFunctions): Span {
	const given = (name: string, label: string): Given => ({
		context,
		itemIndex: 0,
		name: label,
		value: context.getNodeParameter(name, 0, ''),
	});
	const period = context.getNodeParameter('period', 0);
	const span = namedSpan(period, context.getTimezone());
	if (span !== undefined) return span;
	if (period !== 'custom') throw refusal(given('period', "'Period'"), PERIODS);
	const [start, end] = [given('from', "'From'"), given('to', "'To'")];
	const from = readDateTime(start);
	const to = end.value === '' ? now({ context }) : readDateTime(end, ', or empty for now');
	if (from >= to) throw refusal(end, "It must be after 'From'.");
	return { from: from.toJSDate(), to: to.toJSDate() };
}

/** The deals that still exist and have no call logged since they came to the stage. */
async function withoutCall(
	api: Bitrix24Api,
	entries: StageEntry[],
): Promise<Array<{ entry: StageEntry; deal: Deal }>> {
	const dealIds = entries.map(({ dealId }) => dealId);
	const calls = entries.map(({ dealId, time }) =>
		listDealCalls(dealId, new Date(time.getTime() - CLOCKS_MS)),
	);
	const asking = { deals: inPages(dealIds, PAGE).map(listDeals), calls };
	const told = byName(asking, await api.run(inOneList(asking)));
	const deals = new Map(
		told.deals.flatMap((page) => readDeals(valueOf(page)).map((deal) => [deal.id, deal])),
	);
	return entries.flatMap((entry, i) => {
		const deal = deals.get(entry.dealId);
		const wasCalled = readCalls(valueOf(told.calls[i])).some(
			(call) => call.dealId === entry.dealId && !wasNoCall(call),
		);
		return deal === undefined || wasCalled ? [] : [{ entry, deal }];
	});
}

async function readNames(api: Bitrix24Api, userIds: number[]): Promise<Map<number, string>> {
	const distinct = [...new Set(userIds)].filter((id) => id !== 0);
	const outcomes = await api.run(distinct.map(getUser));
	return new Map(
		outcomes.flatMap((outcome) => readUsers(valueOf(outcome)).map(({ id, name }) => [id, name])),
	);
}
