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
	credentials: CredentialIds;
	/** Production webhooks of this package's triggers, in the order of the template's nodes. */
	webhooks: TriggerWebhook[];
	/** The first of them; templates without such a trigger have none. */
	webhookUrl?: string;
}

/** Makes a shipped template run in n8n: with its credentials, published, its webhooks answering. */
export async function importTemplate(
	client: N8nClient,
	template: WorkflowJson,
	options: { credentials: CredentialsByType; patchNode?: (node: WorkflowNode) => WorkflowNode },
): Promise<ImportedTemplate> {
	const types = await client.nodeTypes();
	const needed = credentialTypesOf(template, types);
	const credentials: CredentialIds = {};
	for (const [type, { name, data }] of Object.entries(options.credentials)) {
		if (needed.has(type))
			credentials[type] = { id: (await client.createCredential({ name, type, data })).id, name };
	}
	const { patchNode = (node) => node } = options;
	const prepared = prepareWorkflow(template, types, credentials);
	const { id } = await client.createWorkflow({ ...prepared, nodes: prepared.nodes.map(patchNode) });
	return { ...(await publishAndWait(client, id)), credentials };
}

/** Publishes a stored workflow and waits until its webhooks answer. */
export async function publishAndWait(
	client: N8nClient,
	workflowId: string,
): Promise<Omit<ImportedTemplate, 'credentials'>> {
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

/**
 * A template ready to be stored: every node gets an id and the credentials that it takes,
 * every webhook node a webhook id of its own. The ids of `previous`, an earlier import, are kept,
 * so that its webhook URLs stay the same.
 */
export function prepareWorkflow(
	template: WorkflowJson,
	types: INodeTypeDescription[],
	credentials: CredentialIds,
	previous?: WorkflowJson,
): WorkflowJson {
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
	return { ...template, nodes: template.nodes.map(prepareNode) };
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
