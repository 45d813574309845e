import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startBitrix24, type Bitrix24Standin } from '../../sandbox/bitrix24';
import { freePort } from '../../sandbox/n8n/ports';
import { importTemplate } from '../../sandbox/n8n/provision';
import type { WorkflowJson, WorkflowNode } from '../../sandbox/n8n/workflow';
import type { Cluster } from '../../sandbox/queue/cluster';
import { startQueue } from '../../sandbox/queue/host';
import { AUTH_DATA, PORTAL } from '../e2e/office';

/**
 * A process dies under load, and comes back: what the sender was told of is done. The sender repeats
 * what was not answered with 2xx, as every sender that must not lose anything does.
 */
const WEBHOOKS = 300;
const CLIENTS = 8;

let bitrix24: Bitrix24Standin;
let queue: Cluster & { url: string };
let url: string;
beforeAll(async () => {
	bitrix24 = await startBitrix24({ rateLimit: false });
	queue = await startQueue(resolve(__dirname, '../..'), await freePort());
	url = await publish();
}, 600_000);
afterAll(async () => {
	await queue?.stop();
	await bitrix24?.stop();
});
jest.setTimeout(600_000);

/** The shipped template, which answers when the deal has moved. */
async function publish(): Promise<string> {
	const file = resolve(__dirname, '../../templates/deal-move.json');
	const template = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
	const patchNode = (node: WorkflowNode): WorkflowNode =>
		node.name === 'Call Result'
			? { ...node, parameters: { ...node.parameters, respond: 'lastNode' } }
			: node;
	const { webhookUrl } = await importTemplate(queue.client, template, {
		credentials: {
			mangoBitrixWebhookApi: { name: 'MANGO', data: { authData: AUTH_DATA, productId: PORTAL } },
			bitrix24WebhookApi: { name: 'Bitrix24', data: { webhookUrl: bitrix24.webhookUrl } },
		},
		patchNode,
	});
	return `${webhookUrl}?Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}`;
}

/** Sends until it is answered with 2xx; gives how often that took. */
async function send(dealId: number): Promise<number> {
	for (let times = 1; ; times += 1) {
		const sent = fetch(`${url}&Action=Deal_Move&DealID=${dealId}&Result=POSITIVE`, {
			method: 'POST',
			headers: { connection: 'close' },
			signal: AbortSignal.timeout(90_000),
		});
		const response = await sent.catch(() => undefined);
		await response?.text().catch(() => undefined);
		if (response?.ok) return times;
		await sleep(500);
	}
}

const movesOf = (dealId: number) =>
	bitrix24.stageHistory.filter((entry) => entry.dealId === dealId).length - 1;

test.each(['worker1', 'webhook1', 'main', 'redis', 'postgres'] as const)(
	'SIGKILL of %s: whatever was answered with 2xx is moved, and moved once',
	async (part) => {
		const deals = Array.from(
			{ length: WEBHOOKS },
			() => bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' }).id,
		);
		const waiting = [...deals];
		let repeated = 0;
		const client = async () => {
			for (let dealId = waiting.shift(); dealId !== undefined; dealId = waiting.shift())
				repeated += (await send(dealId)) - 1;
		};
		const kill = async () => {
			while (waiting.length > WEBHOOKS / 2) await sleep(20);
			await queue.parts[part].kill();
			await sleep(2000);
			await queue.parts[part].start();
		};
		await Promise.all([kill(), ...Array.from({ length: CLIENTS }, client)]);
		console.log(`${part}: ${WEBHOOKS} webhooks, ${repeated} sent again`);
		const moves = deals.map((dealId) => ({ dealId, moves: movesOf(dealId) }));
		expect(moves.filter(({ moves }) => moves !== 1)).toEqual([]);
	},
);
