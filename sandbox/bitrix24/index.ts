import express, { Router, type RequestHandler } from 'express';

import { LeakyBucket } from '../core/bucket';
import { realClock } from '../core/realClock';
import { serveLocally, Service } from '../core/service';
import { Activity } from './activity';
import { BoardListeners, boardPage } from './boardView';
import { bitrix24Control } from './control';
import { callType } from './methods/activityBindings';
import { OutgoingWebhooks } from './outgoing';
import { restHandler } from './rest';
import { Robots } from './robots';
import type { TestedPortal } from './runMethod';
import { leadFrom, webhookUserId } from './sampleData';
import type { StandinOptions, Bitrix24Standin } from './standin';
import { Store } from './store';

export type { StandinOptions, Bitrix24Standin } from './standin';
export type { ForcedAnswer } from '../core/answers';

type Settings = Required<Omit<StandinOptions, 'telephone'>> & Pick<StandinOptions, 'telephone'>;

const defaults: Omit<Settings, 'clock'> = {
	port: 0,
	secret: 'q1w2e3r4t5y6u7i8',
	scopes: ['crm', 'user_brief'],
	rateLimit: { perSecond: 2, burst: 50 },
	portal: 'qwerty.bitrix24.ru',
	robots: [],
};

export async function startBitrix24(options: StandinOptions = {}): Promise<Bitrix24Standin> {
	const settings = { ...defaults, clock: realClock(), ...options };
	const parts = makeParts(settings);
	const { portal, store, robots, outgoing, listeners, bucket } = parts;
	const { app, faults, log } = portal.service;

	app.use('/rest', bodyText, restHandler({ portal, secret: settings.secret, bucket }));
	const control = Router();
	app.use('/_sandbox', control);
	app.use(boardPage());

	const server = await serveLocally(app, settings.port);
	const stopListening = settings.telephone?.onChange(() => listeners.telephone(settings.telephone));
	const { url } = server;

	const standin: Bitrix24Standin = {
		url,
		webhookUrl: `${url}/rest/${webhookUserId}/${settings.secret}/`,
		boardUrl: `${url}/`,
		requests: log.all,
		robotCalls: robots.calls,
		outgoingCalls: outgoing.calls,
		comments: store.comments,
		todos: store.todos,
		stageHistory: store.history,
		get callActivities() {
			return store.activities.filter(({ typeId }) => typeId === callType);
		},
		answerNext: (answer) => void faults.answers.push(answer),
		failCommand: (method, error, times = 1) => faults.addFailure(method, error, times),
		hold: (gate) => {
			faults.gate = gate;
		},
		deal: (id) => store.deal(id),
		setDeal: (id, changes) => store.put({ ...changes, id }),
		addDeal: (deal) => store.put({ ...deal, id: deal.id ?? store.nextDealId() }),
		addContact: (contact) =>
			added(store.contacts, (id) => ({
				id,
				name: 'Контакт',
				lastName: `№ ${id}`,
				phones: [],
				...contact,
			})),
		addCompany: (company) =>
			added(store.companies, (id) => ({ id, title: `Компания № ${id}`, phones: [], ...company })),
		addLead: (lead) => added(store.leads, (id) => leadFrom({ id, ...lead })),
		addStageHistory: (entry) => store.addHistory(entry),
		setRobots: (next) => {
			robots.set(next);
			listeners.reload();
		},
		setOutgoingWebhooks: (webhooks) => outgoing.set(webhooks),
		settled: async () => void (await Promise.all([robots.settled(), outgoing.settled()])),
		reset: () => {
			store.refill();
			robots.set(settings.robots);
			portal.service.clear();
			listeners.reload();
		},
		stop: async () => {
			stopListening?.();
			listeners.stop();
			portal.service.clear();
			await server.stop();
		},
	};
	const { portal: portalName, telephone } = settings;
	const { activity } = parts;
	const board = { portalName, store, robots, activity, listeners, telephone };
	control.use(bitrix24Control(portal.service, standin, board));
	return standin;
}

function added<T extends { id: number }>(list: T[], make: (id: number) => T): T {
	const one = make(Math.max(0, ...list.map(({ id }) => id)) + 1);
	list.push(one);
	return one;
}

const plainBody = express.text({ type: () => true, limit: '5mb' });
/** A recording of 100 MB is 134 MB of base64. */
const bodyWithFiles = express.text({ type: () => true, limit: '200mb' });

function bodyText(...[request, response, next]: Parameters<RequestHandler>): void {
	const takesFiles = /\/crm\.(activity\.(add|update)|timeline\.comment\.add)(\.json)?$/i.test(
		request.path,
	);
	(takesFiles ? bodyWithFiles : plainBody)(request, response, next);
}

function makeParts(settings: Settings) {
	const listeners = new BoardListeners();
	const { clock } = settings;
	const service: TestedPortal['service'] = new Service(clock);
	const activity = service.keep(new Activity(clock, (entry) => listeners.entry(entry)));
	const robots = service.keep(
		new Robots(settings.robots, settings.portal, activity, service.timers),
	);
	const outgoing = service.keep(new OutgoingWebhooks(settings.portal, service.timers));
	const store = new Store(
		clock,
		(move) => {
			activity.noteMove(move);
			robots.runFor(move.after);
		},
		(deal) => (store.deal(deal.id) ? listeners.deal(deal, store) : listeners.reload()),
	);
	store.onSave = (save) => outgoing.dealSaved(save);
	activity.use(store);
	const portal = {
		name: settings.portal,
		scopes: settings.scopes,
		store,
		activity,
		clock,
		service,
	};
	const bucket = settings.rateLimit ? service.keep(new LeakyBucket(settings.rateLimit)) : undefined;
	return { listeners, activity, robots, outgoing, store, portal, bucket };
}
