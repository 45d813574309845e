import { realClock } from '../core/realClock';
import { Service, usualServer, type Logged } from '../core/service';
import { AddressBook } from './addressBook';
import { Exchange } from './calls/exchange';
import { Scripts, usualPeople, type People } from './calls/people';
import { Campaigns } from './campaigns/campaigns';
import { Dialler } from './campaigns/dialler';
import { EventSender, type EventStyle } from './events';
import { Lockout, RateLimits } from './limits';
import { Recordings } from './recordings';
import { Reports } from './reports';

/** What a stand-in can be told at its start, and what it does untold. */
const usual = {
	...usualServer,
	apiKey: 'm4ng0k3yq1w2e3r4t5y6u7i8',
	apiSalt: 's4ltz9x8c7v6b5n4m3l2k1j0',
	/** The limits of mango-office.md#rate-limits. */
	rateLimit: true,
	/** HTTP 401 for two minutes after a second invalid request. */
	lockout: true,
	/** "Адрес внешней системы": events go to <eventsUrl>/events/call and so on. Only 127.0.0.1. */
	eventsUrl: undefined as string | undefined,
	/** How much faster than life calls and all that goes on by itself are played by the machine's clock; 1 is life. */
	speed: 1,
	/** What the two people of a call usually do. */
	people: {} as Partial<People>,
	/** Whether every talk is recorded. */
	recordAll: true,
	/**
	 * Real seconds, at speed 1, from the end of a recording until it can be had and `record/added` is
	 * sent (mango-office.md#recordings).
	 */
	recordingDelay: 60,
	/** Real seconds, at speed 1, from the end of a call until the statistics have it. */
	statisticsDelay: 0,
	/**
	 * What the extended statistics write as an employee's number. The document writes the SIP address
	 * on which he was reached (PDF §3.4.2.3 [H]); his extension is what this stand-in wrote before,
	 * and readers have to do with both.
	 */
	statisticsNumbers: 'extension' as 'extension' | 'sip',
	/**
	 * What tells that the basic statistics are ready: the newer document's path or the older one's
	 * (mango-office.md#event-paths).
	 */
	statisticsEvent: 'result/stat' as 'result/stat' | 'result/stats',
	/**
	 * Whether counters, codes and extensions in events are text or numbers
	 * (mango-office.md#types-and-times-of-events).
	 */
	eventStyle: 'mixed' as EventStyle,
	/**
	 * Whether the events of a call by command have `callback_initiator: "API"`. The document lists
	 * it; its printed example of such a call has none (mango-office.md#call-events). A campaign's call always has
	 * "ObDial".
	 */
	callbackInitiator: false,
	/**
	 * `result`: `{"result":3102,"message":…}` with HTTP 400, after the text of the newer document [M; the status L].
	 * `code`: `{"code":3102}` with HTTP 420 Method Failure, as in 2017 [H for then].
	 */
	errorStyle: 'result' as 'result' | 'code',
	/** `result` of good answers as a number, as text, or by turns: both occur (mango-office.md#answers [H]). */
	resultStyle: 'mixed' as 'number' | 'string' | 'mixed',
	/** Whether campaigns call their tasks by themselves. */
	dialCampaigns: false,
};
export type MangoOptions = Partial<typeof usual>;

export interface LoggedRequest extends Logged {
	/** The path after `/vpbx/`, without a slash at its end: `commands/callback`. */
	path: string;
	/** The decoded `json`; undefined when the request did not get that far. */
	json?: unknown;
	/** The result code of the answer, as a number. */
	result?: number;
}

/** A result code that a method has been told to fail with. */
interface FailedMethod {
	result: number;
}

/** Those who want to hear of changes. Many changes of one turn are told once. */
class Listeners {
	private readonly listeners = new Set<() => void>();
	private told = true;

	add(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	tell(): void {
		if (!this.told) return;
		this.told = false;
		setImmediate(() => {
			this.told = true;
			for (const listener of this.listeners) listener();
		});
	}
}

/** A product ("ВАТС") with all that belongs to it; each part begins anew with a reset of its service. */
export function makePbx(options: MangoOptions) {
	const settings = { ...usual, ...options };
	const { clock = realClock({ speed: settings.speed }) } = settings;
	const service = new Service<LoggedRequest, FailedMethod>(clock);
	const { timers } = service;
	const now = () => clock.now();
	const listeners = new Listeners();
	const onChange = () => listeners.tell();

	const events = service.keep(new EventSender(settings, timers));
	const recordings = service.keep(new Recordings());
	const scripts = service.keep(new Scripts({ ...usualPeople, ...settings.people }));
	const exchange = service.keep(
		new Exchange({ ...settings, events, recordings, timers, scripts, onChange }),
	);
	const campaigns = service.keep(new Campaigns(now, onChange));
	return {
		settings,
		service,
		timers,
		now,
		listeners,
		events,
		recordings,
		scripts,
		exchange,
		campaigns,
		reports: service.keep(new Reports(now)),
		addressBook: service.keep(new AddressBook()),
		dialler: service.keep(new Dialler(settings.dialCampaigns, campaigns, exchange, timers)),
		limits: settings.rateLimit ? service.keep(new RateLimits(now)) : undefined,
		lockout: settings.lockout ? service.keep(new Lockout(now)) : undefined,
	};
}
export type Pbx = ReturnType<typeof makePbx>;
