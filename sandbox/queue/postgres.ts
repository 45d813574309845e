import { chownSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { spawnOwned } from '../n8n/ownedProcess';
import { Service } from '../n8n/service';
import { findProgram, outputOf, run } from './programs';

export const DATABASE = { user: 'n8n', name: 'postgres' };

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
