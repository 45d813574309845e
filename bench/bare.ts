import type { N8nClient } from '../sandbox/n8n/client';
import { publishAndWait } from '../sandbox/n8n/provision';
import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { makeUsersChoices } from '../sandbox/start/usersChoices';
import { importShipped, type Office } from '../test/e2e/office';

/** A published workflow, and where its webhook answers. */
export interface Receiver {
	workflowId: string;
	path: string;
}

/**
 * Imports a template without its notes and sample data, which the rivals have none of and n8n stores with every
 * execution.
 */
export async function importBare(office: Office, file: string): Promise<Receiver> {
	const { url, workflowId } = await importShipped(office, file, makeUsersChoices, (template) => ({
		...template,
		pinData: undefined,
		nodes: template.nodes.filter(({ type }) => !type.endsWith('.stickyNote')),
	}));
	return { workflowId, path: new URL(url).pathname };
}

/** Stores and publishes a workflow of n8n's own nodes, whose webhook has this path. */
export async function importRival(
	client: N8nClient,
	workflow: WorkflowJson,
	path: string,
): Promise<Receiver> {
	const { id } = await client.createWorkflow(workflow);
	await publishAndWait(client, id);
	return { workflowId: id, path: `/webhook/${path}` };
}
