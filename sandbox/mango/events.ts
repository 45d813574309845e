import type { Timers } from '../shared/timers';
import type { Keys } from './access';
import { sign } from './sign';

/**
 * How events go wrong on the way (section 2.3: "sent in parallel, out of order possible"; retries
 * are not documented).
 */
export interface Delivery {
	/** Holds every event back and sends it after the next one; the last of a call goes out alone. */
	outOfOrder?: boolean;
	/** Sends every event twice. */
	doubled?: boolean;
	/** Events that never arrive: by path, or as the function says. */
	lost?: string[] | ((path: string, json: Record<string, unknown>) => boolean);
}

export interface SentEvent {
	/** `events/call`, `result/callback`. */
	path: string;
	json: Record<string, unknown>;
	/** What the receiver answered; 0 until then. */
	status: number;
	lost?: boolean;
	error?: string;
}

const timeoutMs = 10_000;
/** A held-back event goes out at the latest after this. */
const holdMs = 40;

/**
 * POSTs events to the "address of the external system" (section 2), signed as requests are. No
 * retries: none are known.
 */
export class EventSender {
	readonly sent: SentEvent[] = [];
	delivery: Delivery = {};
	eventsUrl: string | undefined;
	private held: (() => void) | undefined;
	private stopped = new AbortController();
	private readonly underWay = new Set<Promise<void>>();

	constructor(
		private readonly keys: Keys,
		private readonly timers: Timers,
	) {}

	push(path: string, json: Record<string, unknown>): void {
		const event: SentEvent = { path, json, status: 0 };
		this.sent.push(event);
		event.error = whyNotSent(this.eventsUrl);
		if (event.error) return;
		if (this.isLost(path, json)) {
			event.lost = true;
			return;
		}
		const { stopped } = this;
		const send = () => {
			if (stopped !== this.stopped) return;
			this.track(this.post(event));
			if (this.delivery.doubled) this.track(this.post(event));
		};
		if (this.delivery.outOfOrder) this.hold(send);
		else send();
	}

	/** Forgets all, those under way too. */
	clear(): void {
		this.sent.length = 0;
		this.held = undefined;
		this.delivery = {};
		this.stopped.abort();
		this.stopped = new AbortController();
	}

	/** Resolves when those under way are answered. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	private track(posting: Promise<void>): void {
		this.underWay.add(posting);
		void posting.finally(() => this.underWay.delete(posting));
	}

	private isLost(path: string, json: Record<string, unknown>): boolean {
		const { lost = [] } = this.delivery;
		return typeof lost === 'function' ? lost(path, json) : lost.includes(path);
	}

	/** Pairs of neighbours change places. */
	private hold(send: () => void): void {
		const before = this.held;
		if (before) {
			this.held = undefined;
			send();
			this.timers.afterMs(holdMs / 4, before);
			return;
		}
		this.held = send;
		this.timers.afterMs(holdMs, () => {
			if (this.held !== send) return;
			this.held = undefined;
			send();
		});
	}

	/**
	 * MANGO's "check the connection": a bare POST; whether the real one is signed is not documented
	 * (section 2.1). Gives the HTTP status.
	 */
	async ping(): Promise<number> {
		const problem = whyNotSent(this.eventsUrl);
		if (problem) throw new Error(problem);
		return await this.send('ping', new URLSearchParams());
	}

	private async post(event: SentEvent): Promise<void> {
		const json = JSON.stringify(event.json);
		const { apiKey, apiSalt } = this.keys;
		try {
			event.status = await this.send(
				event.path,
				new URLSearchParams({ vpbx_api_key: apiKey, sign: sign(apiKey, json, apiSalt), json }),
			);
		} catch (error) {
			event.error = error instanceof Error ? error.message : String(error);
		}
	}

	private async send(path: string, body: URLSearchParams): Promise<number> {
		const url = `${(this.eventsUrl ?? '').replace(/\/$/, '')}/${path}`;
		const late = new AbortController();
		const onTime = this.timers.afterMs(timeoutMs, () =>
			late.abort(new Error(`no answer in ${timeoutMs / 1000} s`)),
		);
		const signal = AbortSignal.any([this.stopped.signal, late.signal]);
		try {
			const response = await fetch(url, { method: 'POST', body, signal, redirect: 'manual' });
			await response.arrayBuffer();
			return response.status;
		} finally {
			onTime();
		}
	}
}

/** Nothing leaves this machine: a rule of the sandbox, not of MANGO. */
function whyNotSent(eventsUrl: string | undefined): string | undefined {
	if (eventsUrl === undefined) return 'no address of the external system is set';
	const host = URL.canParse(eventsUrl) ? new URL(eventsUrl).hostname : '';
	return host === '127.0.0.1' ? undefined : 'the sandbox calls only 127.0.0.1';
}
