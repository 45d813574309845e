import type { ForcedAnswer } from '../core/answers';
import type { Clock } from '../core/clock';
import type { LegName, PhoneAct, Telephone } from '../core/telephone';
import type { ErrorStyle, FailedMethod, LoggedRequest, ResultStyle } from './api';
import type { Call } from './calls/call';
import type { EventStyle } from './calls/eventStyle';
import type { People, Script } from './calls/people';
import type { IncomingOrder } from './calls/types';
import type { Campaign, Task } from './campaigns/model';
import type { Delivery, SentEvent } from './events';
import type { StatisticsNumbers } from './methods/callContext';
import type { StatisticsEvent } from './methods/method';
import type { Recording } from './recordings';

export interface MangoOptions {
	/** 0, the default, takes a free port. */
	port?: number;
	apiKey?: string;
	apiSalt?: string;
	/** The limits of mango-office.md#rate-limits. */
	rateLimit?: boolean;
	/** HTTP 401 for two minutes after a second invalid request. */
	lockout?: boolean;
	/** "Адрес внешней системы": events go to <eventsUrl>/events/call and so on. Only 127.0.0.1. */
	eventsUrl?: string;
	/** The time by which all of it lives. Without one it is the machine's, played at `speed`. */
	clock?: Clock;
	/** How much faster than life calls and all that goes on by itself are played; 1 is life. */
	speed?: number;
	/** What the two people of a call usually do. */
	people?: Partial<People>;
	/** Whether every talk is recorded. */
	recordAll?: boolean;
	/**
	 * Real seconds, at speed 1, from the end of a recording until it can be had and `record/added` is
	 * sent (mango-office.md#recordings).
	 */
	recordingDelay?: number;
	/** Real seconds, at speed 1, from the end of a call until the statistics have it. */
	statisticsDelay?: number;
	/** What the extended statistics write as an employee's number. */
	statisticsNumbers?: StatisticsNumbers;
	/**
	 * What tells that the basic statistics are ready: the newer document's path or the older one's
	 * (mango-office.md#event-paths).
	 */
	statisticsEvent?: StatisticsEvent;
	/**
	 * Whether counters, codes and extensions in events are text or numbers
	 * (mango-office.md#types-and-times-of-events).
	 */
	eventStyle?: EventStyle;
	/**
	 * Whether the events of a call by command have `callback_initiator: "API"`. The document lists
	 * it; its printed example of such a call has none (mango-office.md#call-events). A campaign's call always has
	 * "ObDial".
	 */
	callbackInitiator?: boolean;
	/** About how large a recording is, up to 100 MB and more: nothing is held in memory. */
	recordingBytes?: number;
	errorStyle?: ErrorStyle;
	resultStyle?: ResultStyle;
	/** Whether campaigns call their tasks by themselves. */
	dialCampaigns?: boolean;
}

/**
 * MANGO OFFICE on this machine, after docs/protocols/mango-office.md, which also says what [H], [M]
 * and [L] mean (#how-sure).
 */
export interface MangoStandin {
	readonly url: string;
	/** What a user puts into the credential in place of `https://app.mango-office.ru/vpbx/`. */
	readonly baseUrl: string;
	readonly apiKey: string;
	readonly apiSalt: string;
	readonly requests: readonly LoggedRequest[];
	/** Every event, the lost ones too, in the order in which they happened. */
	readonly events: readonly SentEvent[];
	/** Running and ended, the oldest first. */
	readonly calls: readonly Call[];
	readonly recordings: readonly Recording[];
	readonly campaigns: readonly Campaign[];
	/** For `startBitrix24({ telephone })`. */
	readonly telephone: Telephone;
	/** A whole HTTP answer for the next request (of that path). Several wait in a queue. */
	answerNext(answer: ForcedAnswer): void;
	/** A method answers with this result code the next time(s). */
	failMethod(path: string, failure: FailedMethod, times?: number): void;
	/** Where events go; undefined sends none. */
	setEventsUrl(url: string | undefined): void;
	/** What the two people do in the next call(s), or in the next to a number. */
	script(script: Script, calls?: number): void;
	/** A client rings a line; the script of the call may stand in the order. */
	ring(order: IncomingOrder): Call;
	/**
	 * A button of a telephone; the call by its entry_id or the call_id of a leg. False when there is
	 * nothing to press.
	 */
	press(callId: string, who: LegName, act: PhoneAct): boolean;
	/** How events go wrong from now on. */
	deliver(delivery: Delivery): void;
	/** Any signed event, as `push('ping', {})`. */
	push(path: string, json: Record<string, unknown>): void;
	/** The connection check of MANGO's settings: an unsigned POST to <eventsUrl>/ping. Gives the HTTP status. */
	ping(): Promise<number>;
	campaign(id: number): Campaign | undefined;
	task(id: number): Task | undefined;
	/** Changes a task as it lies in the store. */
	setTask(id: number, changes: Partial<Task>): void;
	setRecordingBytes(bytes: number): void;
	dialCampaigns(on: boolean): void;
	/** Resolves when every event that has gone out is answered. */
	settled(): Promise<void>;
	/** The sample data; no requests, calls, scripts or faults, and nothing left to do. The events URL stays. */
	reset(): void;
	stop(): Promise<void>;
}
