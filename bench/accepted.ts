import { resolve } from 'node:path';

import type { N8nClient } from '../sandbox/n8n/client';
import { freePort } from '../sandbox/n8n/ports';
import { importTemplate } from '../sandbox/n8n/provision';
import { startQueue } from '../sandbox/queue/host';
import { PRODUCT_ID } from '../sandbox/start/webhookUrls';
import { AUTH_DATA, SENDER, startOffice } from '../test/e2e/office';
import { importRival, type Receiver } from './bare';
import { rateToEnd } from './executions';
import { FLOOR, FLOOR_NAME, FLOOR_PATH, toNothing } from './floor';
import { inTurns, sendAll, type Webhook } from './load';
import { ratioRow, type Effort, type Row } from './rows';

const ROUNDS = 4;
const WEBHOOKS = 300;
const WARM_UP = 200;

/** Webhooks that the trigger accepts, each until its execution has finished, beside n8n's own Webhook node. */
export async function measureAccepted(effort: Effort): Promise<Row[]> {
	const office = await startOffice();
	try {
		return [
			await beside('one process, SQLite', office.n8n.url, await publish(office.n8n.client), effort),
		];
	} finally {
		await office.stop();
	}
}

/** The same in n8n's queue mode, with one worker and with two. */
export async function measureQueue(effort: Effort): Promise<Row[]> {
	const queue = await startQueue(resolve(__dirname, '..'), await freePort());
	try {
		const published = await publish(queue.client);
		await queue.parts.worker2.stop();
		const hosts = queue.webhookHosts;
		const one = await beside('queue mode, 1 worker', hosts, published, effort);
		await queue.parts.worker2.start();
		return [one, await beside('queue mode, 2 workers', hosts, published, effort)];
	} finally {
		await queue.stop();
	}
}

interface Published {
	client: N8nClient;
	ours: Receiver;
	floor: Receiver;
}

async function publish(client: N8nClient): Promise<Published> {
	return {
		client,
		ours: await publishTrigger(client),
		floor: await importRival(client, FLOOR, FLOOR_PATH),
	};
}

/** The package's trigger, whose executions do nothing. */
export async function publishTrigger(client: N8nClient): Promise<Receiver> {
	const trigger = {
		name: 'Call Result',
		type: 'n8n-nodes-mango-bitrix24.mangoBitrixTrigger',
		typeVersion: 2,
		parameters: { actions: ['dealMove'], respond: 'onReceived', options: {} },
	};
	const { workflowId, webhookUrl } = await importTemplate(
		client,
		toNothing("The package's trigger", trigger),
		{
			mangoBitrixWebhookApi: {
				name: 'MANGO',
				data: { authData: AUTH_DATA, productId: PRODUCT_ID },
			},
		},
	);
	return { workflowId, path: new URL(webhookUrl as string).pathname };
}

/** A webhook for each of these deals, as MANGO OFFICE's integration sends it. */
export function webhooksFor(path: string, dealIds: number[], result = 'POSITIVE'): Webhook[] {
	return dealIds.map((dealId) => ({
		path: `${path}?${SENDER}&Action=Deal_Move&DealID=${dealId}&Result=${result}`,
	}));
}

/** So many deals, from 1. */
export function numbers(count: number): number[] {
	return Array.from({ length: count }, (_, i) => i + 1);
}

/** Webhooks a second, until the last of their executions has finished; `receivers` are all that have run there. */
export async function acceptedRate(
	client: N8nClient,
	origin: string | string[],
	receivers: Receiver[],
	{ workflowId, path }: Receiver,
	dealIds: number[],
): Promise<number> {
	const workflowIds = receivers.map((receiver) => receiver.workflowId);
	return await rateToEnd(
		client,
		{ workflowIds, workflowId, webhooks: dealIds.length, executions: dealIds.length },
		async () => await sendAll(origin, webhooksFor(path, dealIds), 200),
	);
}

async function beside(
	setUp: string,
	origin: string | string[],
	{ client, ...receivers }: Published,
	effort: Effort,
): Promise<Row> {
	const send = async (receiver: Receiver, usual: number) =>
		await acceptedRate(
			client,
			origin,
			Object.values(receivers),
			receiver,
			numbers(effort.count(usual)),
		);
	await send(receivers.ours, WARM_UP);
	await send(receivers.floor, WARM_UP);
	const { ours, floor } = await inTurns(effort.rounds(ROUNDS), {
		ours: () => send(receivers.ours, WEBHOOKS),
		floor: () => send(receivers.floor, WEBHOOKS),
	});
	return ratioRow(`Webhooks accepted, ${setUp}`, 'a second', ours, {
		name: FLOOR_NAME,
		values: floor,
	});
}
