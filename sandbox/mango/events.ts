import type { Json } from '../core/json';
import type { Timers } from '../core/timers';
import { staysHere, Webhooks } from '../core/webhooks';
import { sign, type Keys } from './access';
import type { Call } from './calls/call';

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

interface EventSettings extends Keys {
	eventsUrl: string | undefined;
	eventStyle: EventStyle;
	/** Whether calls by command tell their initiator. */
	callbackInitiator: boolean;
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

/**
 * The types of an event's values are loose (mango-office.md#types-and-times-of-events [H]):
 * `strings` are those of the examples of 2017, `numbers` those of the tables of 2026, which call
 * extensions integers too. `mixed`, as in the examples of both: a callback's counters and codes are
 * text, a campaign's are numbers, and an incoming call has one so and the other so.
 */
export type EventStyle = 'mixed' | 'strings' | 'numbers';

const counters = ['seq', 'timestamp', 'completion_code', 'disconnect_reason', 'result'];
const extensions = ['extension', 'acd_group'];

/** A held-back event goes out at the latest after this. */
const holdMs = 40;

/**
 * POSTs events to the "address of the external system" (mango-office.md#events), signed as requests
 * are. No retries: none are known.
 */
export class EventSender extends Webhooks<SentEvent> {
	delivery: Delivery = {};
	eventsUrl: string | undefined;
	private held: (() => void) | undefined;

	constructor(
		private readonly settings: EventSettings,
		timers: Timers,
	) {
		super(timers);
		this.eventsUrl = settings.eventsUrl;
	}

	/** With values of the chosen types: those of `asText` are text in the mixed style. */
	tell(path: string, json: Json, asText: readonly string[] = []): void {
		this.push(path, this.styled(json, asText));
	}

	tellOf(call: Call, path: string, json: Json): void {
		const { callback_initiator: initiator, ...rest } = json;
		const told = initiator === 'API' && !this.settings.callbackInitiator ? rest : json;
		this.tell(path, told, mixedText(call));
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

	private styled(json: Json, asText: readonly string[]): Json {
		const { eventStyle } = this.settings;
		if (eventStyle === 'strings') return changed(json, counters, String);
		if (eventStyle === 'numbers') return changed(json, extensions, Number);
		return changed(json, asText, String);
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
		const { apiKey, apiSalt } = this.settings;
		const form = { vpbx_api_key: apiKey, sign: sign(apiKey, json, apiSalt), json };
		try {
			event.status = await this.send(event.path, form);
		} catch (error) {
			event.error = (error as Error).message;
		}
	}

	private async send(path: string, form?: Record<string, string>): Promise<number> {
		const url = `${(this.eventsUrl ?? '').replace(/\/$/, '')}/${path}`;
		return await this.post(url, new URLSearchParams(form).toString());
	}

	private whyNotSent(): string | undefined {
		if (this.eventsUrl === undefined) return 'no address of the external system is set';
		return staysHere(this.eventsUrl) ? undefined : 'the sandbox calls only 127.0.0.1';
	}
}

/** What is text in the events of a call, in the mixed style. */
function mixedText({ initiator, incoming }: Call): string[] {
	if (incoming) return ['disconnect_reason'];
	return initiator === 'API' ? ['seq', 'disconnect_reason'] : [];
}

function changed(json: Json, names: readonly string[], change: (value: unknown) => unknown): Json {
	const entries = Object.entries(json).map(([name, value]) => {
		if (typeof value === 'object' && value !== null)
			return [name, changed(value as Json, names, change)];
		return [name, names.includes(name) ? change(value) : value];
	});
	return Object.fromEntries(entries);
}
