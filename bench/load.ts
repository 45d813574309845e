import { setTimeout as sleep } from 'node:timers/promises';

import autocannon from 'autocannon';

/** The load that all figures are taken under. */
const CONNECTIONS = 8;

/** Sends one GET for each path and query, 8 at a time. Resolves with the count of answers by HTTP status. */
export async function sendAll(origin: string, paths: string[]): Promise<Map<number, number>> {
	let next = 0;
	const statuses = new Map<number, number>();
	await new Promise<void>((resolve, reject) => {
		const run = autocannon(
			{
				url: origin,
				connections: CONNECTIONS,
				amount: paths.length,
				timeout: 120,
				requests: [{ method: 'GET', setupRequest: (request) => ({ ...request, path: paths[next++ % paths.length] }) }],
			},
			(error) => (error ? reject(error as Error) : resolve()),
		);
		run.on('response', (_client, status) => statuses.set(status, (statuses.get(status) ?? 0) + 1));
	});
	return statuses;
}

/** How many a second: `work` handles `count` of them, and `isDone` says when the last one's effect is there. */
export async function rate(count: number, work: () => Promise<unknown>, isDone: () => boolean = () => true): Promise<number> {
	const start = performance.now();
	await work();
	while (!isDone()) {
		await sleep(5);
		if (performance.now() - start > 300_000) throw new Error(`Not all of ${count} were done within 5 minutes`);
	}
	return count / ((performance.now() - start) / 1000);
}

export function median(values: number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
