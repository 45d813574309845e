import { spawnOwned } from '../n8n/ownedProcess';
import { Service } from '../n8n/service';
import type { SomeSettings } from './environment';
import { findProgram, outputOf } from './programs';

/** Redis from the system, its data in a folder. */
export function redisIn(
	folder: string,
	port: number,
	settings: SomeSettings['redis'],
	onUnexpectedExit?: (reason: string) => void,
): Service {
	const program = findProgram('redis-server');
	const client = findProgram('redis-cli');
	const options = Object.entries({ port, bind: '127.0.0.1', dir: folder, ...settings }).flatMap(
		([name, value]) => [`--${name}`, String(value)],
	);
	const launch = () => spawnOwned(program, options, { stdio: 'ignore' });
	// It answers anything else while it still reads its data.
	const isUp = async () => (await outputOf(client, ['-p', String(port), 'ping'])) === 'PONG\n';
	return new Service('Redis', port, launch, isUp, onUnexpectedExit);
}
