import { publishAndWait } from '../sandbox/n8n/provision';
import type { WorkflowJson } from '../sandbox/n8n/workflow';
import { makeUsersChoices } from '../sandbox/start/usersChoices';
import { importShipped, type Office } from '../test/e2e/office';

/**
 * Imports a template without its notes and sample data, which the rivals have none of and n8n stores with every
 * execution. Returns its webhook's path.
 */
export async function importBare(office: Office, file: string): Promise<string> {
	const { url } = await importShipped(office, file, makeUsersChoices, (template) => ({
		...template,
		pinData: undefined,
		nodes: template.nodes.filter(({ type }) => !type.endsWith('.stickyNote')),
	}));
	return new URL(url).pathname;
}

/** Stores and publishes a workflow of n8n's own nodes. Returns its ID. */
export async function importRival({ n8n }: Office, workflow: WorkflowJson): Promise<string> {
	const { id } = await n8n.client.createWorkflow(workflow);
	await publishAndWait(n8n.client, id);
	return id;
}
