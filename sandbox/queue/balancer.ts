import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { createProxyServer } from 'http-proxy-3';

import type { Clock } from '../core/clock';
import { realClock } from '../core/realClock';
import { answersOk } from '../n8n/answersOk';

const CHECK_EVERY_MS = 250;
/** A process that has not answered by then takes no webhooks. */
const CHECK_PATIENCE_MS = 2000;

/**
 * One address for all, as users have it from their reverse proxy: webhooks and forms go in turn to what takes
 * them, everything else to the main. What does not answer becomes HTTP 502, which is the sender's to
 * repeat. A process gets webhooks only while it says that it is ready: one that starts answers
 * everything with 200 and keeps nothing (docs/protocols/n8n.md#starting).
 */
export async function startBalancer(
	port: number,
	main: string,
	webhookHosts: string[],
	clock: Clock = realClock(),
): Promise<{ stop(): Promise<void> }> {
	const proxy = createProxyServer({});
	const ready = new Set(webhookHosts);
	let isStopped = false;
	const check = async (host: string): Promise<void> => {
		if (await isReady(host, clock)) ready.add(host);
		else ready.delete(host);
		if (!isStopped) clock.after(CHECK_EVERY_MS, () => void check(host));
	};
	for (const host of webhookHosts) void check(host);
	let turn = 0;
	const nextHost = () => {
		const hosts = [...ready];
		return hosts[turn++ % hosts.length];
	};
	const server: Server = createServer((request, response) => {
		const isWebhook = /^\/(webhook|form)(-waiting)?\//.test(request.url ?? '');
		const target = isWebhook ? nextHost() : main;
		const refuse = () => {
			if (target !== undefined) ready.delete(target);
			if (!response.headersSent) response.writeHead(502);
			response.end();
		};
		if (target === undefined) refuse();
		else proxy.web(request, response, { target }, refuse);
	});
	// The editor's push connection.
	server.on('upgrade', (request, socket, head) =>
		proxy.ws(request, socket, head, { target: main }, () => socket.destroy()),
	);
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return {
		stop: async () => {
			isStopped = true;
			server.close();
			server.closeAllConnections();
			proxy.close();
			await once(server, 'close').catch(() => undefined);
		},
	};
}

async function isReady(host: string, clock: Clock): Promise<boolean> {
	const patience = new AbortController();
	const forget = clock.after(CHECK_PATIENCE_MS, () => patience.abort());
	const isReady = await answersOk(`${host}/healthz/readiness`, patience.signal);
	forget();
	return isReady;
}
