import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startBitrix24, type Bitrix24Standin } from '../../sandbox/bitrix24';
import type { Deal } from '../../sandbox/bitrix24/model';
import { startMango, type MangoStandin } from '../../sandbox/mango';
import { freePort } from '../../sandbox/n8n/ports';
import { importTemplate } from '../../sandbox/n8n/provision';
import type { WorkflowJson } from '../../sandbox/n8n/workflow';
import type { Cluster } from '../../sandbox/queue/cluster';
import { startQueue } from '../../sandbox/queue/host';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { AUTH_DATA, eventually, PORTAL } from '../e2e/office';

/** The same robot's webhook comes twice at the same time, to two processes, and two workers take it. */
const PAIRS = 200;
const CLIENTS = 25;
const TABLE = 'MANGO calls';

let bitrix24: Bitrix24Standin;
let mango: MangoStandin;
let queue: Cluster & { url: string };
beforeAll(async () => {
	mango = await startMango({ speed: 200, rateLimit: false });
	bitrix24 = await startBitrix24({ rateLimit: false, telephone: mango.telephone });
	queue = await startQueue(resolve(__dirname, '../..'), await freePort());
	// The loop's workflow makes the table.
	const { workflowId } = await publish('mango-events-to-crm.json');
	await eventually('The table', () => queue.client.dataTableRows(TABLE), 120);
	await queue.client.unpublish(workflowId);
}, 900_000);
afterAll(async () => {
	await queue?.stop();
	await bitrix24?.stop();
	await mango?.stop();
});
jest.setTimeout(900_000);

async function publish(file: string) {
	const path = resolve(__dirname, '../../templates', file);
	const { apiKey, apiSalt, baseUrl } = mango;
	return await importTemplate(
		queue.client,
		JSON.parse(readFileSync(path, 'utf8')) as WorkflowJson,
		{
			credentials: {
				mangoBitrixWebhookApi: { name: 'MANGO', data: { authData: AUTH_DATA, productId: PORTAL } },
				bitrix24WebhookApi: { name: 'Bitrix24', data: { webhookUrl: bitrix24.webhookUrl } },
				mangoOfficeApi: { name: 'MANGO OFFICE', data: { apiKey, apiSalt, baseUrl } },
			},
			patchNode: makeUsersChoices,
		},
	);
}

/** How often MANGO was asked to call for each deal. */
function callsOf(dealIds: number[]): Map<number, number> {
	const calls = new Map(dealIds.map((id) => [id, 0]));
	for (const { path, json } of mango.requests) {
		if (path !== 'commands/callback') continue;
		const dealId = Number((json as { command_id: string }).command_id.split('.')[1]);
		calls.set(dealId, (calls.get(dealId) ?? 0) + 1);
	}
	return calls;
}

/** Sends until it is answered with 2xx, as every sender does that must not lose anything. */
async function send(url: string): Promise<void> {
	for (;;) {
		const response = await fetch(url, { method: 'POST' }).catch(() => undefined);
		await response?.text().catch(() => undefined);
		if (response?.ok) return;
		await sleep(500);
	}
}

test.each(['auto-callback.json', 'mango-bitrix24-integration.json'])(
	`%s: ${PAIRS} pairs, each client is called once`,
	async (file) => {
		const { workflowId, webhookUrl } = await publish(file);
		const { contactIds, assignedById } = bitrix24.deal(12) as Deal;
		const deals = Array.from(
			{ length: PAIRS },
			() => bitrix24.addDeal({ contactIds, assignedById }).id,
		);
		const { pathname } = new URL(webhookUrl as string);
		const query = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}&Action=Callback`;
		const sendPair = async (dealId: number) =>
			await Promise.all(
				queue.webhookHosts.map((host) => send(`${host}${pathname}?${query}&DealID=${dealId}`)),
			);
		const waiting = [...deals];
		const client = async () => {
			for (let dealId = waiting.pop(); dealId !== undefined; dealId = waiting.pop())
				await sendPair(dealId);
		};
		await Promise.all(Array.from({ length: CLIENTS }, client));

		await eventually(
			'The end of all executions',
			async () => {
				const all = await queue.client.allExecutions(workflowId);
				const isOver = all.length >= 2 * PAIRS && all.every(({ stoppedAt }) => stoppedAt !== null);
				return isOver ? true : undefined;
			},
			500,
		);
		expect([...callsOf(deals)].filter(([, calls]) => calls !== 1)).toEqual([]);
		expect(bitrix24.todos).toEqual([]);
		// What was left out can be seen.
		const rows = (await queue.client.dataTableRows(TABLE)) ?? [];
		const leftOut = rows.filter(({ note }) => String(note).startsWith('left out'));
		expect(leftOut.map(({ dealId }) => dealId)).toEqual(expect.arrayContaining(deals));
		await queue.client.unpublish(workflowId);
	},
);
