import { resolve } from 'node:path';

import type { MangoOptions } from '../../sandbox/mango';
import { freePort } from '../../sandbox/n8n/ports';
import { startQueue, type QueueHost, type QueueOptions } from '../../sandbox/queue/host';
import { eventually, importShipped, openOffice, type Office } from '../e2e/office';

/** n8n in queue mode, where templates are imported into, and the stand-ins beside it. */
export type QueueOffice = Omit<Office, 'n8n'> & { n8n: QueueHost };

/** The office of the end-to-end tests with n8n's queue mode; the stand-ins take all that comes. */
export async function startQueueOffice(
	mangoOptions: MangoOptions = {},
	queueOptions: QueueOptions = {},
): Promise<QueueOffice> {
	return await openOffice(
		{ mango: { rateLimit: false, ...mangoOptions } },
		async () => await startQueue(resolve(__dirname, '../..'), await freePort(), queueOptions),
	);
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
