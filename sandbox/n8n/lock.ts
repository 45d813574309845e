import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { lock } from 'proper-lockfile';

/** For so long a process that was killed keeps its lock; one that runs renews it every second. */
const STALE_MS = 5_000;
const RETRY_MS = 500;

/**
 * Takes the lock of a path, which need not exist, for this process. Returns a function that gives it back, as the end
 * of the process does; or undefined when another process holds it for longer than a killed one would.
 */
export async function takeLock(path: string): Promise<(() => Promise<void>) | undefined> {
	mkdirSync(dirname(path), { recursive: true });
	try {
		return await lock(path, {
			lockfilePath: `${path}.locked`,
			realpath: false,
			stale: STALE_MS,
			update: 1_000,
			retries: { retries: STALE_MS / RETRY_MS + 2, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
		});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined;
		throw error;
	}
}
