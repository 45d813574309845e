import type { Json } from '../core/json';
import type { Timers } from '../core/timers';
import { staysHere, Webhooks } from '../core/webhooks';
import { sign, type Keys } from './access';

/**
 * How events go wrong on the way (mango-office.md#delivery-of-events: "sent in parallel, out of
 * order possible"; retries are not documented).
 */
export interface Delivery {
	/** Holds every event back and sends it after the next one; the last of a call goes out alone. */
	outOfOrder?: boolean;
	/** Sends every event twice. */
	doubled?: boolean;
	/** Events that never arrive: by path, or as the function says. */
	lost?: string[] | ((path: string, json: Json) => boolean);
}

interface SentEvent {
	/** `events/call`, `result/callback`. */
	path: string;
	json: Json;
	/** What the receiver answered; 0 until then. */
	status: number;
	lost?: boolean;
	error?: string;
}

/** A held-back event goes out at the latest after this. */
const holdMs = 40;

/**
 * POSTs events to the "address of the external system" (mango-office.md#events), signed as requests
 * are. No retries: none are known.
 */
export class EventSender extends Webhooks<SentEvent> {
	delivery: Delivery = {};
	private held: (() => void) | undefined;

	constructor(
		public eventsUrl: string | undefined,
		private readonly keys: Keys,
		timers: Timers,
	) {
		super(timers);
	}

	push(path: string, json: Json): void {
		const event: SentEvent = { path, json, status: 0 };
		this.sent.push(event);
		event.error = this.whyNotSent();
		if (event.error) return;
		const { lost = [], doubled, outOfOrder } = this.delivery;
		if (typeof lost === 'function' ? lost(path, json) : lost.includes(path)) {
			event.lost = true;
			return;
		}
		const send = () => {
			this.track(this.deliver(event));
			if (doubled) this.track(this.deliver(event));
		};
		if (outOfOrder) this.hold(send);
		else send();
	}

	/** The address stays. */
	override clear(): void {
		super.clear();
		this.held = undefined;
		this.delivery = {};
	}

	/**
	 * MANGO's "check the connection": a bare POST; whether the real one is signed is not documented
	 * (mango-office.md#event-paths). Gives the HTTP status.
	 */
	async ping(): Promise<number> {
		const problem = this.whyNotSent();
		if (problem) throw new Error(problem);
		return await this.send('ping');
	}

	/** Pairs of neighbours change places. */
	private hold(send: () => void): void {
		const before = this.held;
		this.held = before ? undefined : send;
		if (before) {
			send();
			this.timers.afterMs(holdMs / 4, before);
			return;
		}
		this.timers.afterMs(holdMs, () => {
			if (this.held !== send) return;
			this.held = undefined;
			send();
		});
	}

	private async deliver(event: SentEvent): Promise<void> {
		const json = JSON.stringify(event.json);
		const { apiKey, apiSalt } = this.keys;
		const form = { vpbx_api_key: apiKey, sign: sign(apiKey, json, apiSalt), json };
		try {
			event.status = await this.send(event.path, form);
		} catch (error) {
			event.error = (error as Error).message;
		}
	}

	private async send(path: string, form?: Record<string, string>): Promise<number> {
		const url = `${(this.eventsUrl ?? '').replace(/\/$/, '')}/${path}`;
		return await this.post({ url, body: new URLSearchParams(form).toString() });
	}

	private whyNotSent(): string | undefined {
		if (this.eventsUrl === undefined) return 'no address of the external system is set';
		return staysHere(this.eventsUrl) ? undefined : 'the sandbox calls only 127.0.0.1';
	}
}
