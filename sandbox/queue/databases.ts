import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { spawnOwned } from '../n8n/ownedProcess';
import { Service } from '../n8n/service';
import { UserError } from '../n8n/userError';
import type { SomeSettings } from './environment';

export const DATABASE = { user: 'n8n', name: 'postgres' };

/** Where Debian and Ubuntu put PostgreSQL's own programs, a folder for each version. */
const POSTGRES = '/usr/lib/postgresql';

const run = promisify(execFile);

/** Redis from the system, on 127.0.0.1 only, its data in a new folder. */
export function redisIn(
	folder: string,
	port: number,
	settings: SomeSettings['redis'],
	onUnexpectedExit?: (reason: string) => void,
): Service {
	const program = findProgram('redis-server');
	const client = findProgram('redis-cli');
	mkdirSync(folder);
	const options = Object.entries({ port, bind: '127.0.0.1', dir: folder, ...settings }).flatMap(
		([name, value]) => [`--${name}`, String(value)],
	);
	const launch = () => spawnOwned(program, options, { stdio: 'ignore' });
	// It answers anything else while it still reads its data.
	const isUp = async () => (await outputOf(client, ['-p', String(port), 'ping'])) === 'PONG\n';
	return new Service('Redis', port, launch, isUp, onUnexpectedExit);
}

/** PostgreSQL from the system, on 127.0.0.1 only, its data in a new folder. */
export async function postgresIn(
	folder: string,
	port: number,
	onUnexpectedExit?: (reason: string) => void,
): Promise<Service> {
	const owner = await unprivileged();
	mkdirSync(folder);
	if (owner) chownSync(folder, owner.uid, owner.gid);
	const data = join(folder, 'data');
	const made = ['-D', data, '-U', DATABASE.user, '-A', 'trust', '-E', 'UTF8'];
	await run(findProgram('initdb'), made, { ...owner, cwd: dirname(folder) });
	const isReady = findProgram('pg_isready');
	const postgres = findProgram('postgres');
	const address = ['-h', '127.0.0.1', '-p', String(port)];
	const options = ['-D', data, ...address, '-k', folder, '-N', '200'];
	const launch = () => spawnOwned(postgres, options, { ...owner, stdio: 'ignore', cwd: folder });
	const isUp = async () => (await outputOf(isReady, address)) !== undefined;
	return new Service('PostgreSQL', port, launch, isUp, onUnexpectedExit);
}

/** PostgreSQL refuses to run as root: then it is the user of Debian's package. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const id = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}

/** What a program says; undefined when it fails. */
async function outputOf(program: string, args: string[]): Promise<string | undefined> {
	return await run(program, args).then(
		({ stdout }) => stdout,
		() => undefined,
	);
}

/** A program of the system. Throws UserError with how to get it. */
function findProgram(name: string): string {
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
