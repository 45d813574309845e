import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks every so many milliseconds until there is something, and gives it. Throws what `late` says
 * when there is nothing after so many seconds.
 */
export async function until<T>(
	look: () => Promise<T | undefined | false>,
	{ everyMs, seconds, late }: { everyMs: number; seconds: number; late: () => string },
): Promise<T> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const found = await look();
		if (found) return found;
		if (Date.now() > deadline) throw new Error(late());
		await sleep(everyMs);
	}
}
