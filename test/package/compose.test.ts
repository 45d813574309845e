import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse } from 'yaml';

import { QUEUE_SETTINGS, REDIS_SETTINGS } from '../../sandbox/queue/environment';

interface Service {
	image: string;
	command?: string;
	environment?: Record<string, string>;
	healthcheck?: { test: string[] };
	depends_on?: Record<string, { condition: string }>;
	volumes: string[];
	networks?: { default: { aliases: string[] } };
}

const root = resolve(__dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const { services, configs, volumes } = parse(read('docker-compose.queue.yml'), { merge: true }) as {
	services: Record<string, Service>;
	configs: { caddyfile: { content: string } };
	volumes: Record<string, null>;
};
const { n8n: version } = (
	JSON.parse(read('sandbox/n8n/lock/package.json')) as { dependencies: { n8n: string } }
).dependencies;
const running = (command: string) =>
	Object.keys(services).filter((name) => services[name].command === command);
const n8n = [...running('start'), ...running('webhook'), ...running('worker')];

test('docker-compose.queue.yml has the parts that queue mode is tested with', () => {
	expect([running('start').length, running('webhook').length, running('worker').length]).toEqual([
		1, 2, 2,
	]);
	expect(Object.keys(services).sort()).toEqual([...n8n, 'postgres', 'proxy', 'redis'].sort());
});

test.each(n8n)('%s is the n8n that is tested, told what it is told there', (name) => {
	const { image, environment, healthcheck } = services[name];
	expect(image).toMatch(new RegExp(`/n8nio/n8n:${version}$`));
	expect(environment).toMatchObject(QUEUE_SETTINGS);
	expect(environment).toMatchObject({
		N8N_REINSTALL_MISSING_PACKAGES: 'true',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_BULL_REDIS_HOST: 'redis',
		DB_POSTGRESDB_HOST: 'postgres',
		DB_POSTGRESDB_DATABASE: services.postgres.environment?.POSTGRES_DB,
		DB_POSTGRESDB_USER: services.postgres.environment?.POSTGRES_USER,
		DB_POSTGRESDB_PASSWORD: services.postgres.environment?.POSTGRES_PASSWORD,
	});
	expect(healthcheck?.test.join(' ')).toContain('/healthz/readiness');
});

test('each waits for those it needs, and all of these tell whether they are healthy', () => {
	for (const [name, { depends_on = {} }] of Object.entries(services))
		for (const [needed, { condition }] of Object.entries(depends_on))
			expect([name, needed, condition, services[needed].healthcheck !== undefined]).toEqual([
				name,
				needed,
				'service_healthy',
				true,
			]);
	for (const name of n8n)
		expect(Object.keys(services[name].depends_on ?? {})).toEqual(
			expect.arrayContaining(['postgres', 'redis']),
		);
});

test('PostgreSQL is one that n8n supports, and is healthy when it can be reached, not before', () => {
	expect(services.postgres.image).toBe('postgres:17');
	expect(services.postgres.healthcheck?.test.join(' ')).toMatch(/^CMD pg_isready -h 127\.0\.0\.1 /);
});

test('the public address is known within the network, too', () => {
	for (const name of n8n)
		expect(services[name].environment?.WEBHOOK_URL).toBe(
			`https://${services.proxy.networks?.default.aliases[0]}/`,
		);
});

test('each keeps its data in a volume of its own', () => {
	const used = Object.values(services).flatMap((one) =>
		one.volumes.map((text) => text.split(':')[0]),
	);
	expect(used.sort()).toEqual(Object.keys(volumes).sort());
});

test('Redis writes each job to the disk before it answers, and is not ready while it reads them', () => {
	expect(services.redis.healthcheck?.test.join(' ')).toBe('CMD redis-cli -e ping');
	for (const [name, value] of Object.entries(REDIS_SETTINGS))
		expect(services.redis.command).toContain(`--${name} ${value}`);
});

test('the proxy gives webhooks to those that are ready, everything else to the main', () => {
	const { content } = configs.caddyfile;
	const paths = ['webhook', 'webhook-waiting', 'form', 'form-waiting'].map((one) => `/${one}/\\*`);
	const upstreams = running('webhook').map((name) => `${name}:5678`);
	expect(content).toMatch(
		new RegExp(
			`@webhooks path ${paths.join(' ')}\\s[^]*reverse_proxy ${upstreams.join(' ')} {` +
				`[^}]*health_uri /healthz/readiness\\s+health_status 200`,
		),
	);
	expect(content).toMatch(/handle {\s+reverse_proxy main:5678\s+}/);
});
