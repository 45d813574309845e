import { setTimeout as sleep } from 'node:timers/promises';

import autocannon from 'autocannon';

/** The load that all figures are taken under. */
const CONNECTIONS = 8;

/** One webhook: a GET, or a POST when it has a form body. */
export interface Webhook {
	path: string;
	body?: string;
}

/** Sends the webhooks, 8 at a time; throws unless every one is answered with this HTTP status. */
export async function sendAll(origin: string, webhooks: Webhook[], status: number): Promise<void> {
	const statuses = await send(origin, webhooks);
	if (statuses.get(status) === webhooks.length) return;
	throw new Error(`n8n answered ${JSON.stringify([...statuses])} to ${webhooks.length} webhooks`);
}

/** The count of answers by HTTP status. */
async function send(origin: string, webhooks: Webhook[]): Promise<Map<number, number>> {
	let next = 0;
	const statuses = new Map<number, number>();
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	await new Promise<void>((resolve, reject) => {
		const run = autocannon(
			{
				url: origin,
				connections: CONNECTIONS,
				amount: webhooks.length,
				timeout: 120,
				requests: [
					{
						setupRequest: (request) => {
							const { path, body } = webhooks[next++ % webhooks.length];
							return body === undefined
								? { ...request, method: 'GET', path }
								: { ...request, method: 'POST', path, body, headers };
						},
					},
				],
			},
			(error) => (error ? reject(error as Error) : undefined),
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

/** How many a second: `work` handles `count` of them, and `isDone` says when the last one's effect is there. */
export async function rate(
	count: number,
	work: () => Promise<unknown>,
	isDone: () => boolean = () => true,
): Promise<number> {
	const start = performance.now();
	await work();
	while (!isDone()) {
		await sleep(5);
		if (performance.now() - start > 120_000)
			throw new Error(`Not all of ${count} were done within 2 minutes`);
	}
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

/** The rate over all rounds: each did the same amount of work, so it is the harmonic mean. */
export function overall(rates: number[]): number {
	return rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0);
}
