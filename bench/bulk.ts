import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { storeWorkflow } from '../sandbox/n8n/provision';
import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { startOffice, type Office } from '../test/e2e/office';
import { BULK_START, bulkFlow, rivalBulk } from './rivalBulk';
import { ratioRow, type Effort, type Row } from './rows';

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
export async function measureBulk(effort: Effort): Promise<Row[]> {
	const office = await startOffice({ bitrix24: { rateLimit: { perSecond: 2, burst: 50 } } });
	try {
		const { webhookUrl } = office.bitrix24;
		const paced = (deals: number[]) => rivalBulk(webhookUrl, deals);
		const rival = await moveAll(office, effort.count(RIVALS_DEALS), paced);
		const ours = await moveAll(office, effort.count(DEALS), ourFlow);
		const [fast, slow] = [ours, rival].map(({ deals, seconds }) => deals / seconds);
		const what = `${ours.deals.toLocaleString('en')} deals at once, Bitrix24's real limits`;
		const others = { name: 'HTTP Request at the limit', values: [slow] };
		return [
			ratioRow(what, 'deals a second', [fast], others),
			{
				what,
				unit: 'requests',
				ours: ours.requests,
				limit: `one by one: ${(2 * ours.deals).toLocaleString('en')}; refused: ${ours.refused}`,
			},
		];
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
	const { id } = await storeWorkflow(client, flow(deals), { bitrix24WebhookApi: credential });
	const start = performance.now();
	const execution = await client.runFrom(id, BULK_START);
	while ((await client.execution(execution)).stoppedAt === null) await sleep(100);
	const seconds = (performance.now() - start) / 1000;
	const moved = deals.filter((deal) => bitrix24.deal(deal)?.stageId === 'PREPARATION').length;
	if (moved !== count) throw new Error(`${moved} of ${count} deals moved`);
	const refused = bitrix24.requests.filter(({ status }) => status === 503).length;
	return { deals: count, seconds, requests: bitrix24.requests.length, refused };
}

/** A hundred thousand deals take half a minute. */
const MEMORY_LIMIT_MS = 300_000;

/** Each on n8n-core's engine in a process of its own: `grownBy` at most while it runs, `kept` afterwards. */
export function measureBulkMemory(effort: Effort): Promise<Row[]> {
	const rows = [1000, 10_000, 100_000].map((usual): Row => {
		const deals = effort.count(usual);
		const script = join(__dirname, 'bulkMemory.ts');
		const args = ['--import', 'tsx', script, String(deals)];
		const output = execFileSync(process.execPath, args, {
			encoding: 'utf8',
			timeout: MEMORY_LIMIT_MS,
		});
		const { grownBy, kept } = JSON.parse(output.trim().split('\n').at(-1) as string) as {
			grownBy: number;
			kept: number;
		};
		return {
			what: `Memory for ${deals.toLocaleString('en')} deals at once, above that before`,
			unit: 'MB',
			ours: grownBy / 1e6,
			limit: `${(kept / 1e6).toFixed(0)} MB of it: the output items, which n8n keeps`,
		};
	});
	return Promise.resolve(rows);
}
