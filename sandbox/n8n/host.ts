import { join } from 'node:path';

import { N8nClient, type Owner } from './client';
import { ensureN8n } from './install';
import { N8nProcess, type N8nProcessOptions } from './n8nProcess';
import { installPackage, type InstalledPackage } from './packageFiles';
import { freePort } from './ports';
import { N8nApiError } from './rest';
import { until } from './until';
import { UserError } from './userError';

/** The owner of every n8n that the sandbox and the tests start; it listens on this machine only. */
export const DEMO_OWNER: Owner = {
	email: 'demo@example.com',
	password: 'Sandbox-2026',
	firstName: 'Demo',
	lastName: 'Owner',
};

export interface N8nHostOptions {
	/** Where n8n keeps its database, its key and the package. */
	userFolder: string;
	port: number;
	/** The built package: its package.json and dist. */
	packageDir: string;
	/** Another n8n than the sandbox's own. */
	version?: string;
	/** Further settings of n8n; they win over the host's own. */
	env?: NodeJS.ProcessEnv;
	onLog?: (line: string) => void;
	/** Called when n8n ends without having been stopped. */
	onUnexpectedExit?: (reason: string) => void;
}

export interface N8nHost {
	url: string;
	userFolder: string;
	logFile: string;
	/** Logged in as DEMO_OWNER. */
	client: N8nClient;
	/** Ends n8n and starts it again on the same data. */
	restart(): Promise<void>;
	/** Ends n8n with SIGKILL, as a lack of memory or of power does, and starts it again on the same data. */
	killAndRestart(): Promise<void>;
	stop(): Promise<void>;
}

/** Installs the built package into an n8n of its own, starts it and waits until it has loaded the package's nodes. */
export async function startN8n(options: N8nHostOptions): Promise<N8nHost> {
	const { userFolder, port, packageDir, onLog, onUnexpectedExit } = options;
	const install = await ensureN8n({ version: options.version });
	const installed = await installPackage(packageDir, userFolder);
	const url = `http://127.0.0.1:${port}`;
	const logFile = join(userFolder, 'n8n.log');
	const env = { ...hostEnvironment(userFolder, port, await freePort()), ...options.env };
	const client = new N8nClient(url);

	const boot = (): Promise<N8nProcess> =>
		startProcess({ install, env, logFile, onLog, onUnexpectedExit }, client, installed);
	let n8n = await boot();
	return {
		url,
		userFolder,
		logFile,
		client,
		restart: async () => {
			await n8n.stop();
			n8n = await boot();
		},
		killAndRestart: async () => {
			await n8n.kill();
			n8n = await boot();
		},
		stop: () => n8n.stop(),
	};
}

async function startProcess(
	options: N8nProcessOptions,
	client: N8nClient,
	installed: InstalledPackage,
): Promise<N8nProcess> {
	const n8n = new N8nProcess(options);
	try {
		await n8n.ready(client.url);
		await enterWhenServed(client);
		await checkNodeTypes(client, installed, options.logFile);
		return n8n;
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}

/** Readiness means the database; the REST interface follows a moment later. */
async function enterWhenServed(client: N8nClient): Promise<void> {
	const enter = async (): Promise<boolean> => {
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
	};
	const late = () => 'n8n is ready, but does not answer its editor';
	await until(enter, { everyMs: 100, seconds: 30, late });
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
