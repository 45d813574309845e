import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient } from '../n8n/client';
import { DEMO_OWNER, makeN8n } from '../n8n/host';
import type { N8nRole } from '../n8n/n8nService';
import { freePort } from '../n8n/ports';
import type { Service } from '../n8n/service';
import { startBalancer } from './balancer';
import { DATABASE, postgresIn, redisIn } from './databases';
import { ALL_SETTINGS, type SomeSettings } from './environment';

/** n8n's processes, in the order of their starting, and what each of them does. */
const ROLES = {
	main: 'start',
	webhook1: 'webhook',
	webhook2: 'webhook',
	worker1: 'worker',
	worker2: 'worker',
} as const satisfies Record<string, N8nRole>;
type ProcessName = keyof typeof ROLES;
const PROCESSES = Object.keys(ROLES) as ProcessName[];

/** n8n's queue mode behind one address. */
export interface QueueHost {
	url: string;
	/** Logged in as DEMO_OWNER, at that address. */
	client: N8nClient;
	/** Addresses of what takes webhooks. */
	webhookHosts: string[];
	/** Each can be killed, and started again on the same data. */
	parts: Record<ProcessName | 'redis' | 'postgres', Service>;
	stop(): Promise<void>;
}

export interface QueueOptions {
	/** Called when a part ends without having been stopped or killed. */
	onUnexpectedExit?: (reason: string) => void;
	/** In place of ALL_SETTINGS. */
	settings?: SomeSettings;
}

/**
 * Starts all of it with the built package in every process. Its data are fresh, and gone when it is stopped. Throws
 * UserError when Redis or PostgreSQL are missing on this machine. When a part does not come up, nothing is left of the
 * others.
 */
export async function startQueue(
	packageDir: string,
	port: number,
	{ onUnexpectedExit, settings = ALL_SETTINGS }: QueueOptions = {},
): Promise<QueueHost> {
	const url = `http://127.0.0.1:${port}`;
	const folder = await mkdtemp(join(tmpdir(), 'mango-bitrix24-queue-'));
	const running: Array<{ stop(): Promise<void> }> = [];
	const start = async (service: Service): Promise<Service> => {
		running.push(service);
		await service.start();
		return service;
	};
	const stop = async () => {
		// Redis and PostgreSQL, which were started first, after those who use them.
		for (const parts of [running.splice(2), running.splice(0)])
			await Promise.all(parts.map((part) => part.stop()));
		await rm(folder, { recursive: true, force: true });
	};
	try {
		// PostgreSQL's user has to get at its own part of it.
		await chmod(folder, 0o711);
		const redis = await start(
			redisIn(join(folder, 'redis'), await freePort(), settings.redis, onUnexpectedExit),
		);
		const postgres = await start(
			await postgresIn(join(folder, 'postgres'), await freePort(), onUnexpectedExit),
		);
		const shared = {
			...settings.n8n,
			DB_POSTGRESDB_DATABASE: DATABASE.name,
			DB_POSTGRESDB_USER: DATABASE.user,
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			WEBHOOK_URL: `${url}/`,
		};

		const launch = async (name: string, role: N8nRole) => {
			const ownPort = await freePort();
			const health = {
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(ownPort),
			};
			const env = { ...shared, ...(role === 'worker' && health) };
			const userFolder = join(folder, name);
			const n8n = { packageDir, userFolder, port: ownPort, env, onUnexpectedExit };
			return await start((await makeN8n(n8n, name, role)).service);
		};
		const parts = { redis, postgres } as QueueHost['parts'];
		for (const name of PROCESSES) parts[name] = await launch(name, ROLES[name]);

		const hostOf = (name: ProcessName) => `http://127.0.0.1:${parts[name].port}`;
		const webhookHosts = PROCESSES.filter((name) => ROLES[name] === 'webhook').map(hostOf);
		running.push(await startBalancer(port, hostOf('main'), webhookHosts));
		const client = new N8nClient(url);
		await client.enter(DEMO_OWNER);
		return { url, client, webhookHosts, parts, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
