import express, { Router } from 'express';

import { realClock } from '../core/realClock';
import { serveLocally, Service } from '../core/service';
import { AddressBook } from './addressBook';
import { apiHandler, type ErrorStyle, type MangoService, type ResultStyle } from './api';
import { Teller, type EventStyle } from './calls/eventStyle';
import { Exchange } from './calls/exchange';
import { Scripts, usualPeople } from './calls/people';
import { Campaigns } from './campaigns/campaigns';
import { Dialler } from './campaigns/dialler';
import { mangoControl } from './control';
import { EventSender } from './events';
import { oneTimeFiles, signedLinks } from './files';
import type { StatisticsNumbers } from './methods/callContext';
import type { StatisticsEvent } from './methods/method';
import { Listeners } from './listeners';
import { Lockout } from './lockout';
import { RateLimits } from './rateLimits';
import { Recordings } from './recordings';
import { Reports } from './reports';
import type { MangoOptions, MangoStandin } from './standin';
import { makeTelephone } from './telephone';

export type { MangoOptions, MangoStandin } from './standin';
export type { Call } from './calls/call';
export type { IncomingOrder } from './calls/types';
export type { Script } from './calls/people';

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
			addressBook: service.keep(new AddressBook()),
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
