import { resolve } from 'node:path';

import { startBitrix24, type Bitrix24Standin } from '../../sandbox/bitrix24';
import { startMango, type MangoOptions, type MangoStandin } from '../../sandbox/mango';
import { freePort } from '../../sandbox/n8n/ports';
import type { Cluster, ClusterOptions } from '../../sandbox/queue/cluster';
import { startQueue } from '../../sandbox/queue/host';
import { eventually, importShipped } from '../e2e/office';

export interface QueueOffice {
	bitrix24: Bitrix24Standin;
	mango: MangoStandin;
	/** n8n in queue mode, where templates are imported into. */
	n8n: Cluster & { url: string };
	stop(): Promise<void>;
}

/** The office of the end-to-end tests with n8n's queue mode; the stand-ins take all that comes. */
export async function startQueueOffice(
	mangoOptions: MangoOptions = {},
	clusterOptions: ClusterOptions = {},
): Promise<QueueOffice> {
	const mango = await startMango({ rateLimit: false, ...mangoOptions });
	const bitrix24 = await startBitrix24({ rateLimit: false, telephone: mango.telephone });
	const stopServices = async () => {
		await bitrix24.stop();
		await mango.stop();
	};
	try {
		const n8n = await startQueue(resolve(__dirname, '../..'), await freePort(), clusterOptions);
		const stop = async () => {
			await n8n.stop();
			await stopServices();
		};
		return { bitrix24, mango, n8n, stop };
	} catch (error) {
		await stopServices();
		throw error;
	}
}

/** The table in which callbacks are kept. */
export const CALLS_TABLE = 'MANGO calls';

/** The loop's workflow makes the table; it is of no use otherwise here. */
export async function makeCallsTable(office: QueueOffice): Promise<void> {
	const { client } = office.n8n;
	const { workflowId } = await importShipped(office, 'mango-events-to-crm.json');
	await eventually('The table', () => client.dataTableRows(CALLS_TABLE), 120);
	await client.unpublish(workflowId);
}

/** How often MANGO was asked to call for each deal. */
export function callsByDeal({ mango }: QueueOffice): Map<number, number> {
	const calls = new Map<number, number>();
	for (const { path, json } of mango.requests) {
		if (path !== 'commands/callback') continue;
		const dealId = Number((json as { command_id: string }).command_id.split('.')[1]);
		calls.set(dealId, (calls.get(dealId) ?? 0) + 1);
	}
	return calls;
}
