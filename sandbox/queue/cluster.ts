import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { N8nClient } from '../n8n/client';
import { makeN8n } from '../n8n/host';
import type { N8nRole } from '../n8n/n8nService';
import { freePort } from '../n8n/ports';
import type { Service } from '../n8n/service';
import { ALL_SETTINGS, type SomeSettings } from './environment';
import { DATABASE, postgresIn } from './postgres';
import { redisIn } from './redis';

/** n8n's queue mode: a main, two that take webhooks, two workers, Redis and PostgreSQL. */
export interface Cluster {
	/** The main's, logged in. */
	client: N8nClient;
	/** Addresses of what takes webhooks. */
	webhookHosts: string[];
	/** Each can be killed, and started again on the same data. */
	parts: Record<
		'main' | 'webhook1' | 'webhook2' | 'worker1' | 'worker2' | 'redis' | 'postgres',
		Service
	>;
	stop(): Promise<void>;
}

export interface ClusterOptions {
	/** Called when a part ends without having been stopped or killed. */
	onUnexpectedExit?: (reason: string) => void;
	/** In place of ALL_SETTINGS. */
	settings?: SomeSettings;
}

/**
 * Starts all of it, fresh, with the built package in every process; `webhookUrl` is where webhooks
 * come in, as the editor shows it. Throws UserError when Redis or PostgreSQL are missing on this
 * machine. When a part does not come up, nothing is left of the others.
 */
export async function startCluster(
	packageDir: string,
	webhookUrl: string,
	options: ClusterOptions = {},
): Promise<Cluster> {
	const folder = await mkdtemp(join(tmpdir(), 'mango-bitrix24-queue-'));
	const started: Service[] = [];
	const start = async (service: Service): Promise<Service> => {
		started.push(service);
		await service.start();
		return service;
	};
	const stop = async () => {
		// Redis and PostgreSQL, which were started first, after those who use them.
		for (const services of [started.splice(2), started.splice(0)])
			await Promise.all(services.map((service) => service.stop()));
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const parts = await startParts(folder, packageDir, webhookUrl, start, options);
		return { ...parts, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function startParts(
	folder: string,
	packageDir: string,
	webhookUrl: string,
	start: (service: Service) => Promise<Service>,
	{ onUnexpectedExit, settings = ALL_SETTINGS }: ClusterOptions,
): Promise<Omit<Cluster, 'stop'>> {
	// PostgreSQL's user has to get at its own part of it.
	await chmod(folder, 0o711);
	await mkdir(join(folder, 'redis'));
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
		WEBHOOK_URL: webhookUrl,
	};

	const launch = async (name: string, role: N8nRole) => {
		const port = await freePort();
		const health = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) };
		const env = { ...shared, ...(role === 'worker' ? health : {}) };
		const userFolder = join(folder, name);
		const part = await makeN8n({ packageDir, userFolder, port, env, onUnexpectedExit }, name, role);
		await start(part.service);
		return part;
	};

	const main = await launch('main', 'start');
	const webhook1 = await launch('webhook1', 'webhook');
	const webhook2 = await launch('webhook2', 'webhook');
	const worker1 = await launch('worker1', 'worker');
	const worker2 = await launch('worker2', 'worker');
	return {
		client: main.client,
		webhookHosts: [webhook1.client.url, webhook2.client.url],
		parts: {
			main: main.service,
			webhook1: webhook1.service,
			webhook2: webhook2.service,
			worker1: worker1.service,
			worker2: worker2.service,
			redis,
			postgres,
		},
	};
}
