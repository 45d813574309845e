import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import express, { type Express, type Request, type Response } from 'express';

import { Refusal, sendAnswer, sendForced, type Answer } from './answers';
import type { Clock } from './clock';
import { Faults } from './faults';
import { Timers } from './timers';

/** What both services keep of a request; the rest is each one's own. */
export interface Logged {
	/** 0 until it was answered, and for good when the connection was dropped. */
	status: number;
}

/** Something that begins anew when its service is reset. */
type Part = { clear(): unknown };

/**
 * What a cloud service on this machine is made of, whichever it is: an HTTP server, a log of
 * requests, faults, what it has yet to do by the clock, and a list of what a reset begins anew.
 * `L` is what it logs of a request, `E` the error that a method can be told to fail with.
 */
export class Service<L extends Logged, E = unknown> {
	readonly app = express().disable('x-powered-by').disable('etag');
	/** Every request of the API that came. */
	readonly requests: L[] = [];
	readonly faults = new Faults<E>();
	readonly timers: Timers;
	private readonly parts: Part[];

	constructor(readonly clock: Clock) {
		this.timers = new Timers(clock);
		const log = { clear: () => this.requests.splice(0) };
		this.parts = [this.timers, log, this.faults];
	}

	/** Gives the part back, which every reset clears from now on, in the order of keeping. */
	keep<T extends Part>(part: T): T {
		this.parts.push(part);
		return part;
	}

	clear(): void {
		for (const part of this.parts) part.clear();
	}

	/**
	 * One request of the API: held by the gate, answered as it was asked for, or by the service, which
	 * may throw a refusal.
	 * Gives the service's own answer where that is what was sent.
	 */
	async answer(
		{ request, response }: { request: Request; response: Response },
		{ method, params, logged }: { method: string; params?: unknown; logged: L },
		own: () => Answer,
	): Promise<Answer | undefined> {
		this.requests.push(logged);
		const host = request.get('host') ?? '';
		await this.faults.gate?.({ method, params, host });
		const forced = this.faults.takeAnswer(method);
		if (forced) {
			if (forced.runFirst) answerOf(own);
			logged.status = await sendForced(response, forced, this.clock);
			return undefined;
		}
		const made = answerOf(own);
		sendAnswer(response, made);
		logged.status = made.status;
		return made;
	}
}

function answerOf(own: () => Answer): Answer {
	try {
		return own();
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
}

/** What a server needs to be reached by https, as PEM. */
export interface Tls {
	key: string;
	cert: string;
}

/** What any stand-in can be told at its start, and what it does untold. */
export const usualServer = {
	/** The time by which all of it lives; the machine's without one. */
	clock: undefined as Clock | undefined,
	/** 0 takes a free port. */
	port: 0,
	/** Its certificate; without one it is reached by plain http. */
	tls: undefined as Tls | undefined,
};

/** Serves on 127.0.0.1 and nowhere else; port 0 takes a free one. */
export async function serveLocally(app: Express, port: number, tls?: Tls) {
	const server = tls ? createSecureServer(tls, app) : createServer(app);
	server.listen(port, '127.0.0.1');
	// A client that takes its time must not meet a connection that is just being closed.
	server.keepAliveTimeout = 0;
	await once(server, 'listening');
	return {
		url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
		/** Ends the open connections too. */
		async stop() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
