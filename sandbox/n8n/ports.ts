import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, HOST, () => {
			const address = server.address();
			server.close(() => {
				if (address !== null && typeof address === 'object') resolve(address.port);
				else reject(new Error('The system gave no free port.'));
			});
		});
	});
}

/** Why this port cannot be listened on, as the system's error code, or undefined when it can. */
export function portProblem(port: number): Promise<string | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
		server.listen(port, HOST, () => server.close(() => resolve(undefined)));
	});
}
