import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCK = join(__dirname, 'lock');

interface LockFile {
	packages: Record<string, { name?: string; version?: string; resolved?: string }>;
}

export function readLock(): LockFile {
	return JSON.parse(readFileSync(join(LOCK, 'package-lock.json'), 'utf8')) as LockFile;
}

/**
 * Puts the locked dependencies of n8n into a folder. The lock file in the repository names no registry; with the
 * addresses that every registry has for its tarballs, npm need not ask for each package where it is.
 */
export function writeLock(folder: string, registry: string): void {
	const lock = readLock();
	for (const [path, entry] of Object.entries(lock.packages)) {
		if (path === '' || entry.version === undefined) continue;
		const name = entry.name ?? (path.split('node_modules/').pop() as string);
		const file = `${name.split('/').pop() as string}-${entry.version}.tgz`;
		entry.resolved = `${registry.replace(/\/$/, '')}/${name}/-/${file}`;
	}
	copyFileSync(join(LOCK, 'package.json'), join(folder, 'package.json'));
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
}
