import { detectPort } from 'detect-port';

const hostname = '127.0.0.1';

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
	return detectPort({ hostname });
}

/** Whether this port can be listened on. */
export async function isFree(port: number): Promise<boolean> {
	return (await detectPort({ hostname, port })) === port;
}
