import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { startBitrix24, type Bitrix24Standin, type StandinOptions } from '../../sandbox/bitrix24';
import { startMango, type MangoOptions, type MangoStandin } from '../../sandbox/mango';
import { startN8n, type N8nHost } from '../../sandbox/n8n/host';
import { freePort } from '../../sandbox/n8n/ports';
import {
	importTemplate,
	type CredentialsByType,
	type ImportedTemplate,
} from '../../sandbox/n8n/provision';
import { until, type Look } from '../../sandbox/n8n/until';
import type { WorkflowJson, WorkflowNode } from '../../sandbox/n8n/workflow';
import { credentialsFor, n8nApiCredential } from '../../sandbox/start/credentials';
import { PRODUCT_ID } from '../../sandbox/start/webhookUrls';

export interface Office {
	bitrix24: Bitrix24Standin;
	mango: MangoStandin;
	n8n: N8nHost;
	stop(): Promise<void>;
}

interface OfficeOptions {
	bitrix24?: StandinOptions;
	mango?: MangoOptions;
	env?: NodeJS.ProcessEnv;
	/** Another n8n than the sandbox's own. */
	version?: string;
}

/** A real n8n with the built package, and the stand-ins of both services beside it, all fresh. */
export async function startOffice(options: OfficeOptions = {}): Promise<Office> {
	const userFolder = await mkdtemp(join(tmpdir(), 'mango-bitrix24-e2e-'));
	const start = async () =>
		await startN8n({
			userFolder,
			port: await freePort(),
			packageDir: resolve(__dirname, '../..'),
			version: options.version,
			env: options.env,
		});
	return await openOffice(options, start, () => rm(userFolder, { recursive: true, force: true }));
}

/**
 * The stand-ins of both services, and the n8n that is started beside them; or nothing of it, when that does not come
 * up. `cleanUp` follows when all have stopped.
 */
export async function openOffice<N extends { stop(): Promise<void> }>(
	options: Pick<OfficeOptions, 'bitrix24' | 'mango'>,
	start: () => Promise<N>,
	cleanUp: () => Promise<void> = async () => {},
): Promise<Pick<Office, 'bitrix24' | 'mango' | 'stop'> & { n8n: N }> {
	const mango = await startMango(options.mango);
	const bitrix24 = await startBitrix24({
		rateLimit: false,
		telephone: mango.telephone,
		...options.bitrix24,
	});
	const stopServices = async () => {
		await bitrix24.stop();
		await mango.stop();
		await cleanUp();
	};
	try {
		const n8n = await start();
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

export const AUTH_DATA = 'f3A9kzQ07bXw2LmT8cVr';
/** What MANGO's integration sends with each webhook of the portal that the stand-in plays. */
export const SENDER = `Source=Bitrix24&AuthData=${AUTH_DATA}&Product_id=${PRODUCT_ID}`;

/**
 * Imports a shipped template as a user does, connected to the stand-ins; `patchNode` changes a
 * node, `patch` the whole, `others` are credentials of further services. Each webhook counts, unless
 * `patchNode` says otherwise: tests share n8n and the numbers of deals.
 */
export async function importShipped(
	{
		n8n,
		bitrix24,
		mango,
	}: Pick<Office, 'bitrix24' | 'mango'> & { n8n: Pick<N8nHost, 'client' | 'url'> },
	file: string,
	patchNode: (node: WorkflowNode) => WorkflowNode = (node) => node,
	patch: (template: WorkflowJson) => WorkflowJson = (template) => template,
	others: CredentialsByType = {},
): Promise<ImportedTemplate & { url: string }> {
	const template = JSON.parse(
		readFileSync(resolve(__dirname, '../../templates', file), 'utf8'),
	) as WorkflowJson;
	const { nodes, ...rest } = patch(template);
	const patched = { ...rest, nodes: nodes.map((node) => patchNode(onceIn(0)(node))) };
	const imported = await importTemplate(n8n.client, patched, {
		...credentialsFor(bitrix24, mango, AUTH_DATA),
		...(JSON.stringify(template).includes('"n8nApi"') && (await n8nApiCredential(n8n))),
		...others,
	});
	return { ...imported, url: `${imported.webhookUrl as string}?${SENDER}` };
}

/** The node with *onceInMinutes* of a template's Settings set to so many. */
export const onceIn =
	(minutes: number) =>
	(node: WorkflowNode): WorkflowNode => {
		if (!JSON.stringify(node.parameters).includes('"name":"onceInMinutes"')) return node;
		const { assignments } = structuredClone(node.parameters.assignments) as {
			assignments: Array<{ name: string; value: unknown }>;
		};
		for (const one of assignments) if (one.name === 'onceInMinutes') one.value = minutes;
		return { ...node, parameters: { ...node.parameters, assignments: { assignments } } };
	};

/** Waits until something is there, or holds, and gives it; fails with `what` after so many seconds. */
export async function eventually<T>(what: string, look: Look<T>, seconds = 60): Promise<T> {
	const late = () => `${what} did not come within ${seconds} s`;
	return await until(look, { everyMs: 50, seconds, late });
}

/** What Bitrix24's robot sends when a deal enters its stage. */
export async function robot(url: string, action: string, dealId: number): Promise<void> {
	const body = new URLSearchParams({
		'document_id[0]': 'crm',
		'document_id[1]': 'CCrmDocumentDeal',
		'document_id[2]': `DEAL_${dealId}`,
	});
	const response = await fetch(`${url}&Action=${action}`, { method: 'POST', body });
	expect([response.status, await response.text()]).toEqual([200, '']);
}
