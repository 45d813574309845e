import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { takeLock } from './lock';
import { withProgress } from './progress';

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
	fill: (folder: string) => Promise<void>,
): Promise<void> {
	if (isInstalled(dir)) return;
	// Named for the process: what a killed one had started may write on into its own.
	const unfinished = `${dir}.unfinished-${process.pid}`;
	const release = (await takeLock(dir)) ?? (await waitForLock(dir));
	try {
		if (isInstalled(dir)) return;
		await removeAll(`${dir}.unfinished-`);
		mkdirSync(unfinished);
		await fill(unfinished);
		writeFileSync(join(unfinished, MARKER), `${new Date().toISOString()}\n`);
		await remove(dir);
		renameSync(unfinished, dir);
	} finally {
		await remove(unfinished);
		await release();
	}
}

function waitForLock(dir: string): Promise<() => Promise<void>> {
	return withProgress(
		'Waiting',
		() => 'another process is installing already',
		async () => {
			for (;;) {
				const release = await takeLock(dir);
				if (release !== undefined) return release;
			}
		},
	);
}

/** What installs that were cut short left behind. */
async function removeAll(prefix: string): Promise<void> {
	const left = readdirSync(dirname(prefix)).filter((name) => name.startsWith(basename(prefix)));
	for (const name of left) await remove(join(dirname(prefix), name));
}

/** Not synchronously, since the lock has to be renewed meanwhile; again when a killed process's child still writes. */
async function remove(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
