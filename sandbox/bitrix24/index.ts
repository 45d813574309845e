import express, { Router, type RequestHandler } from 'express';

import { LeakyBucket } from '../core/bucket';
import { realClock } from '../core/realClock';
import { serveLocally, Service } from '../core/service';
import { Activity } from './activity';
import { BoardListeners, boardPage } from './boardView';
import { bitrix24Control } from './control';
import { callType } from './methods/activityBindings';
import { restHandler } from './rest';
import { Robots } from './robots';
import type { TestedPortal } from './runMethod';
import { webhookUserId } from './sampleData';
import { pipelines } from './stages';
import { companies, contacts, leads, type Entity } from './entities';
import type { Company, Contact, Lead } from './model';
import type { Records } from './records';
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
	const { portal, store, robots, listeners, bucket } = parts;
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
		get comments() {
			return store.comments.all;
		},
		get todos() {
			return store.todos.all;
		},
		stageHistory: store.history,
		get callActivities() {
			return store.activities.all.filter(({ typeId }) => typeId === callType);
		},
		answerNext: (answer) => void faults.answers.push(answer),
		failCommand: (method, error, times = 1) => faults.addFailure(method, error, times),
		hold: (gate) => {
			faults.gate = gate;
		},
		deal: (id) => store.deals.get(id),
		setDeal: (id, changes) => store.putDeal({ ...changes, id }),
		addDeal: (deal) => store.putDeal(deal),
		addContact: (contact) => added(store.contacts, contacts, contact),
		addCompany: (company) => added(store.companies, companies, company),
		addLead: (lead) => added(store.leads, leads, lead),
		addStageHistory: ({ dealId, stageId, time }) => {
			const categoryId = pipelines.find(({ stages }) =>
				stages.some(({ id }) => id === stageId),
			)?.id;
			store.remember({ id: dealId, stageId, movedTime: time, categoryId: categoryId ?? 0 });
		},
		setRobots: (next) => {
			robots.set(next);
			listeners.reload();
		},
		settled: () => robots.settled(),
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

function added<T extends Contact | Company | Lead>(
	records: Records<T>,
	{ blank }: Entity<T>,
	draft: Partial<T>,
): T {
	const { id = records.nextId } = draft;
	return records.put({ ...blank(id), ...draft, id });
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
	const store = new Store(clock);
	const activity = service.keep(new Activity(clock, (entry) => listeners.entry(entry)));
	const robots = service.keep(
		new Robots(settings.robots, settings.portal, activity, service.timers),
	);
	store.onMove = (move) => {
		activity.noteMove(move);
		robots.runFor(move.after);
	};
	store.onChange = (deal) => listeners.deal(deal, store);
	const portal = {
		name: settings.portal,
		scopes: settings.scopes,
		store,
		activity,
		clock,
		service,
	};
	const bucket = settings.rateLimit ? service.keep(new LeakyBucket(settings.rateLimit)) : undefined;
	return { listeners, activity, robots, store, portal, bucket };
}
