import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient } from '../n8n/client';
import { hostEnvironment, startServing } from '../n8n/host';
import { ensureN8n } from '../n8n/install';
import { N8nProcess, type N8nRole } from '../n8n/n8nProcess';
import { installPackage } from '../n8n/packageFiles';
import { freePort } from '../n8n/ports';
import { ALL_SETTINGS, type SomeSettings } from './environment';
import { DATABASE, startPostgres } from './postgres';
import { startRedis } from './redis';

/** A part that a test can kill, and start again on the same data. */
export interface Part {
	kill(): Promise<void>;
	start(): Promise<void>;
	stop(): Promise<void>;
}

/** A process of n8n. */
interface N8nPart extends Part {
	/** It does nothing more, and keeps what it has: its connections, and what is sent to them. Only `kill` ends it. */
	freeze(): void;
}

/** n8n's queue mode: a main, two that take webhooks, two workers, Redis and PostgreSQL. */
export interface Cluster {
	/** The main's, logged in. */
	client: N8nClient;
	/** Addresses of what takes webhooks. */
	webhookHosts: string[];
	parts: Record<'main' | 'webhook1' | 'webhook2' | 'worker1' | 'worker2', N8nPart> &
		Record<'redis' | 'postgres', Part>;
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
	/** Of what has been started, in that order. */
	const stops: Array<() => Promise<void>> = [];
	const stop = async () => {
		const [redis, postgres, ...n8n] = stops.splice(0);
		await Promise.all(n8n.map((one) => one()));
		await Promise.all([redis?.(), postgres?.()]);
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const onStarting = (one: () => Promise<void>) => stops.push(one);
		const parts = await startParts(folder, packageDir, webhookUrl, { ...options, onStarting });
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
	{
		onStarting,
		onUnexpectedExit,
		settings = ALL_SETTINGS,
	}: ClusterOptions & { onStarting(stop: () => Promise<void>): void },
): Promise<Omit<Cluster, 'stop'>> {
	// PostgreSQL's user has to get at its own part of it.
	await chmod(folder, 0o711);
	const [redisPort, postgresPort] = [await freePort(), await freePort()];
	await mkdir(join(folder, 'redis'));
	const redis = await startRedis(
		join(folder, 'redis'),
		redisPort,
		settings.redis,
		onUnexpectedExit,
	);
	onStarting(() => redis.stop());
	const postgres = await startPostgres(join(folder, 'postgres'), postgresPort, onUnexpectedExit);
	onStarting(() => postgres.stop());
	const shared = {
		...settings.n8n,
		DB_POSTGRESDB_DATABASE: DATABASE.name,
		DB_POSTGRESDB_USER: DATABASE.user,
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgresPort),
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		WEBHOOK_URL: webhookUrl,
	};
	const install = await ensureN8n();

	const launch = async (name: string, role: N8nRole) => {
		const port = await freePort();
		const userFolder = join(folder, name);
		const installed = await installPackage(packageDir, userFolder);
		const env = {
			...hostEnvironment(userFolder, port, await freePort()),
			...shared,
			...(role === 'worker'
				? { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }
				: {}),
		};
		const url = `http://127.0.0.1:${port}`;
		const processOptions = {
			install,
			role,
			env,
			logFile: join(folder, `${name}.log`),
			onUnexpectedExit: (reason: string) => onUnexpectedExit?.(`${name}: ${reason}`),
		};
		let running: N8nProcess | undefined;
		const client = new N8nClient(url);
		const part = {
			client,
			url,
			start: async () => {
				if (role === 'start') running = await startServing(processOptions, client, installed);
				else {
					running = new N8nProcess(processOptions);
					await running.ready(url);
				}
			},
			kill: async () => await running?.kill(),
			stop: async () => await running?.stop(),
			freeze: () => running?.freeze(),
		};
		onStarting(() => part.stop());
		await part.start();
		return part;
	};

	const n8n = {
		main: await launch('main', 'start'),
		webhook1: await launch('webhook1', 'webhook'),
		webhook2: await launch('webhook2', 'webhook'),
		worker1: await launch('worker1', 'worker'),
		worker2: await launch('worker2', 'worker'),
	};
	return {
		client: n8n.main.client,
		webhookHosts: [n8n.webhook1.url, n8n.webhook2.url],
		parts: { ...n8n, redis, postgres },
	};
}
