import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { SENDER } from '../test/e2e/office';
import { answers, type Webhook } from './load';
import type { Effort, Row } from './rows';
import type { Memory } from './webhookMemory';

const WEBHOOKS = 100_000;
/** The memory is looked at after each tenth. */
const MARKS = 10;

/**
 * What stays in a process of a hundred thousand webhooks that the trigger took or refused. Not a whole n8n, which would
 * take half an hour for them and whose own memory comes and goes by more than this: the built trigger on n8n-core's
 * webhook context behind a real HTTP server, in a process of its own.
 */
export async function measureMemory(effort: Effort): Promise<Row[]> {
	const child = fork(join(__dirname, 'webhookMemory.ts'), { execArgv: ['--import', 'tsx'] });
	try {
		const [url] = (await once(child, 'message')) as [string];
		const each = effort.count(WEBHOOKS) / MARKS;
		const marks: Memory[] = [];
		// What is loaded, compiled and reserved once is not what is measured.
		await sendMixed(url, each, 0);
		for (let mark = 1; mark <= MARKS; mark++) {
			marks.push(await look(child));
			await sendMixed(url, each, mark * each);
		}
		const [before, after] = [marks[0], await look(child)];
		const row = (what: string, key: keyof Memory): Row => {
			const between = marks.slice(1).map((memory) => memory[key] - before[key]);
			const [low, high] = [Math.min(...between), Math.max(...between)].map(megabytes);
			return {
				what: `${what} after ${(each * MARKS).toLocaleString('en')} webhooks, above that before`,
				unit: 'MB',
				ours: (after[key] - before[key]) / 1e6,
				limit: `0; at the ${between.length} marks between: ${low} to ${high} MB`,
			};
		};
		return [row('Memory in use, garbage collected,', 'used'), row('Resident memory', 'rss')];
	} finally {
		child.disconnect();
	}
}

async function look(child: ChildProcess): Promise<Memory> {
	child.send('look');
	const [memory] = (await once(child, 'message')) as [Memory];
	return memory;
}

/** Seven of ten are taken; one has an unknown result, one no deal, one a wrong secret, from an address of its own. */
async function sendMixed(url: string, count: number, from: number): Promise<void> {
	const { origin, pathname } = new URL(url);
	const webhooks = Array.from({ length: count }, (_, i): Webhook => {
		const result = i % 10 === 0 ? 'HELLO' : 'POSITIVE';
		const deal = i % 10 === 1 ? '' : `&DealID=${from + i + 1}`;
		const path = `${pathname}?${SENDER}&Action=Deal_Move&Result=${result}${deal}`;
		return i % 10 === 2 ? guess(path, from + i) : { path };
	});
	const statuses = await answers(origin, webhooks);
	for (const [status, share] of [
		[200, 0.7],
		[400, 0.2],
		[401, 0.1],
	]) {
		if (statuses.get(status) !== count * share)
			throw new Error(
				`${JSON.stringify([...statuses])} instead of ${count * share} times ${status}`,
			);
	}
}

/** Of IPv6 all addresses of a /64 count as one. */
function guess(path: string, i: number): Webhook {
	const network = [i >> 16, i & 0xffff].map((group) => group.toString(16)).join(':');
	return {
		path: path.replace('AuthData=', 'AuthData=0'),
		headers: { 'x-forwarded-for': `2001:db8:${network}::1` },
	};
}

function megabytes(bytes: number): string {
	return (bytes / 1e6).toFixed(1);
}
