import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Call } from '../sandbox/mango';
import { importTemplate } from '../sandbox/n8n/provision';
import { eventually, importShipped, SENDER, startOffice, type Office } from '../test/e2e/office';
import { importBare } from './bare';
import { sendAll } from './load';
import type { Effort, Row } from './rows';

const CALLS = 100;
const OTHER_CALLS = 5000;
/** For each of the steps. */
const LIMIT_S = 240;

/**
 * A hundred callbacks at once and their outcomes, by the shipped templates and with the real limits
 * of both services: what a hundred calls cost is a count, so it is taken once.
 */
export async function measureLoop(effort: Effort): Promise<Row[]> {
	const people = { employeeRings: 1, clientRings: 1, hangsUp: 'nobody' } as const;
	const office = await startOffice({
		mango: { people, recordAll: false },
		bitrix24: { rateLimit: { perSecond: 2, burst: 50 } },
	});
	try {
		const { webhookUrl } = await importShipped(office, 'mango-events-to-crm.json');
		await eventually('The table', () => office.n8n.client.dataTableRows('MANGO calls'), LIMIT_S);
		office.mango.setEventsUrl(webhookUrl);
		const calls = effort.count(CALLS);
		const { requests, seconds, reports, movedSeconds } = await callAndMove(office, calls);
		const count = (what: string, ours: number, unit: string, limit: string): Row => ({
			what: `${calls} callbacks at once: ${what}`,
			unit,
			ours,
			limit,
		});
		return [
			count('until the last is made', seconds, 's', `MANGO OFFICE's 4/s alone: ${calls / 4} s`),
			count('asked of MANGO OFFICE', requests, 'requests', `${calls}: one a call`),
			count('for all outcomes, when all end at once', reports, 'reports', '1'),
			count('until the last deal is moved', movedSeconds, 's', "the portal's 2 requests a second"),
			{
				what: `One outcome among ${OTHER_CALLS.toLocaleString('en')} calls`,
				unit: 'kB of statistics',
				ours: (await bytesOfOne(office)) / 1000,
				limit: 'the one call',
			},
		];
	} finally {
		await office.stop();
	}
}

async function callAndMove(office: Office, calls: number) {
	const { mango, bitrix24, n8n } = office;
	const { path } = await importBare(office, 'auto-callback.json');
	const { contactIds, companyId, assignedById } = bitrix24.deal(12) as NonNullable<
		ReturnType<typeof bitrix24.deal>
	>;
	const add = () =>
		bitrix24.addDeal({
			categoryId: 9,
			stageId: 'C9:UC_CALL01',
			contactIds,
			companyId,
			assignedById,
		}).id;
	const deals = Array.from({ length: calls }, add);
	const webhooks = deals.map((dealId) => ({
		path: `${path}?${SENDER}&Action=Callback&DealID=${dealId}&TelNumbr=7916123${1000 + dealId}`,
	}));
	const start = Date.now();
	await sendAll(n8n.url, webhooks, 200);
	await eventually('The last call', () => mango.calls.length === calls, LIMIT_S);
	const seconds = (Date.now() - start) / 1000;
	const sent = (wanted: string) => mango.requests.filter((one) => one.path === wanted).length;
	const requests = sent('commands/callback');

	await eventually(
		'The last talk',
		() => mango.calls.every(({ phase }) => phase === 'talk'),
		LIMIT_S,
	);
	const reports = sent('stats/calls/request');
	const end = Date.now();
	for (const { id } of mango.calls) mango.press(id, 'client', 'hangup');
	await eventually(
		'The last move',
		() => deals.every((dealId) => bitrix24.deal(dealId)?.stageId === 'C9:WON'),
		LIMIT_S,
	);
	return {
		requests,
		seconds,
		reports: sent('stats/calls/request') - reports,
		movedSeconds: (Date.now() - end) / 1000,
	};
}

/** What the statistics send for one call of an account that has had 5,000 others in these hours. */
async function bytesOfOne({ n8n, mango }: Office): Promise<number> {
	const [like] = mango.calls;
	const others = Array.from({ length: OTHER_CALLS }, (_, i): Call => ({
		...like,
		id: `other-${i}`,
		commandId: undefined,
		client: { number: String(79_040_000_000 + i) },
	}));
	(mango.calls as Call[]).push(...others);
	const counter = await countBytes(mango.url);
	try {
		const asking = {
			name: 'One outcome',
			nodes: [
				{
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					name: 'Call',
					type: 'n8n-nodes-base.set',
					typeVersion: 3.4,
					position: [200, 0],
					parameters: {
						mode: 'raw',
						jsonOutput: JSON.stringify({
							entryId: like.id,
							clientNumber: `+${like.client.number}`,
							time: new Date(like.createdAt * 1000).toISOString(),
						}),
						options: {},
					},
				},
				{
					name: 'Get Outcome',
					type: 'n8n-nodes-mango-bitrix24.mangoOffice',
					typeVersion: 1,
					position: [400, 0],
					parameters: {
						resource: 'call',
						operation: 'getOutcome',
						lookUp: 'item',
						options: { waitFor: 0 },
					},
				},
				{
					name: 'Never',
					type: 'n8n-nodes-base.scheduleTrigger',
					typeVersion: 1.2,
					position: [0, 200],
					parameters: { rule: { interval: [{ field: 'months', monthsInterval: 12 }] } },
				},
			],
			connections: {
				Start: { main: [[{ node: 'Call', type: 'main', index: 0 }]] },
				Call: { main: [[{ node: 'Get Outcome', type: 'main', index: 0 }]] },
			},
			settings: { executionOrder: 'v1' },
		};
		const { apiKey, apiSalt } = mango;
		const data = { apiKey, apiSalt, baseUrl: `${counter.url}/vpbx/` };
		const { workflowId } = await importTemplate(n8n.client, asking, {
			mangoOfficeApi: { name: 'Counted', data },
		});
		const id = await n8n.client.runFrom(workflowId, 'Start');
		await eventually(
			'The end',
			async () => (await n8n.client.execution(id)).stoppedAt !== null,
			LIMIT_S,
		);
		const { status, data: result } = await n8n.client.execution(id);
		if (status !== 'success')
			throw new Error(`The outcome was not found: ${result.resultData.error?.message}`);
		return counter.bytes();
	} finally {
		await counter.stop();
	}
}

/** Passes requests on to the stand-in and counts the bytes of its answers. */
async function countBytes(
	target: string,
): Promise<{ url: string; bytes(): number; stop(): Promise<void> }> {
	let bytes = 0;
	const server: Server = createServer((incoming, answer) => {
		const onward = request(
			new URL(incoming.url as string, target),
			{ method: incoming.method, headers: incoming.headers },
			(response) => {
				response.on('data', (chunk: Buffer) => (bytes += chunk.length));
				answer.writeHead(response.statusCode as number, response.headers);
				response.pipe(answer);
			},
		);
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		bytes: () => bytes,
		stop: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
