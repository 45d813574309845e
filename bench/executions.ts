import type { N8nClient } from '../sandbox/n8n/client';
import { until } from '../sandbox/n8n/until';
import { rate } from './load';

const LIMIT_S = 180;

/** What a burst of webhooks starts in n8n, in which nothing else runs meanwhile. */
export interface Burst {
	/** All workflows that have run in this n8n: it counts the executions of all together. */
	workflowIds: string[];
	workflowId: string;
	webhooks: number;
	executions: number;
}

/** Webhooks a second, until the last execution that they start has finished well. */
export async function rateToEnd(
	client: N8nClient,
	burst: Burst,
	send: () => Promise<void>,
): Promise<number> {
	const newest = await Promise.all(burst.workflowIds.map((id) => newestId(client, id)));
	return await rate(burst.webhooks, async () => {
		await send();
		await allFinished(client, burst, Math.max(...newest));
	});
}

async function newestId(client: N8nClient, workflowId: string): Promise<number> {
	return Math.max(0, ...(await client.executions(workflowId)).map(({ id }) => Number(id)));
}

/** Throws when they are not exactly as many as they should be. */
async function allFinished(
	client: N8nClient,
	{ workflowId, executions: expected }: Burst,
	before: number,
): Promise<void> {
	const areFinished = async () => {
		const executions = (await client.executions(workflowId)).filter(
			({ id }) => Number(id) > before,
		);
		const started = Math.max(before, ...executions.map(({ id }) => Number(id))) - before;
		const failed = executions.filter(({ status }) => ['error', 'crashed'].includes(status)).length;
		if (started > expected || failed > 0)
			throw new Error(
				`${started} executions were started and ${failed} failed; ${expected} should have been started`,
			);
		return started === expected && executions.every(({ status }) => status === 'success');
	};
	const late = () => `Not all of ${expected} executions finished within ${LIMIT_S} s`;
	await until(areFinished, { everyMs: 20, seconds: LIMIT_S, late });
}
