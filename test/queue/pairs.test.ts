import { setTimeout as sleep } from 'node:timers/promises';

import type { Deal } from '../../sandbox/bitrix24/model';
import { makeUsersChoices } from '../../sandbox/start/usersChoices';
import { eventually, importShipped, onceIn, SENDER } from '../e2e/office';
import {
	callsByDeal,
	CALLS_TABLE,
	makeCallsTable,
	startQueueOffice,
	type QueueOffice,
} from './queueOffice';

/** The same robot's webhook comes twice at the same time, to two processes, and two workers take it. */
const PAIRS = 200;
const CLIENTS = 25;

let office: QueueOffice;
beforeAll(async () => {
	office = await startQueueOffice({ speed: 200 });
	await makeCallsTable(office);
}, 900_000);
afterAll(() => office?.stop());
jest.setTimeout(900_000);

/** As it is shipped: of the same webhook the first one counts. */
const publish = async (file: string) =>
	await importShipped(office, file, (node) => onceIn(10)(makeUsersChoices(node)));

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
		const { contactIds, assignedById } = office.bitrix24.deal(12) as Deal;
		const deals = Array.from(
			{ length: PAIRS },
			() => office.bitrix24.addDeal({ contactIds, assignedById }).id,
		);
		const { pathname } = new URL(webhookUrl as string);
		const query = `${SENDER}&Action=Callback`;
		const sendPair = async (dealId: number) =>
			await Promise.all(
				office.n8n.webhookHosts.map((host) => send(`${host}${pathname}?${query}&DealID=${dealId}`)),
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
				const all = await office.n8n.client.allExecutions(workflowId);
				return all.length >= 2 * PAIRS && all.every(({ stoppedAt }) => stoppedAt !== null);
			},
			500,
		);
		const calls = callsByDeal(office);
		expect(deals.filter((dealId) => calls.get(dealId) !== 1)).toEqual([]);
		expect(office.bitrix24.todos).toEqual([]);
		// What was left out can be seen.
		const rows = (await office.n8n.client.dataTableRows(CALLS_TABLE)) ?? [];
		const leftOut = rows.filter(({ note }) => String(note).startsWith('left out'));
		expect(leftOut.map(({ dealId }) => dealId)).toEqual(expect.arrayContaining(deals));
		await office.n8n.client.unpublish(workflowId);
	},
);
