import type { N8nClient } from './client';
import { until } from './until';
import {
	typeOf,
	type StoredWorkflow,
	type WebhookDescription,
	type WorkflowNode,
} from './workflow';

/** Triggers of this package refuse a request without authentication, so they can be asked whether they are up. */
const OWN_NODES = 'n8n-nodes-mango-bitrix24.';

export interface TriggerWebhook {
	node: string;
	nodeType: string;
	method: string;
	url: string;
}

/** Waits until the webhooks of this package's triggers in a published workflow answer; returns them. */
export async function waitForWebhooks(
	client: N8nClient,
	workflow: StoredWorkflow,
): Promise<TriggerWebhook[]> {
	const own = workflow.nodes.filter(
		({ type, disabled }) => type.startsWith(OWN_NODES) && disabled !== true,
	);
	const webhooks = (
		await Promise.all(own.map((node) => webhooksOf(client, workflow, node)))
	).flat();
	await Promise.all(webhooks.map(waitForWebhook));
	return webhooks;
}

/** The production webhooks of a node, in the order in which its type lists them. */
async function webhooksOf(
	client: N8nClient,
	workflow: StoredWorkflow,
	node: WorkflowNode,
): Promise<TriggerWebhook[]> {
	const described = typeOf(node, await client.nodeTypes())?.webhooks ?? [];
	const ownPart = node.webhookId ?? `${workflow.id}/${encodeURIComponent(node.name.toLowerCase())}`;
	return described.map((webhook) => ({
		node: node.name,
		nodeType: node.type,
		method: webhook.httpMethod,
		url: [client.url, 'webhook', ...pathParts(webhook, ownPart)].join('/'),
	}));
}

function pathParts({ path, isFullPath }: WebhookDescription, ownPart: string): string[] {
	return (isFullPath ? [path] : [ownPart, path]).filter((part) => part !== '');
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
	const late = () => `The webhook ${method} ${url} did not come up within 30 s: ${answer}`;
	await until(isThere, { everyMs: 50, seconds: 30, late });
}
