import { setTimeout as sleep } from 'node:timers/promises';

/** Gives what there is, undefined or false as long as it is not there. */
export type Look<T> = () => T | undefined | false | Promise<T | undefined | false>;

/**
 * Looks every so many milliseconds until there is something, and gives it. Throws what `late` says
 * when there is nothing after so many seconds.
 */
export async function until<T>(
	look: Look<T>,
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
