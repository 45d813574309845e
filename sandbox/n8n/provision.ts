import { randomUUID } from 'node:crypto';

import type { INodeTypeDescription } from 'n8n-workflow';

import type { N8nClient } from './client';
import { until } from './until';
import { waitForWebhooks, type TriggerWebhook } from './webhooks';
import { typeOf, type StoredWorkflow, type WorkflowJson, type WorkflowNode } from './workflow';

export type CredentialsByType = Record<string, { name: string; data: Record<string, unknown> }>;
export type CredentialIds = Record<string, { id: string; name: string }>;

export interface ImportedTemplate {
	workflowId: string;
	workflow: StoredWorkflow;
	/** Production webhooks of this package's triggers, in the order of the template's nodes. */
	webhooks: TriggerWebhook[];
	/** The first of them; templates without such a trigger have none. */
	webhookUrl?: string;
}

/** Makes a template run in n8n: with those of the credentials that it takes, published, its webhooks answering. */
export async function importTemplate(
	client: N8nClient,
	template: WorkflowJson,
	credentials: CredentialsByType,
): Promise<ImportedTemplate> {
	const needed = credentialTypesOf(template, await client.nodeTypes());
	const ids: CredentialIds = {};
	for (const [type, { name, data }] of Object.entries(credentials)) {
		if (needed.has(type))
			ids[type] = { id: (await client.createCredential({ name, type, data })).id, name };
	}
	const { id } = await storeWorkflow(client, template, ids);
	return await publishAndWait(client, id);
}

/**
 * Stores a template ready to run: every node gets an id and the credentials that it takes, every webhook node a webhook
 * id of its own. An earlier import, `previous`, is changed; its ids stay, and with them its webhook URLs.
 */
export async function storeWorkflow(
	client: N8nClient,
	template: WorkflowJson,
	credentials: CredentialIds,
	previous?: StoredWorkflow,
): Promise<StoredWorkflow> {
	const types = await client.nodeTypes();
	const prepareNode = (node: WorkflowNode): WorkflowNode => {
		const type = typeOf(node, types);
		const declared = credentialsOf(node, type).flatMap((name) =>
			credentials[name] ? [[name, credentials[name]]] : [],
		);
		const earlier = previous?.nodes.find(({ name }) => name === node.name);
		return {
			...node,
			id: node.id ?? earlier?.id ?? randomUUID(),
			...(declared.length > 0 ? { credentials: Object.fromEntries(declared) } : {}),
			...(type?.webhooks?.length ? { webhookId: earlier?.webhookId ?? randomUUID() } : {}),
		};
	};
	const prepared = { ...template, nodes: template.nodes.map(prepareNode) };
	return previous
		? await client.updateWorkflow(previous.id, prepared)
		: await client.createWorkflow(prepared);
}

/** Publishes a stored workflow and waits until its webhooks answer. */
export async function publishAndWait(
	client: N8nClient,
	workflowId: string,
): Promise<ImportedTemplate> {
	const workflow = await client.publish(workflowId);
	await waitForPublication(client, workflowId);
	const webhooks = await waitForWebhooks(client, workflow);
	return { workflowId, workflow, webhooks, webhookUrl: webhooks[0]?.url };
}

/** n8n publishes in the background; a trigger that it could not set up shows in the status only. */
async function waitForPublication(client: N8nClient, workflowId: string): Promise<void> {
	let last = '';
	const isPublished = async () => {
		const { status, triggers } = await client.publicationStatus(workflowId);
		const failed = triggers.find(({ errorMessage }) => errorMessage !== null);
		if (failed !== undefined && status !== 'published')
			throw new Error(`n8n could not publish the workflow: ${failed.errorMessage}`);
		last = status;
		return status === 'published';
	};
	const late = () => `n8n did not publish the workflow within 120 s: its status is ${last}`;
	await until(isPublished, { everyMs: 50, seconds: 120, late });
}

/** The credential types that the template's nodes take. */
export function credentialTypesOf(
	template: WorkflowJson,
	types: INodeTypeDescription[],
): Set<string> {
	return new Set(template.nodes.flatMap((node) => credentialsOf(node, typeOf(node, types))));
}

/** What its type declares, and what an HTTP Request node borrows of another node. */
function credentialsOf({ parameters }: WorkflowNode, type?: INodeTypeDescription): string[] {
	const { nodeCredentialType } = parameters ?? {};
	const borrowed = typeof nodeCredentialType === 'string' ? [nodeCredentialType] : [];
	return [...(type?.credentials ?? []).map(({ name }) => name), ...borrowed];
}
