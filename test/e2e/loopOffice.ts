import { setTimeout as sleep } from 'node:timers/promises';

import type { StandinOptions } from '../../sandbox/bitrix24';
import type { MangoOptions } from '../../sandbox/mango';
import type { DataTableRow } from '../../sandbox/n8n/client';
import type { WorkflowJson, WorkflowNode } from '../../sandbox/n8n/workflow';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { eventually, importShipped, robot, startOffice, type Office } from './office';

export const CALLBACK_STAGE = 'C9:UC_CALL01';
export const CAMPAIGN_STAGE = 'C9:UC_NYL06U';
export const CAMPAIGN = 79893;
export const SUCCESS = 'C9:WON';
export const FAILURE = 'C9:LOSE';

/** What the loop's rows say. */
export type Row = DataTableRow;

/** The whole loop on a real n8n: the robots' templates, the events' one, and both stand-ins. */
export interface Loop extends Office {
	/** The workflow that takes the events and what is due. */
	workflowId: string;
	callbackWorkflowId: string;
	eventsUrl: string;
	callbackUrl: string;
	campaignUrl: string;
	rows(): Promise<Row[]>;
	/** Rows that are not done. */
	open(): Promise<Row[]>;
	/**
	 * A deal of the pipeline with robots, with the client and the responsible of another one, deal 12
	 * if nothing is said.
	 */
	addDeal(deal?: { stageId?: string; like?: number }): number;
	/** What Bitrix24's robot sends. */
	callBack(dealId: number, phone?: string): Promise<void>;
	addToCampaign(dealId: number): Promise<void>;
	stageOf(dealId: number): string | undefined;
	/** The stages that a deal was moved to since it was added, by the portal's stage history. */
	movesOf(dealId: number): string[];
	/** The logged calls of a deal. */
	logged(dealId: number): Office['bitrix24']['callActivities'];
	toDos(dealId: number): Office['bitrix24']['todos'];
	/** Waits until every row is done. */
	settled(seconds?: number): Promise<void>;
}

interface LoopOptions {
	mango?: MangoOptions;
	bitrix24?: StandinOptions;
	/** How many times as fast as shipped the rows come due. */
	faster?: number;
	events?: string;
	env?: NodeJS.ProcessEnv;
}

export async function startLoop({
	faster = 1,
	events = 'mango-events-to-crm.json',
	...options
}: LoopOptions = {}): Promise<Loop> {
	const office = await startOffice(options);
	const { n8n, bitrix24, mango } = office;
	const speedUp = (node: WorkflowNode) => hurry(makeUsersChoices(node), faster);
	const loop = await importShipped(office, events, speedUp, keepExecutions);
	await eventually('The table', () => n8n.client.dataTableRows('MANGO calls'), 60);
	mango.setEventsUrl(loop.webhookUrl);
	const callback = await importShipped(office, 'auto-callback.json', speedUp);
	const campaign = await importShipped(office, 'campaign-task.json', speedUp);
	const rows = async () => (await n8n.client.dataTableRows('MANGO calls')) ?? [];
	const open = async () => (await rows()).filter(({ doneAt }) => doneAt === null);
	return {
		...office,
		workflowId: loop.workflowId,
		callbackWorkflowId: callback.workflowId,
		eventsUrl: loop.webhookUrl as string,
		callbackUrl: callback.url,
		campaignUrl: campaign.url,
		rows,
		open,
		addDeal: ({ stageId = CALLBACK_STAGE, like = 12 } = {}) => {
			const { contactIds, companyId, assignedById } = bitrix24.deal(like) as NonNullable<
				ReturnType<typeof bitrix24.deal>
			>;
			return bitrix24.addDeal({ categoryId: 9, stageId, contactIds, companyId, assignedById }).id;
		},
		callBack: (dealId, phone) =>
			robot(callback.url, phone === undefined ? 'Callback' : `Callback&TelNumbr=${phone}`, dealId),
		addToCampaign: (dealId) => robot(campaign.url, 'Campaign_Task', dealId),
		stageOf: (dealId) => bitrix24.deal(dealId)?.stageId,
		movesOf: (dealId) =>
			bitrix24.stageHistory
				.filter((entry) => entry.dealId === dealId)
				.slice(1)
				.map(({ stageId }) => stageId),
		logged: (dealId) =>
			bitrix24.callActivities.filter(
				({ ownerId, ownerTypeId }) => ownerTypeId === 2 && ownerId === dealId,
			),
		toDos: (dealId) => bitrix24.todos.filter(({ ownerId }) => ownerId === dealId),
		settled: async (seconds = 120) => {
			await eventually('The end of all rows', async () => (await open()).length === 0, seconds);
		},
	};
}

/** Every successful execution is kept, so that it can be measured. */
function keepExecutions(template: WorkflowJson): WorkflowJson {
	return { ...template, settings: { ...template.settings, saveDataSuccessExecution: 'all' } };
}

/** The same node, with its pauses so many times as short. */
export function hurry(node: WorkflowNode, faster: number): WorkflowNode {
	// What takes rows keeps them for as long as shipped: a run does not get faster.
	if (faster === 1 || node.name.startsWith('Take ')) return node;
	if (node.type.endsWith('.scheduleTrigger'))
		return {
			...node,
			parameters: {
				rule: {
					interval:
						node.name === 'Every Day'
							? [{ field: 'days' }]
							: [{ field: 'seconds', secondsInterval: 1 }],
				},
			},
		};
	const text = JSON.stringify(node.parameters)
		.replaceAll(
			/plus\(\{ (minutes|seconds): (.*?) \}\)/g,
			(_, unit: string, value: string) => `plus({ ${unit}: (${value}) / ${faster} })`,
		)
		.replaceAll(
			/minus\(\{ hours: (.*?) \}\)/g,
			(_, value: string) => `minus({ hours: (${value}) / ${faster} })`,
		);
	return { ...node, parameters: JSON.parse(text) as WorkflowNode['parameters'] };
}

/** Does something so many times a second. */
export async function paced<T>(
	list: readonly T[],
	perSecond: number,
	act: (one: T) => Promise<void>,
): Promise<void> {
	const acts: Array<Promise<void>> = [];
	for (const one of list) {
		acts.push(act(one));
		await sleep(1000 / perSecond);
	}
	await Promise.all(acts);
}
