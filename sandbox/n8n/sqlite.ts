import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { readLock } from './lockFile';
import { npmInstall } from './npm';
import { UserError } from './userError';

const BINARY = join('build', 'Release', 'node_sqlite3.node');

/**
 * Gets n8n's native database driver into `folder`: ready-made where GitHub can be reached, compiled otherwise. That
 * takes a minute, so it happens beside n8n's own download and not after it.
 */
export async function buildSqlite(
	folder: string,
	env: NodeJS.ProcessEnv,
	signal: AbortSignal,
): Promise<void> {
	mkdirSync(folder);
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
	const args = [`sqlite3@${lockedVersion()}`, '--ignore-scripts=false', '--no-package-lock'];
	await npmInstall('sqlite3', args, folder, { env, signal, explain: whatCompilingLacks });
}

/** Moves the built driver from `folder` into the n8n that was installed without it. */
export function placeSqlite(folder: string, n8nFolder: string): void {
	cpSync(
		join(folder, 'node_modules', 'sqlite3', BINARY),
		join(n8nFolder, 'node_modules', 'sqlite3', BINARY),
	);
	rmSync(folder, { recursive: true });
}

function lockedVersion(): string {
	return readLock().packages['node_modules/sqlite3'].version ?? '';
}

function whatCompilingLacks(): UserError | undefined {
	const missing = ['python3', 'make', 'g++'].filter((tool) => !isInPath(tool));
	if (missing.length === 0 || process.platform === 'win32') return undefined;
	return new UserError(
		`sqlite3 could be neither downloaded ready-made nor compiled, for want of ` +
			`${missing.join(', ')}: on Debian and Ubuntu run "apt-get install python3 make g++" and start again.`,
	);
}

function isInPath(tool: string): boolean {
	return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));
}
