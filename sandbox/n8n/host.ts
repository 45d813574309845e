import { join } from 'node:path';

import { N8nClient, type Owner } from './client';
import { ensureN8n } from './install';
import { n8nService, type N8nRole } from './n8nService';
import { installPackage, type InstalledPackage } from './packageFiles';
import { freePort } from './ports';
import { N8nApiError } from './rest';
import type { Service } from './service';
import { UserError } from './userError';

/** The owner of every n8n that the sandbox and the tests start; it listens on this machine only. */
export const DEMO_OWNER: Owner = {
	email: 'demo@example.com',
	password: 'Sandbox-2026',
	firstName: 'Demo',
	lastName: 'Owner',
};

export interface N8nOptions {
	/** Where n8n keeps its database, its key, its log and the package. */
	userFolder: string;
	port: number;
	/** The built package: its package.json and dist. */
	packageDir: string;
	/** Another n8n than the sandbox's own. */
	version?: string;
	/** Further settings of n8n; they win over the host's own. */
	env?: NodeJS.ProcessEnv;
	/** Called when n8n ends without having been stopped. */
	onUnexpectedExit?: (reason: string) => void;
}

export interface N8nHost {
	url: string;
	/** Logged in as DEMO_OWNER. */
	client: N8nClient;
	/** Ends n8n with SIGKILL, as a lack of memory or of power does, and starts it again on the same data. */
	killAndRestart(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts n8n with the built package installed. */
export async function startN8n(options: N8nOptions): Promise<N8nHost> {
	const { service, client } = await makeN8n(options);
	await service.start();
	return {
		url: client.url,
		client,
		killAndRestart: async () => {
			await service.kill();
			await service.start();
		},
		stop: () => service.stop(),
	};
}

/**
 * Installs the built package into an n8n of its own, which is still to be started. The one that has the editor is up
 * once the client is logged in and the package's nodes are there.
 */
export async function makeN8n(
	{ packageDir, userFolder, port, version, env, onUnexpectedExit }: N8nOptions,
	name = 'n8n',
	role: N8nRole = 'start',
): Promise<{ service: Service; client: N8nClient }> {
	const install = await ensureN8n({ version });
	const installed = await installPackage(packageDir, userFolder);
	const logFile = join(userFolder, 'n8n.log');
	const client = new N8nClient(`http://127.0.0.1:${port}`);
	const isServing = async () => {
		if (role !== 'start') return true;
		if (!(await isEntered(client))) return false;
		await checkNodeTypes(client, installed, logFile);
		return true;
	};
	const service = n8nService({
		name,
		role,
		install,
		env: { ...hostEnvironment(userFolder, port, await freePort()), ...env },
		port,
		logFile,
		isServing,
		onUnexpectedExit,
	});
	return { service, client };
}

/** Readiness means the database; the REST interface follows a moment later. */
async function isEntered(client: N8nClient): Promise<boolean> {
	try {
		await client.enter(DEMO_OWNER);
		return true;
	} catch (error) {
		const status = error instanceof N8nApiError ? error.status : undefined;
		if (status === 404 || status === 503) return false;
		if (status !== 401) throw error;
		throw new UserError(
			`n8n refuses ${DEMO_OWNER.email} with the sandbox's password, so they were changed in ` +
				`it: start afresh with "npm start -- --reset".`,
		);
	}
}

async function checkNodeTypes(
	client: N8nClient,
	{ name, nodeTypes }: InstalledPackage,
	logFile: string,
): Promise<void> {
	const loaded = new Set((await client.nodeTypes()).map((type) => type.name));
	const missing = nodeTypes.filter((type) => !loaded.has(type));
	if (missing.length > 0)
		throw new Error(`n8n runs but did not load ${missing.join(', ')} of ${name}; see ${logFile}.`);
}

/** What every n8n of the sandbox and the tests is told. */
function hostEnvironment(userFolder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// Plain http, so the browser would not send a secure cookie back.
		N8N_SECURE_COOKIE: 'false',
		// Ten times as many webhooks a second as with an isolate for each of them.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
	};
}
