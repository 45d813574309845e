import http from 'node:http';

import express from 'express';
import { sleep } from 'n8n-workflow';

import { serveLocally } from '../../sandbox/core/service';
import { Timers } from '../../sandbox/core/timers';
import { startMango } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { ManualClock } from '../clock/manualClock';
import { openMango, openReceiver } from './openMango';
import { until } from './openPortal';

describe('the clock of a test', () => {
	const seen: Array<[what: string, at: number]> = [];
	let start = 0;
	const note = (what: string) => seen.push([what, clock.now() - start]);
	beforeEach(() => {
		seen.length = 0;
		start = clock.now();
	});

	it('stands still, and Date tells it in every form', async () => {
		await new Promise((resolve) => setImmediate(resolve));
		expect([clock.now(), Date.now(), new Date().getTime()]).toEqual([start, start, start]);
		expect(new Date(5).getTime()).toBe(5);
		expect(new Date()).toBeInstanceOf(Date);
		expect(new Date().constructor).toBe(Date);
		expect(Date()).toBe(new Date(start).toString());
	});

	it('runs what falls due in the order of its times, then of its asking, and nothing that comes later', async () => {
		for (const [what, ms] of [
			['c', 30],
			['a', 10],
			['b', 20],
			['a2', 10],
			['late', 31],
		] as const)
			clock.after(ms, () => note(what));
		const cancel = clock.after(15, () => note('never'));
		cancel();
		await clock.advance(30);
		expect(seen).toEqual([
			['a', 10],
			['a2', 10],
			['b', 20],
			['c', 30],
		]);
		await clock.advance(1);
		expect(seen.at(-1)).toEqual(['late', 31]);
	});

	it('runs what is asked for meanwhile', async () => {
		clock.after(10, () => clock.after(10, () => note('second')));
		await clock.advance(20);
		expect(seen).toEqual([['second', 20]]);
	});

	it("is moved by a node's sleep, and wakes two sleepers in the order of their times", async () => {
		const sleeper = async (what: string, ...pauses: number[]) => {
			for (const ms of pauses) {
				await sleep(ms);
				note(what);
			}
		};
		await Promise.all([sleeper('slow', 50, 50), sleeper('quick', 20, 20, 20)]);
		expect(seen).toEqual([
			['quick', 20],
			['quick', 40],
			['slow', 50],
			['quick', 60],
			['slow', 100],
		]);
		expect(clock.slept).toBe(160);
	});

	it('lets who has found what he waited for act first, before anybody sleeps on', async () => {
		let steps = 0;
		const node = (async () => {
			for (; steps < 5; steps += 1) await sleep(10);
		})();
		await until(() => steps === 2);
		note('acts');
		clock.after(0, () => note('at once'));
		await node;
		expect(seen).toEqual([
			['acts', 20],
			['at once', 20],
		]);
	});

	it('says so when it never happens, and passes an error on', async () => {
		await expect(until(() => false)).rejects.toThrow('It did not happen');
		let cancel = (): void => undefined;
		const again = () => (cancel = clock.after(60_000, again));
		again();
		await expect(clock.until(() => false, 3_600_000)).rejects.toThrow('It did not happen');
		expect(clock.now() - start).toBeLessThanOrEqual(3_600_000);
		cancel();
		await expect(until(() => JSON.parse('{') as boolean)).rejects.toThrow(SyntaxError);
	});

	it('waits for a request that is under way, however long it takes', async () => {
		const app = express();
		let answers = 0;
		// Much to do between question and answer, and none of it by the clock.
		app.get('/', (_request, response) => {
			let turns = 300;
			const turn = () => {
				turns -= 1;
				if (turns > 0)
					return void import('node:fs/promises')
						.then(({ readFile }) => readFile(__filename))
						.then(turn);
				answers += 1;
				response.send('x'.repeat(100_000));
			};
			turn();
		});
		const server = await serveLocally(app, 0);
		clock.after(10, () => note(`after ${answers} answers`));
		const asked = fetch(server.url).then((response) => response.text());
		await clock.advance(10);
		expect(seen).toEqual([['after 1 answers', 10]]);
		await asked;
		await server.stop();
	});

	it('does not wait for an answer that only comes by itself later, nor for one that nobody reads', async () => {
		const app = express();
		app.get('/late', (_request, response) => void clock.after(500, () => response.send('late')));
		app.get('/large', (_request, response) => void response.send('x'.repeat(1_000_000)));
		const server = await serveLocally(app, 0);
		const late = fetch(`${server.url}/late`).then((response) => response.text());
		const large = await fetch(`${server.url}/large`);
		await clock.advance(500);
		expect(await late).toBe('late');
		await large.body?.cancel();
		await server.stop();
	});
});

describe('what a stand-in has yet to do', () => {
	it('is forgotten by itself alone', async () => {
		const own = new ManualClock({ start: 0, quiet: () => Promise.resolve() });
		const [one, other] = [new Timers(own), new Timers(own)];
		const done: string[] = [];
		one.after(1, () => done.push('one'));
		other.after(1, () => done.push('other'));
		one.clear();
		await own.advance(1000);
		expect(done).toEqual(['other']);
	});

	it('comes sooner on a clock with a speed, except what the other side waits for', async () => {
		const own = new ManualClock({ start: 0, speed: 20, quiet: () => Promise.resolve() });
		const timers = new Timers(own);
		const done: Array<[string, number]> = [];
		timers.after(10, () => done.push(['life', own.now()]));
		timers.afterMs(10_000, () => done.push(['deadline', own.now()]));
		await own.advance(10_000);
		expect(done).toEqual([
			['life', 500],
			['deadline', 10_000],
		]);
	});

	it('the panel shows the speed, and seconds of life', async () => {
		const own = new ManualClock({ start: clock.now(), speed: 20, quiet: () => clock.settled() });
		const mango = await startMango({ clock: own });
		const call = mango.ring({ number: '79161234505', extension: '106', hangsUp: 'nobody' });
		await own.until(() => call.phase === 'talk');
		await own.advance(1000);
		expect(mango.telephone.view().calls[0]?.talk).toEqual({
			seconds: 20,
			speed: 20,
			running: true,
		});
		await mango.stop();
	});

	const open = openMango();

	it('is nothing after a reset, and nothing after a stop', async () => {
		const mango = await startMango({ dialCampaigns: true });
		for (const one of [mango, open.mango]) one.ring({ number: '79161234505', extension: '106' });
		mango.reset();
		mango.dialCampaigns(false);
		await mango.stop();
		open.mango.reset();
		await expect(until(() => false)).rejects.toThrow('It did not happen');
	});

	it('can be waited for where it is under way', async () => {
		const hook = await openReceiver(() => open.mango);
		open.mango.setEventsUrl(hook.fresh());
		for (let index = 0; index < 20; index += 1) open.mango.push('ping', { index });
		await open.mango.settled();
		expect(hook.of('ping')).toHaveLength(20);
		expect(open.mango.events.map(({ status }) => status)).toEqual(Array(20).fill(200));
		await hook.stop();
	});

	it('an event that nobody answers is given up after ten seconds', async () => {
		const silent = http.createServer((request) => request.resume()).listen(0, '127.0.0.1');
		await new Promise((resolve) => silent.once('listening', resolve));
		open.mango.setEventsUrl(`http://127.0.0.1:${(silent.address() as { port: number }).port}`);
		open.mango.push('ping', {});
		await clock.advance(9_999);
		expect(open.mango.events[0]?.error).toBeUndefined();
		await clock.advance(1);
		await open.mango.settled();
		expect(open.mango.events[0]).toMatchObject({ status: 0, error: 'no answer in 10 s' });
		open.mango.setEventsUrl(undefined);
		silent.closeAllConnections();
		silent.close();
	});
});
