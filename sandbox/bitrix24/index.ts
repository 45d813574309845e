import express, { Router, type RequestHandler } from 'express';

import { LeakyBucket, type RateLimit } from '../core/bucket';
import type { Clock } from '../core/clock';
import type { ForcedAnswer } from '../core/answers';
import type { Gate } from '../core/faults';
import { realClock } from '../core/realClock';
import { serveLocally, Service } from '../core/service';
import type { Telephone } from '../core/telephone';
import { Activity } from './activity';
import { BoardListeners, boardPage } from './boardView';
import { bitrix24Control } from './control';
import type { LoggedRequest } from './loggedRequest';
import { callType } from './methods/activityBindings';
import type {
	Comment,
	Company,
	Contact,
	CrmActivity,
	Deal,
	Lead,
	Robot,
	StageHistoryEntry,
	Todo,
} from './model';
import { restHandler } from './rest';
import { Robots, type RobotCall } from './robots';
import type { FailedCommand, TestedPortal } from './runMethod';
import { leadFrom, webhookUserId } from './sampleData';
import { Store } from './store';

export type { ForcedAnswer } from '../core/answers';

export interface StandinOptions {
	/** The time by which all of it lives; the machine's without one. */
	clock?: Clock;
	/** 0, the default, takes a free port. */
	port?: number;
	secret?: string;
	/** What was ticked when the incoming webhook was made. */
	scopes?: string[];
	rateLimit?: RateLimit | false;
	/** The name that the board shows and the robots send. */
	portal?: string;
	robots?: Robot[];
	/** Shows the telephone panel beside the board. */
	telephone?: Telephone;
}

type Settings = Required<Omit<StandinOptions, 'telephone'>> & Pick<StandinOptions, 'telephone'>;

/**
 * A Bitrix24 portal on this machine, after `reference/bitrix24-rest.md`. "Section" in the comments
 * is a section of it.
 */
export interface Bitrix24Standin {
	readonly url: string;
	/** What a user pastes into the credential. */
	readonly webhookUrl: string;
	readonly boardUrl: string;
	readonly requests: readonly LoggedRequest[];
	readonly robotCalls: readonly RobotCall[];
	/** What crm.timeline.comment.add and crm.activity.todo.add have made. */
	readonly comments: readonly Comment[];
	readonly todos: readonly Todo[];
	/** The calls that crm.activity.add has made, in that order, with what became of them. */
	readonly callActivities: readonly CrmActivity[];
	/** What crm.stagehistory.list tells: one entry for each time that a deal came into a stage. */
	readonly stageHistory: readonly StageHistoryEntry[];
	/** A whole HTTP answer for the next request (of that method). Several wait in a queue. */
	answerNext(answer: ForcedAnswer): void;
	/** A method fails the next time(s), called directly or by a batch. */
	failCommand(method: string, error: FailedCommand, times?: number): void;
	/**
	 * Holds every request from now on until the gate lets it through: the order of two clients'
	 * requests is a test's then.
	 */
	hold(gate: Gate | undefined): void;
	deal(id: number): Deal | undefined;
	/** Changes a deal as it lies in the store: no robots. */
	setDeal(id: number, changes: Partial<Omit<Deal, 'id'>>): Deal;
	addDeal(deal: Partial<Deal>): Deal;
	addContact(contact: Partial<Contact>): Contact;
	addCompany(company: Partial<Company>): Company;
	addLead(lead: Partial<Lead>): Lead;
	/** An entry of crm.stagehistory.list, say in the past. The deal itself stays where it is. */
	addStageHistory(entry: { dealId: number; stageId: string; time: Date }): void;
	setRobots(robots: Robot[]): void;
	/** Resolves when every robot that was to run has run and has its answer. */
	settled(): Promise<void>;
	/** The sample data, the first robots, no requests, no faults. */
	reset(): void;
	stop(): Promise<void>;
}

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
	const store = new Store(
		clock,
		(move) => {
			activity.noteMove(move);
			robots.runFor(move.after);
		},
		(deal) => listeners.deal(deal, store),
	);
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
	return { listeners, activity, robots, store, portal, bucket };
}
