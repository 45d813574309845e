import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

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
}, 600_000);
afterAll(async () => {
	await queue?.stop();
	await bitrix24?.stop();
	await mango?.stop();
});
jest.setTimeout(600_000);

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

test.each(['auto-callback.json', 'mango-bitrix24-integration.json'])(
	`%s: ${PAIRS} pairs at once, each client is called once`,
	async (file) => {
		const { workflowId, webhookUrl } = await publish(file);
		const { contactIds, assignedById } = bitrix24.deal(12) as Deal;
		const deals = Array.from(
			{ length: PAIRS },
			() => bitrix24.addDeal({ contactIds, assignedById }).id,
		);
		const send = async (host: string, dealId: number) => {
			const { pathname } = new URL(webhookUrl as string);
			const query = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}&Action=Callback`;
			const response = await fetch(`${host}${pathname}?${query}&DealID=${dealId}`, {
				method: 'POST',
			});
			return response.status;
		};
		const statuses = await Promise.all(
			deals.flatMap((dealId) => queue.webhookHosts.map((host) => send(host, dealId))),
		);
		expect(new Set(statuses)).toEqual(new Set([200]));

		const executions = await eventually(
			'The end of all executions',
			async () => {
				const all = await queue.client.allExecutions(workflowId);
				const ended = all.filter(({ stoppedAt }) => stoppedAt !== null);
				return ended.length === 2 * PAIRS ? all : undefined;
			},
			500,
		);
		expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
		expect([...callsOf(deals)].filter(([, calls]) => calls !== 1)).toEqual([]);
		expect(bitrix24.todos).toEqual([]);
		// What was left out can be seen.
		const rows = (await queue.client.dataTableRows(TABLE)) ?? [];
		const leftOut = rows.filter(({ note }) => String(note).startsWith('left out'));
		expect(leftOut.map(({ dealId }) => dealId)).toEqual(expect.arrayContaining(deals));
		await queue.client.unpublish(workflowId);
	},
);
