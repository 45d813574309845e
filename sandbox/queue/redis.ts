import { connect } from 'node:net';

import { spawnOwned } from '../n8n/ownedProcess';
import type { SomeSettings } from './environment';
import { findProgram } from './programs';
import { Service } from './service';

/** Redis from the system, its data in a folder. */
export async function startRedis(
	folder: string,
	port: number,
	settings: SomeSettings['redis'],
	onUnexpectedExit?: (reason: string) => void,
): Promise<Service> {
	const program = findProgram('redis-server');
	const options = Object.entries({ port, bind: '127.0.0.1', dir: folder, ...settings }).flatMap(
		([name, value]) => [`--${name}`, String(value)],
	);
	const launch = () => spawnOwned(program, options, { stdio: 'ignore' });
	const isUp = () => answersPing(port);
	const redis = new Service('Redis', port, launch, isUp, onUnexpectedExit);
	await redis.start();
	return redis;
}

/** It answers anything else while it still reads its data. */
function answersPing(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		const answer = (isUp: boolean) => {
			socket.destroy();
			resolve(isUp);
		};
		socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
		socket.once('error', () => answer(false));
		socket.setTimeout(2000, () => answer(false));
	});
}
