import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

import { endOwned, spawnOwned } from '../../sandbox/n8n/ownedProcess';
import { freePort } from '../../sandbox/n8n/ports';
import { until } from '../../sandbox/n8n/until';

/**
 * The proxy of docker-compose.queue.yml, Caddy itself with the file's own configuration, before processes that are
 * ready, dead or starting, as n8n's are.
 */
const STATES = {
	ready: { answers: true, readiness: 200 },
	dead: { answers: false, readiness: 0 },
	// It is killed while it has the request.
	dying: { answers: false, readiness: 200 },
	// It answers everything with 200, and keeps nothing (docs/protocols/n8n.md#starting).
	starting: { answers: true, readiness: 503 },
};

/** What stands for one of n8n's processes. */
class Process {
	state: keyof typeof STATES = 'ready';
	/** Of all that came since its state was set last. */
	requests = 0;
	checks = 0;
	/** Those that webhooks came by. */
	readonly connections = new Set<Socket>();
	readonly server: Server;
	private port = 0;

	constructor(readonly name: string) {
		this.server = createServer((request, response) => {
			const isCheck = request.url === '/healthz/readiness';
			if (isCheck) this.checks += 1;
			else {
				this.requests += 1;
				this.connections.add(request.socket);
			}
			const { answers, readiness } = STATES[this.state];
			if (!answers && !(isCheck && readiness === 200)) request.socket.destroy();
			else response.writeHead(isCheck ? readiness : 200).end(this.name);
		});
	}

	/** Resolves when the proxy has asked so often since then whether it is ready. */
	async be(state: keyof typeof STATES, checks = 2): Promise<void> {
		Object.assign(this, { state, requests: 0, checks: 0 });
		this.connections.clear();
		const late = () => `The proxy asked ${this.name} ${this.checks} times whether it is ready`;
		await until(() => this.checks >= checks, { everyMs: 20, seconds: 60, late });
	}

	/** The second time where it was before. */
	async listen(): Promise<string> {
		this.server.listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
		this.port = (this.server.address() as AddressInfo).port;
		return `127.0.0.1:${this.port}`;
	}
}

const main = new Process('main');
const webhook1 = new Process('webhook-1');
const webhook2 = new Process('webhook-2');
const folder = mkdtempSync(join(tmpdir(), 'mango-bitrix24-proxy-'));
let url: string;
let caddy: ReturnType<typeof spawnOwned>;

beforeAll(async () => {
	const { configs } = parse(
		readFileSync(resolve(__dirname, '../../docker-compose.queue.yml'), 'utf8'),
		{ merge: true },
	) as { configs: { caddyfile: { content: string } } };
	url = `http://127.0.0.1:${await freePort()}`;
	let config = configs.caddyfile.content.replace(/\$\{N8N_DOMAIN[^}]*\}/, url);
	for (const one of [main, webhook1, webhook2])
		config = config.replaceAll(`${one.name}:5678`, await one.listen());
	const file = join(folder, 'Caddyfile');
	writeFileSync(file, `{\n\tadmin off\n}\n${config}`);
	caddy = spawnOwned('caddy', ['run', '--adapter', 'caddyfile', '--config', file], {
		env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
		stdio: 'ignore',
	});
	const missing = once(caddy, 'error').then(() => {
		throw new Error('Caddy is missing: apt-get install caddy');
	});
	const isUp = async () => (await answerTo('/').catch(() => '')) === '200 main';
	const late = () => `Caddy did not answer at ${url}`;
	await Promise.race([missing, until(isUp, { everyMs: 50, seconds: 60, late })]);
});
afterAll(async () => {
	await endOwned(caddy, 5000);
	for (const { server } of [main, webhook1, webhook2]) server.close();
	rmSync(folder, { recursive: true, force: true });
});

async function answerTo(path: string, method = 'POST'): Promise<string> {
	const response = await fetch(`${url}${path}`, {
		method,
		headers: { connection: 'close' },
	});
	return `${response.status} ${await response.text()}`;
}

async function answersTo(path: string, count = 20): Promise<string[]> {
	const answers: string[] = [];
	while (answers.length < count) answers.push(await answerTo(path));
	return [...new Set(answers)].sort();
}

test('webhooks go in turn to those that take them, and everything else to the main', async () => {
	await Promise.all([webhook1.be('ready'), webhook2.be('ready')]);
	for (const path of ['/webhook/deal', '/webhook-waiting/5', '/form/deals', '/form-waiting/5'])
		expect(await answersTo(path)).toEqual(['200 webhook-1', '200 webhook-2']);
	for (const path of ['/', '/rest/login', '/webhook-test/deal', '/healthz'])
		expect(await answersTo(path, 2)).toEqual(['200 main']);
});

test('no webhook goes over a connection that n8n may be closing: each has its own', async () => {
	await webhook1.be('ready');
	await answersTo('/webhook/deal');
	expect(webhook1.requests).toBeGreaterThan(1);
	expect(webhook1.connections.size).toBe(webhook1.requests);
});

test('a process that died and starts again gets none until it is ready', async () => {
	await webhook1.be('dead');
	await webhook1.be('starting');
	expect(await answersTo('/webhook/deal')).toEqual(['200 webhook-2']);
	expect(webhook1.requests).toBe(0);
	await webhook1.be('ready');
	expect(await answersTo('/webhook/deal')).toEqual(['200 webhook-1', '200 webhook-2']);
});

test.each(['GET', 'POST'])(
	'what a process may have taken by %s is not sent to another',
	async (method) => {
		await Promise.all([webhook1.be('dying'), webhook2.be('ready')]);
		let sent = 0;
		for (; webhook1.requests === 0; sent += 1) await answerTo('/webhook/deal', method);
		expect(webhook1.requests + webhook2.requests).toBe(sent);
	},
);

test('what cannot be handed to a process that is gone goes to the other', async () => {
	await Promise.all([webhook1.be('ready'), webhook2.be('ready')]);
	webhook1.server.close().closeAllConnections();
	expect(await answersTo('/webhook/deal')).toEqual(['200 webhook-2']);
	await webhook1.listen();
});

test('where none is ready the sender is told to repeat, and the main gets nothing', async () => {
	await Promise.all([webhook1.be('dead'), webhook2.be('starting')]);
	const before = main.requests;
	expect(await answersTo('/webhook/deal', 1)).toEqual(['503 ']);
	expect(main.requests).toBe(before);
	await Promise.all([webhook1.be('ready'), webhook2.be('ready')]);
	expect(await answersTo('/webhook/deal')).toEqual(['200 webhook-1', '200 webhook-2']);
});
