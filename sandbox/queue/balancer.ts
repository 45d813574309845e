import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { createProxyServer } from 'http-proxy-3';

/**
 * One address for all, as users have it from their reverse proxy: webhooks go in turn to what takes
 * them, everything else to the main. What does not answer becomes HTTP 502; it is the sender's to
 * repeat that.
 */
export async function startBalancer(
	port: number,
	main: string,
	webhookHosts: string[],
): Promise<{ stop(): Promise<void> }> {
	const proxy = createProxyServer({});
	let turn = 0;
	const server: Server = createServer((request, response) => {
		const isWebhook = /^\/webhook(-waiting)?\//.test(request.url ?? '');
		const target = isWebhook ? webhookHosts[turn++ % webhookHosts.length] : main;
		proxy.web(request, response, { target }, () => {
			if (!response.headersSent) response.writeHead(502);
			response.end();
		});
	});
	// The editor's push connection.
	server.on('upgrade', (request, socket, head) =>
		proxy.ws(request, socket, head, { target: main }, () => socket.destroy()),
	);
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return {
		stop: async () => {
			server.close();
			server.closeAllConnections();
			proxy.close();
			await once(server, 'close').catch(() => undefined);
		},
	};
}
