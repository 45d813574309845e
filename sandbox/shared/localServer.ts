import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import type { Express } from 'express';

export interface LocalServer {
	url: string;
	/** Ends the open connections too. */
	stop(): Promise<void>;
}

/** Serves on 127.0.0.1 and nowhere else; port 0 takes a free one. */
export async function serveLocally(app: Express, port: number): Promise<LocalServer> {
	const server = app.listen(port, '127.0.0.1');
	// A client that takes its time must not meet a connection that is just being closed.
	server.keepAliveTimeout = 0;
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async stop() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
