import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { prepareWorkflow } from '../sandbox/n8n/provision';
import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { startOffice, type Office } from '../test/e2e/office';
import { BULK_START, bulkFlow, rivalBulk } from './rivalBulk';

const DEALS = 1000;
/** A thousand would take a quarter of an hour at the same pace. */
const RIVALS_DEALS = 60;

interface BulkFigure {
	deals: number;
	seconds: number;
	requests: number;
	refused: number;
}

/**
 * Many deals at once with Bitrix24's real limits, through the node and through HTTP Request. How long
 * each takes is the portal's limit more than the machine, so it is taken once.
 */
export async function measureBulk(
	env: NodeJS.ProcessEnv,
): Promise<Record<'ours' | 'rival', BulkFigure>> {
	const office = await startOffice({
		env,
		bitrix24: { rateLimit: { perSecond: 2, burst: 50 } },
	});
	try {
		const { webhookUrl } = office.bitrix24;
		const rival = await moveAll(office, RIVALS_DEALS, (deals) => rivalBulk(webhookUrl, deals));
		return { rival, ours: await moveAll(office, DEALS, ourFlow) };
	} finally {
		await office.stop();
	}
}

function ourFlow(dealIds: number[]): WorkflowJson {
	const rule = { pipeline: '0', successStage: 'PREPARATION', failureStage: '', neutralStage: '' };
	return bulkFlow('Many deals by the node', dealIds, [
		{
			name: 'Move',
			type: 'n8n-nodes-mango-bitrix24.bitrix24',
			typeVersion: 1,
			parameters: { resource: 'deal', operation: 'moveByResult', rules: { rule: [rule] } },
		},
	]);
}

async function moveAll(
	{ n8n, bitrix24 }: Office,
	count: number,
	flow: (dealIds: number[]) => WorkflowJson,
): Promise<BulkFigure> {
	const { client } = n8n;
	bitrix24.reset();
	const deals = Array.from(
		{ length: count },
		() => bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' }).id,
	);
	// A connection that n8n has closed meanwhile is seen to be.
	await sleep(100);
	const portal = { name: 'Portal', data: { webhookUrl: bitrix24.webhookUrl } };
	const credential = await client.createCredential({ ...portal, type: 'bitrix24WebhookApi' });
	const types = await client.nodeTypes();
	const workflow = prepareWorkflow(flow(deals), types, { bitrix24WebhookApi: credential });
	const { id } = await client.createWorkflow(workflow);
	const start = performance.now();
	const execution = await client.runFrom(id, BULK_START);
	while ((await client.execution(execution)).stoppedAt === null) await sleep(100);
	const seconds = (performance.now() - start) / 1000;
	const moved = deals.filter((deal) => bitrix24.deal(deal)?.stageId === 'PREPARATION').length;
	if (moved !== count) throw new Error(`${moved} of ${count} deals moved`);
	const refused = bitrix24.requests.filter(({ status }) => status === 503).length;
	return { deals: count, seconds, requests: bitrix24.requests.length, refused };
}

export interface MemoryFigure {
	deals: number;
	/** At most while it runs, in MB. */
	grownBy: number;
	/** What stays of it: the output items, which n8n keeps. */
	kept: number;
}

/** Each on n8n-core's engine in a process of its own. */
export function measureBulkMemory(counts: number[]): MemoryFigure[] {
	return counts.map((deals) => {
		const script = join(__dirname, 'bulkMemory.ts');
		const args = ['--import', 'tsx', script, String(deals)];
		const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
		const { grownBy, kept } = JSON.parse(output.trim().split('\n').at(-1) as string) as Omit<
			MemoryFigure,
			'deals'
		>;
		return { deals, grownBy: grownBy / 1e6, kept: kept / 1e6 };
	});
}
