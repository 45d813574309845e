import { setTimeout as sleep } from 'node:timers/promises';

import autocannon from 'autocannon';

import { until } from '../sandbox/n8n/until';

/** The load that all figures are taken under. */
const CONNECTIONS = 8;

/** One webhook: a GET, or a POST when it has a form body. */
export interface Webhook {
	path: string;
	body?: string;
	headers?: Record<string, string>;
}

/**
 * Where n8n takes webhooks; of several, each connection keeps to one. It has to keep connections open: autocannon loses
 * a request when they are closed after an answer, as the sandbox's balancer does.
 */
type Origin = string | string[];

/** Sends the webhooks, 8 at a time; throws unless every one is answered with this HTTP status. */
export async function sendAll(origin: Origin, webhooks: Webhook[], status: number): Promise<void> {
	const statuses = await answers(origin, webhooks);
	if (statuses.get(status) === webhooks.length) return;
	throw new Error(`n8n answered ${JSON.stringify([...statuses])} to ${webhooks.length} webhooks`);
}

/** Sends the webhooks, 8 at a time: the count of answers by HTTP status. */
export async function answers(origin: Origin, webhooks: Webhook[]): Promise<Map<number, number>> {
	let next = 0;
	const statuses = new Map<number, number>();
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	await new Promise<void>((resolve, reject) => {
		const run = autocannon(
			{
				// Several are allowed, though its types do not say so.
				url: origin as string,
				connections: CONNECTIONS,
				amount: webhooks.length,
				timeout: 120,
				requests: [
					{
						setupRequest: (request) => {
							const { path, body, headers } = webhooks[next++ % webhooks.length];
							return body === undefined
								? { ...request, method: 'GET', path, headers: { ...headers } }
								: { ...request, method: 'POST', path, body, headers: { ...form, ...headers } };
						},
					},
				],
			},
			(error) => reject(error ?? new Error(`${answered} of ${webhooks.length} were answered`)),
		);
		let answered = 0;
		run.on('response', (_client, status) => {
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
			// autocannon itself reports its end at the next full second only.
			if (++answered === webhooks.length) resolve();
		});
	});
	return statuses;
}

/** What became of a webhook: its answer's status, how long that took, and when it was there. */
export interface Sent {
	status: number;
	ms: number;
	end: number;
}

/**
 * Sends so many GETs a second, each at its time, whether or not those before are answered: autocannon sends the
 * requests of a second all at its beginning, and waits for slow answers before it goes on.
 */
export async function sendEvenly(
	origin: string,
	webhooks: Array<Omit<Webhook, 'body'>>,
	perSecond: number,
): Promise<Sent[]> {
	const begin = performance.now();
	return await Promise.all(
		webhooks.map(async ({ path, headers }, i): Promise<Sent> => {
			await sleep(begin + (i * 1000) / perSecond - performance.now());
			const start = performance.now();
			const response = await fetch(`${origin}${path}`, {
				headers,
				signal: AbortSignal.timeout(120_000),
			});
			await response.text();
			const end = performance.now();
			return { status: response.status, ms: end - start, end };
		}),
	);
}

/** How many a second: `work` handles `count` of them, and `isDone` says when the last one's effect is there. */
export async function rate(
	count: number,
	work: () => Promise<unknown>,
	isDone: () => boolean = () => true,
): Promise<number> {
	const start = performance.now();
	await work();
	const late = () => `Not all of ${count} were done within 2 minutes`;
	await until(isDone, { everyMs: 5, seconds: 120, late });
	return count / ((performance.now() - start) / 1000);
}

/**
 * A figure of each round; in one round all figures are taken, so that what the machine does
 * meanwhile meets them alike.
 */
export type Rounds<Figure extends string> = Record<Figure, number[]>;

/** Takes the figures in turns, so many times. */
export async function inTurns<Figure extends string>(
	rounds: number,
	figures: Record<Figure, () => Promise<number>>,
): Promise<Rounds<Figure>> {
	const names = Object.keys(figures) as Figure[];
	const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Rounds<Figure>;
	for (let round = 0; round < rounds; round++) {
		for (const name of names) taken[name].push(await figures[name]());
	}
	return taken;
}
