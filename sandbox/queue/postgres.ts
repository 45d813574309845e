import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { spawnOwned } from '../n8n/ownedProcess';
import { findProgram } from './programs';
import { Service } from './service';

const run = promisify(execFile);

export const DATABASE = { user: 'n8n', name: 'postgres' };

/** PostgreSQL from the system, on 127.0.0.1 only, its data in a folder. */
export async function startPostgres(
	folder: string,
	port: number,
	onUnexpectedExit?: (reason: string) => void,
): Promise<Service> {
	const owner = await unprivileged();
	const data = join(folder, 'data');
	if (!existsSync(data)) {
		mkdirSync(folder, { recursive: true });
		if (owner) chownSync(folder, owner.uid, owner.gid);
		await run(
			findProgram('initdb'),
			['-D', data, '-U', DATABASE.user, '-A', 'trust', '-E', 'UTF8'],
			{
				...owner,
				cwd: dirname(folder),
			},
		);
	}
	const isReady = findProgram('pg_isready');
	const postgres = findProgram('postgres');
	const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-N', '200'];
	const service = new Service(
		'PostgreSQL',
		port,
		() => spawnOwned(postgres, options, { ...owner, stdio: 'ignore', cwd: folder }),
		async () => {
			const answer = run(isReady, ['-h', '127.0.0.1', '-p', String(port)]);
			return await answer.then(
				() => true,
				() => false,
			);
		},
		onUnexpectedExit,
	);
	await service.start();
	return service;
}

/** PostgreSQL refuses to run as root: then it is the user of Debian's package. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const id = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}
