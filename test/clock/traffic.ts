import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

/** After so many turns of the event loop in which nothing happened, nothing goes on by itself. */
const QUIET_TURNS = 12;

/** The same while an answer is being read: whoever asked may leave the rest of it unread, and then it never ends. */
const UNREAD_TURNS = 500;

/**
 * Work that the system has in hand, as Node.js names it: of files, names, connections. Open sockets
 * and timers are none.
 */
const WORK = /Req|Job$|^(Connect|Write|Shutdown)Wrap$/;

/**
 * Knows when this process has nothing more to do: no HTTP request is on its way from a client to a
 * server's hands, no answer on its way back, no file is being read, and no promise goes on. It
 * looks at what happens and at no clock, so a slow machine is only slow. A request that a server
 * has wholly received and not answered counts as quiet: its server waits for the clock.
 */
export class Traffic {
	/** Whatever begins or ends. */
	private steps = 0;
	private readonly asked = new Set<object>();
	/** Of those, the ones whose answer has begun to come. */
	private readonly reading = new Set<object>();
	private readonly held = new Set<{ request: IncomingMessage; response: ServerResponse }>();
	private readonly listeners: Array<[channel: string, listener: (message: unknown) => void]> = [
		[
			'http.client.request.start',
			(message) => this.askedByNode((message as { request: ClientRequest }).request),
		],
		[
			'http.client.response.finish',
			(message) => this.answered((message as { request: object }).request),
		],
		[
			'http.server.request.start',
			(message) => this.received(message as { request: IncomingMessage; response: ServerResponse }),
		],
		['undici:request:create', (message) => this.begin((message as { request: object }).request)],
		[
			'undici:request:headers',
			(message) => this.answered((message as { request: object }).request),
		],
		['undici:request:trailers', (message) => this.end((message as { request: object }).request)],
		['undici:request:error', (message) => this.end((message as { request: object }).request)],
	];

	watch(): void {
		for (const [channel, listener] of this.listeners) subscribe(channel, listener);
	}

	stop(): void {
		for (const [channel, listener] of this.listeners) unsubscribe(channel, listener);
	}

	async quiet(): Promise<void> {
		for (let turns = 0; turns < (this.reading.size > 0 ? UNREAD_TURNS : QUIET_TURNS); turns += 1) {
			const before = this.steps;
			await turn();
			if (this.steps !== before || this.moves || works()) turns = -1;
		}
	}

	private get moves(): boolean {
		const held = [...this.held];
		const waiting = held.filter(
			({ request, response }) => request.complete && !response.writableEnded && !response.destroyed,
		);
		return (
			this.asked.size - this.reading.size > waiting.length ||
			held.some(({ request }) => !request.complete)
		);
	}

	private begin(request: object): void {
		this.steps += 1;
		this.asked.add(request);
	}

	private end(request: object): void {
		this.steps += 1;
		this.asked.delete(request);
		this.reading.delete(request);
	}

	/** Its first bytes have come. */
	private answered(request: object): void {
		this.steps += 1;
		this.reading.add(request);
	}

	private askedByNode(request: ClientRequest): void {
		this.begin(request);
		request.once('close', () => this.end(request));
	}

	private received(exchange: { request: IncomingMessage; response: ServerResponse }): void {
		this.steps += 1;
		this.held.add(exchange);
		exchange.response.once('close', () => {
			this.steps += 1;
			this.held.delete(exchange);
		});
	}
}

function works(): boolean {
	return process.getActiveResourcesInfo().some((name) => WORK.test(name));
}
