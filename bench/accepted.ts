import { resolve } from 'node:path';

import type { N8nClient } from '../sandbox/n8n/client';
import { freePort } from '../sandbox/n8n/ports';
import { importTemplate } from '../sandbox/n8n/provision';
import { startQueue } from '../sandbox/queue/host';
import { AUTH_DATA, PORTAL, startOffice } from '../test/e2e/office';
import { importRival, type Receiver } from './bare';
import { rateToEnd } from './executions';
import { FLOOR, FLOOR_NAME, FLOOR_PATH, toNothing } from './floor';
import { inTurns, sendAll } from './load';
import { ratioRow, type Effort, type Row } from './rows';

const ROUNDS = 4;
const WEBHOOKS = 300;
const WARM_UP = 200;

const SENT = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PORTAL}&Action=Deal_Move&Result=POSITIVE`;

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
	const trigger = {
		name: 'Call Result',
		type: 'n8n-nodes-mango-bitrix24.mangoBitrixTrigger',
		typeVersion: 2,
		parameters: { actions: ['dealMove'], respond: 'onReceived', options: {} },
	};
	const ours = await importTemplate(client, toNothing("The package's trigger", trigger), {
		credentials: {
			mangoBitrixWebhookApi: { name: 'MANGO', data: { authData: AUTH_DATA, productId: PORTAL } },
		},
	});
	return {
		client,
		ours: { workflowId: ours.workflowId, path: new URL(ours.webhookUrl as string).pathname },
		floor: await importRival(client, FLOOR, FLOOR_PATH),
	};
}

async function beside(
	setUp: string,
	origin: string | string[],
	{ client, ...receivers }: Published,
	effort: Effort,
): Promise<Row> {
	const workflowIds = Object.values(receivers).map(({ workflowId }) => workflowId);
	const send = async ({ workflowId, path }: Receiver, usual: number) => {
		const count = effort.count(usual);
		const webhooks = Array.from({ length: count }, (_, i) => ({
			path: `${path}?${SENT}&DealID=${i + 1}`,
		}));
		return await rateToEnd(
			client,
			{ workflowIds, workflowId, webhooks: count, executions: count },
			async () => await sendAll(origin, webhooks, 200),
		);
	};
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
