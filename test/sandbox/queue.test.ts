import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';

import type { Clock } from '../../sandbox/core/clock';
import { freePort } from '../../sandbox/n8n/ports';
import { Service } from '../../sandbox/n8n/service';
import { startBalancer } from '../../sandbox/queue/balancer';
import { startQueue } from '../../sandbox/queue/host';

const folders = () =>
	readdirSync(tmpdir()).filter((name) => name.startsWith('mango-bitrix24-queue-'));

test('queue mode that does not come up leaves nothing behind', async () => {
	const { PATH } = process.env;
	process.env.PATH = '';
	const before = folders();
	await expect(startQueue('.', 1)).rejects.toThrow('redis-server is missing');
	process.env.PATH = PATH;
	expect(folders()).toEqual(before);
});

describe('a service', () => {
	const told: string[] = [];
	beforeEach(() => told.splice(0));
	const start = async () => {
		const children: Array<ReturnType<typeof spawn>> = [];
		const launch = () => {
			children.push(spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']));
			return children[children.length - 1];
		};
		const isUp = () => Promise.resolve(true);
		const service = new Service('Redis', 1, launch, isUp, (reason) => told.push(reason));
		await service.start();
		return { service, child: children[0] };
	};

	test('that ends by itself is told of', async () => {
		const { child } = await start();
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(told).toEqual(['Redis: SIGKILL']);
	});

	test('that is stopped is not', async () => {
		const { service, child } = await start();
		const exit = once(child, 'exit');
		await service.stop();
		child.kill('SIGKILL');
		await exit;
		expect(told).toEqual([]);
	});
});

describe('the balancer', () => {
	/** What it wants done later, by the number of milliseconds. */
	const later: Array<{ ms: number; act: () => void }> = [];
	const clock = {
		after: (ms: number, act: () => void) => {
			const one = { ms, act };
			later.push(one);
			return () => later.splice(later.indexOf(one), 1);
		},
	} as unknown as Clock;
	/** Does what is due after so many milliseconds; once somebody wants that. */
	const pass = async (ms: number) => {
		for (;;) {
			const due = later.findIndex((one) => one.ms === ms);
			if (due >= 0) return later.splice(due, 1)[0].act();
			await new Promise((resolve) => setImmediate(resolve));
		}
	};
	const servers: Server[] = [];
	afterEach(() => {
		for (const server of servers.splice(0)) server.close().closeAllConnections();
		later.splice(0);
	});

	async function host(answers: boolean) {
		let asked = 0;
		const server = createServer((_request, response) => {
			asked += 1;
			server.emit('asked');
			if (answers) response.end();
		});
		servers.push(server.listen(0, '127.0.0.1'));
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		return { server, url: `http://127.0.0.1:${port}`, asked: () => asked };
	}

	test('asks a process that hangs once at a time, and the others meanwhile', async () => {
		const [hangs, works] = [await host(false), await host(true)];
		const askedHanging = once(hangs.server, 'asked');
		const balancer = await startBalancer(
			await freePort(),
			works.url,
			[hangs.url, works.url],
			clock,
		);
		await askedHanging;
		for (let i = 0; i < 5; i += 1) await pass(250);
		expect(hangs.asked()).toBe(1);
		expect(works.asked()).toBeGreaterThanOrEqual(5);
		await pass(2000);
		while (hangs.asked() < 2) await pass(250);
		await balancer.stop();
	});

	test('gives webhooks and forms to what takes them, and everything else to the main', async () => {
		const [main, webhooks] = [await host(true), await host(true)];
		const port = await freePort();
		const checked = once(webhooks.server, 'asked');
		const balancer = await startBalancer(port, main.url, [webhooks.url], clock);
		await checked;
		const before = webhooks.asked();
		const ask = async (path: string) =>
			await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
		for (const path of ['/webhook/1', '/webhook-waiting/1', '/form/1', '/form-waiting/1'])
			await ask(path);
		const first = [main.asked(), webhooks.asked() - before];
		for (const path of ['/', '/rest/login', '/webhook-test/1', '/form-test/1']) await ask(path);
		await balancer.stop();
		expect(first).toEqual([0, 4]);
		expect([main.asked(), webhooks.asked() - before]).toEqual([4, 4]);
	});
});
