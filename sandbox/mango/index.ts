import express, { Router } from 'express';

import type { Clock } from '../core/clock';
import type { ForcedAnswer } from '../core/answers';
import { realClock } from '../core/realClock';
import { serveLocally, Service } from '../core/service';
import type { LegName, PhoneAct, Telephone } from '../core/telephone';
import {
	apiHandler,
	type ErrorStyle,
	type FailedMethod,
	type LoggedRequest,
	type MangoService,
	type ResultStyle,
} from './api';
import type { Call } from './calls/call';
import { Teller, type EventStyle } from './calls/eventStyle';
import { Exchange } from './calls/exchange';
import type { IncomingOrder } from './calls/types';
import { Scripts, usualPeople, type People, type Script } from './calls/people';
import { Campaigns } from './campaigns/campaigns';
import { Dialler } from './campaigns/dialler';
import type { Campaign, Task } from './campaigns/model';
import { mangoControl } from './control';
import { EventSender, type Delivery, type SentEvent } from './events';
import { oneTimeFiles, signedLinks } from './files';
import type { StatisticsNumbers } from './methods/callContext';
import type { StatisticsEvent } from './methods/method';
import { Listeners } from './listeners';
import { Lockout } from './lockout';
import { RateLimits } from './rateLimits';
import { Recordings, type Recording } from './recordings';
import { Reports } from './reports';
import { makeTelephone } from './telephone';

export type { Call } from './calls/call';
export type { IncomingOrder } from './calls/types';
export type { Script } from './calls/people';

export interface MangoOptions {
	/** 0, the default, takes a free port. */
	port?: number;
	apiKey?: string;
	apiSalt?: string;
	/** The limits of section 1.2. */
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
	 * sent (section 1.6).
	 */
	recordingDelay?: number;
	/** Real seconds, at speed 1, from the end of a call until the statistics have it. */
	statisticsDelay?: number;
	/** What the extended statistics write as an employee's number. */
	statisticsNumbers?: StatisticsNumbers;
	/** What tells that the basic statistics are ready: the newer document's path or the older one's (section 2.1). */
	statisticsEvent?: StatisticsEvent;
	/** Whether counters, codes and extensions in events are text or numbers (section 2.2). */
	eventStyle?: EventStyle;
	/**
	 * Whether the events of a call by command have `callback_initiator: "API"`. The document lists
	 * it; its printed example of such a call has none (section 9). A campaign's call always has
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
 * MANGO OFFICE on this machine, after `reference/mango-office-api.md`. "Section" in the comments is
 * a section of it.
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

const defaults = {
	port: 0,
	apiKey: 'm4ng0k3yq1w2e3r4t5y6u7i8',
	apiSalt: 's4ltz9x8c7v6b5n4m3l2k1j0',
	rateLimit: true,
	lockout: true,
	people: {},
	recordAll: true,
	recordingDelay: 60,
	statisticsDelay: 0,
	statisticsNumbers: 'extension' as StatisticsNumbers,
	statisticsEvent: 'result/stat' as StatisticsEvent,
	eventStyle: 'mixed' as EventStyle,
	callbackInitiator: false,
	recordingBytes: 40_000,
	errorStyle: 'result' as ErrorStyle,
	resultStyle: 'mixed' as ResultStyle,
	dialCampaigns: false,
};

export async function startMango(options: MangoOptions = {}): Promise<MangoStandin> {
	const { clock = realClock({ speed: options.speed }), ...more } = options;
	const settings = { ...defaults, ...more };
	const service: MangoService = new Service(clock);
	const parts = makeParts(settings, service);
	const { pbx, events, exchange, campaigns, recordings, scripts, dialler, keys } = parts;
	let bytes = settings.recordingBytes;

	const files = { recordings, keys, bytes: () => bytes, service };
	const { app } = service;
	app.use('/files', oneTimeFiles(files));
	app.use('/vpbx/queries/recording/link', signedLinks(files));
	const { errorStyle, resultStyle } = settings;
	const api = apiHandler({ ...parts, pbx, service, errorStyle, resultStyle });
	app.use('/vpbx', express.text({ type: () => true, limit: '20mb' }), api);
	const control = Router();
	app.use('/_sandbox', control);
	const server = await serveLocally(app, settings.port);
	dialler.switch(settings.dialCampaigns);

	const mango: MangoStandin = {
		url: server.url,
		baseUrl: `${server.url}/vpbx/`,
		...keys,
		requests: service.log.all,
		events: events.sent,
		calls: exchange.calls,
		recordings: recordings.all,
		get campaigns() {
			return campaigns.all;
		},
		telephone: { ...parts.telephone, control },
		answerNext: (answer) => void service.faults.answers.push(answer),
		failMethod: (path, failure, times = 1) => service.faults.addFailure(path, failure, times),
		setEventsUrl: (url) => {
			events.eventsUrl = url;
		},
		script: (script, calls = 1) => scripts.add(script, calls),
		ring: (order) => exchange.ring(order),
		press: (callId, who, act) => exchange.press(callId, who, act),
		deliver: (delivery) => {
			events.delivery = delivery;
		},
		push: (path, json) => events.push(path, json),
		ping: () => events.ping(),
		campaign: (id) => campaigns.campaign(id),
		task: (id) => campaigns.task(id),
		setTask: (id, changes) => campaigns.change(campaigns.wantedTask(id), changes),
		setRecordingBytes: (size) => {
			bytes = size;
		},
		dialCampaigns: (on) => dialler.switch(on),
		settled: () => events.settled(),
		reset: () => {
			service.clear();
			campaigns.refill();
			bytes = settings.recordingBytes;
			dialler.switch(settings.dialCampaigns);
		},
		stop: async () => {
			dialler.switch(false);
			service.clear();
			await server.stop();
		},
	};
	control.use(mangoControl(service, mango));
	return mango;
}

function makeParts(settings: typeof defaults & MangoOptions, service: MangoService) {
	const { clock, timers } = service;
	const now = () => clock.now();
	const listeners = new Listeners();
	const onChange = () => listeners.tell();
	const keys = { apiKey: settings.apiKey, apiSalt: settings.apiSalt };
	const events = service.keep(new EventSender(keys, timers));
	events.eventsUrl = settings.eventsUrl;
	const recordings = service.keep(new Recordings());
	const scripts = service.keep(new Scripts({ ...usualPeople, ...settings.people }));
	const teller = new Teller(events, settings.eventStyle, settings.callbackInitiator);
	const exchange = service.keep(
		new Exchange({ ...settings, teller, recordings, timers, scripts, onChange }),
	);
	const campaigns = new Campaigns(now, onChange);
	const reports = service.keep(new Reports(now));
	const { statisticsNumbers, statisticsEvent } = settings;
	return {
		keys,
		events,
		recordings,
		scripts,
		exchange,
		campaigns,
		dialler: new Dialler(campaigns, exchange, timers, now),
		telephone: makeTelephone(exchange, campaigns, listeners, clock.speed),
		pbx: {
			exchange,
			campaigns,
			recordings,
			reports,
			teller,
			timers,
			now,
			statisticsNumbers,
			statisticsEvent,
		},
		limits: settings.rateLimit ? service.keep(new RateLimits(now)) : undefined,
		lockout: settings.lockout ? service.keep(new Lockout(now)) : undefined,
	};
}
