import { NodeHelpers, type INode } from 'n8n-workflow';

import type { N8nClient } from './client';
import { until } from './until';
import { typeOf, type StoredWorkflow } from './workflow';

/** Triggers of this package refuse a request without authentication, so they can be asked whether they are up. */
const OWN_NODES = 'n8n-nodes-mango-bitrix24.';

/** A production webhook. */
export interface TriggerWebhook {
	nodeType: string;
	method: string;
	url: string;
}

/**
 * Waits until the webhooks of this package's triggers in a published workflow answer; returns them, those of a node in
 * the order in which its type lists them.
 */
export async function waitForWebhooks(
	client: N8nClient,
	workflow: StoredWorkflow,
): Promise<TriggerWebhook[]> {
	const types = await client.nodeTypes();
	const own = workflow.nodes.filter(
		({ type, disabled }) => type.startsWith(OWN_NODES) && disabled !== true,
	);
	const base = `${client.url}/webhook`;
	const webhooks = own.flatMap((node) =>
		(typeOf(node, types)?.webhooks ?? []).map(({ httpMethod, path }) => ({
			nodeType: node.type,
			method: String(httpMethod),
			url: NodeHelpers.getNodeWebhookUrl(base, workflow.id, node as unknown as INode, path),
		})),
	);
	await Promise.all(webhooks.map(waitForWebhook));
	return webhooks;
}

/**
 * Asks without authentication, which our triggers refuse without starting an execution; where it can be, with a body
 * that is none, since wrong secrets are counted.
 */
async function waitForWebhook({ url, method }: TriggerWebhook): Promise<void> {
	const body = method === 'POST' ? { headers: { 'Content-Type': 'text/plain' }, body: '?' } : {};
	let answer = '';
	const isThere = async () => {
		const response = await fetch(url, { method, ...body });
		answer = await response.text();
		return response.status !== 404;
	};
	const late = () => `The webhook ${method} ${url} did not come up within 120 s: ${answer}`;
	await until(isThere, { everyMs: 50, seconds: 120, late });
}
