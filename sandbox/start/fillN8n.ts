import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { N8nClient } from '../n8n/client';
import {
	credentialTypesOf,
	publishAndWait,
	storeWorkflow,
	type CredentialIds,
	type CredentialsByType,
} from '../n8n/provision';
import { waitForWebhooks, type TriggerWebhook } from '../n8n/webhooks';
import type { StoredWorkflow, WorkflowJson } from '../n8n/workflow';
import type { DataFolder } from './dataFolder';
import { makeUsersChoices } from './usersChoices';

/** A shipped template. */
interface Template {
	file: string;
	json: WorkflowJson;
}

export interface LoadedTemplate {
	file: string;
	name: string;
	workflowId: string;
	webhooks: TriggerWebhook[];
}

/** A template that is in n8n but could not be published. */
export interface UnpublishedTemplate {
	file: string;
	reason: string;
}

/**
 * Brings the credentials and all shipped templates into n8n. What is there from an earlier start is changed only when
 * what it was made from changed, so that the user's own edits stay.
 */
export async function fillN8n(
	client: N8nClient,
	folder: DataFolder,
	templatesDir: string,
	credentials: CredentialsByType,
): Promise<{ loaded: LoadedTemplate[]; unpublished: UnpublishedTemplate[] }> {
	const ids = await storeCredentials(client, folder, credentials);
	const loaded: LoadedTemplate[] = [];
	const unpublished: UnpublishedTemplate[] = [];
	for (const template of readTemplates(templatesDir)) {
		const { workflow, isNew } = await storeTemplate(client, folder, template, ids);
		try {
			const webhooks = await bringUp(client, workflow, isNew);
			loaded.push({ file: template.file, name: workflow.name, workflowId: workflow.id, webhooks });
		} catch (error) {
			unpublished.push({ file: template.file, reason: (error as Error).message });
		}
	}
	return { loaded, unpublished };
}

function readTemplates(templatesDir: string): Template[] {
	const files = readdirSync(templatesDir).filter((file) => file.endsWith('.json'));
	return files.map((file) => {
		const json = JSON.parse(readFileSync(join(templatesDir, file), 'utf8')) as WorkflowJson;
		return { file, json: { ...json, nodes: json.nodes.map(makeUsersChoices) } };
	});
}

async function storeCredentials(
	client: N8nClient,
	folder: DataFolder,
	credentials: CredentialsByType,
): Promise<CredentialIds> {
	const present = new Set((await client.credentials()).map(({ id }) => id));
	const ids: CredentialIds = {};
	for (const [type, { name, data }] of Object.entries(credentials)) {
		const known = folder.state.credentials[type];
		const madeFrom = fingerprint(data);
		let id = known?.id;
		if (id === undefined || !present.has(id))
			({ id } = await client.createCredential({ name, type, data }));
		else if (known?.madeFrom !== madeFrom) await client.updateCredential(id, { name, type, data });
		ids[type] = { id, name };
		folder.state.credentials[type] = { id, madeFrom };
		folder.save();
	}
	return ids;
}

async function storeTemplate(
	client: N8nClient,
	folder: DataFolder,
	{ file, json }: Template,
	credentials: CredentialIds,
): Promise<{ workflow: StoredWorkflow; isNew: boolean }> {
	const known = folder.state.workflows[file];
	const previous = known && (await client.findWorkflow(known.id));
	const types = credentialTypesOf(json, await client.nodeTypes());
	const madeFrom = fingerprint([json, [...types].map((type) => credentials[type]?.id)]);
	if (previous && known.madeFrom === madeFrom) return { workflow: previous, isNew: false };

	const workflow = await storeWorkflow(client, json, credentials, previous);
	folder.state.workflows[file] = { id: workflow.id, madeFrom };
	folder.save();
	return { workflow, isNew: true };
}

async function bringUp(
	client: N8nClient,
	workflow: StoredWorkflow,
	isNew: boolean,
): Promise<TriggerWebhook[]> {
	if (workflow.active && !isNew) return await waitForWebhooks(client, workflow);
	return (await publishAndWait(client, workflow.id)).webhooks;
}

function fingerprint(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
