import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessAlive, releaseLock, takeLock } from './lock';
import { withTicker, type OnProgress } from './progress';

const MARKER = '.complete';

/** Whether `dir` was installed to the end. */
export function isInstalled(dir: string): boolean {
	return existsSync(join(dir, MARKER));
}

/**
 * Fills `dir` once: in a temporary folder beside it that gets its name only when whole, so that an interrupted
 * install is never taken for a good one; and under a lock, so that two starts at once do not both install.
 */
export async function installOnce(
	dir: string,
	onProgress: OnProgress,
	fill: (folder: string) => Promise<void>,
): Promise<void> {
	if (isInstalled(dir)) return;
	const lock = `${dir}.lock`;
	const unfinished = `${dir}.unfinished-${process.pid}`;
	await waitForLock(lock, onProgress);
	try {
		if (isInstalled(dir)) return;
		removeLeftovers(dir);
		mkdirSync(unfinished, { recursive: true });
		await fill(unfinished);
		writeFileSync(join(unfinished, MARKER), `${new Date().toISOString()}\n`);
		rmSync(dir, { recursive: true, force: true });
		renameSync(unfinished, dir);
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
		releaseLock(lock);
	}
}

async function waitForLock(lock: string, onProgress: OnProgress): Promise<void> {
	const holder = takeLock(lock);
	if (holder === undefined) return;
	await withTicker(
		onProgress,
		'Waiting',
		() => `process ${holder} is installing already`,
		async () => {
			while (takeLock(lock) !== undefined) await sleep(500);
		},
	);
}

/** What an install that was cut short left behind. */
function removeLeftovers(dir: string): void {
	const prefix = `${basename(dir)}.unfinished-`;
	for (const name of readdirSync(dirname(dir))) {
		if (!name.startsWith(prefix)) continue;
		const owner = Number(name.slice(prefix.length));
		if (owner === process.pid || !isProcessAlive(owner))
			rmSync(join(dirname(dir), name), { recursive: true, force: true });
	}
}
