import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { UserError } from '../n8n/userError';

/** Where Debian and Ubuntu put PostgreSQL's own programs, a folder for each version. */
const POSTGRES = '/usr/lib/postgresql';

export const run = promisify(execFile);

/** What a program says; undefined when it fails. */
export async function outputOf(program: string, args: string[]): Promise<string | undefined> {
	return await run(program, args).then(
		({ stdout }) => stdout,
		() => undefined,
	);
}

/** A program of the system. Throws UserError with how to get it. */
export function findProgram(name: string): string {
	const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES).sort().reverse() : [];
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...versions.map((version) => join(POSTGRES, version, 'bin')),
	];
	const found = folders.map((folder) => join(folder, name)).find(existsSync);
	if (found !== undefined) return found;
	throw new UserError(
		`${name} is missing. Queue mode needs Redis and PostgreSQL: on Debian and Ubuntu ` +
			'"apt-get install redis-server postgresql", on macOS "brew install redis postgresql@15".',
	);
}
