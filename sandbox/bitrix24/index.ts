import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import express from 'express';

import { Activity } from './activity';
import { BoardListeners, boardRoutes } from './boardRoutes';
import { LeakyBucket, type RateLimit } from './bucket';
import { Faults, type FailedCommand, type ForcedAnswer } from './faults';
import type { Deal, Robot } from './model';
import { RequestLog, type LoggedRequest } from './requestLog';
import { restHandler } from './rest';
import { Robots, type RobotCall } from './robots';
import { webhookUserId } from './sampleData';
import { Store } from './store';

export type { FailedCommand, ForcedAnswer } from './faults';
export type { Deal, Pipeline, Robot, Stage } from './model';
export type { LoggedRequest } from './requestLog';
export type { RobotCall } from './robots';

export interface StandinOptions {
	/** 0, the default, takes a free port. */
	port?: number;
	secret?: string;
	/** What was ticked when the incoming webhook was made. */
	scopes?: string[];
	rateLimit?: RateLimit | false;
	/** The name that the board shows and the robots send. */
	portal?: string;
	robots?: Robot[];
}

type Settings = Required<StandinOptions>;

/** A Bitrix24 portal on this machine, after `reference/bitrix24-rest.md`. "Section" in the comments is a section of it. */
export interface Bitrix24Standin {
	readonly url: string;
	/** What a user pastes into the credential. */
	readonly webhookUrl: string;
	readonly boardUrl: string;
	readonly requests: readonly LoggedRequest[];
	readonly robotCalls: readonly RobotCall[];
	/** A whole HTTP answer for the next request (of that method). Several wait in a queue. */
	answerNext(answer: ForcedAnswer): void;
	/** A method fails the next time(s), called directly or by a batch. */
	failCommand(method: string, error: FailedCommand, times?: number): void;
	deal(id: number): Deal | undefined;
	/** Changes a deal as it lies in the store: no robots. */
	setDeal(id: number, changes: Partial<Omit<Deal, 'id'>>): Deal;
	addDeal(deal: Partial<Deal>): Deal;
	setRobots(robots: Robot[]): void;
	/** The sample data, the first robots, no requests, no faults. */
	reset(): void;
	stop(): Promise<void>;
}

const defaults: Settings = {
	port: 0,
	secret: 'q1w2e3r4t5y6u7i8',
	scopes: ['crm', 'user_brief'],
	rateLimit: { perSecond: 2, burst: 50 },
	portal: 'qwerty.bitrix24.ru',
	robots: [],
};

export async function startBitrix24(options: StandinOptions = {}): Promise<Bitrix24Standin> {
	const settings = { ...defaults, ...options };
	const parts = makeParts(settings);
	const { portal, store, robots, listeners, log, bucket } = parts;

	const app = express().disable('x-powered-by').disable('etag');
	app.use('/rest', express.text({ type: () => true, limit: '5mb' }), restHandler({ portal, secret: settings.secret, bucket, log }));
	app.use(boardRoutes({ portalName: settings.portal, store, robots, activity: parts.activity, listeners }));

	const server = app.listen(settings.port, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	return {
		url,
		webhookUrl: `${url}/rest/${webhookUserId}/${settings.secret}/`,
		boardUrl: `${url}/`,
		requests: log.all,
		robotCalls: robots.calls,
		answerNext: (answer) => portal.faults.addAnswer(answer),
		failCommand: (method, error, times = 1) => portal.faults.addFailure(method, error, times),
		deal: (id) => store.deal(id),
		setDeal: (id, changes) => store.put({ ...changes, id }),
		addDeal: (deal) => store.put({ ...deal, id: deal.id ?? store.nextDealId() }),
		setRobots: (next) => {
			robots.set(next);
			listeners.reload();
		},
		reset: () => {
			store.refill();
			robots.set(settings.robots);
			for (const part of [robots, portal.faults, log, parts.activity]) part.clear();
			bucket?.empty();
			listeners.reload();
		},
		stop: async () => {
			listeners.stop();
			robots.clear();
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

function makeParts(settings: Settings) {
	const listeners = new BoardListeners();
	const activity = new Activity((entry) => listeners.entry(entry));
	const robots = new Robots(settings.robots, settings.portal, activity);
	const store = new Store(
		(move) => {
			activity.noteMove(move);
			robots.runFor(move.after);
		},
		(deal) => listeners.deal(deal, store),
	);
	activity.use(store);
	const portal = { name: settings.portal, scopes: settings.scopes, store, activity, faults: new Faults() };
	const bucket = settings.rateLimit ? new LeakyBucket(settings.rateLimit) : undefined;
	return { listeners, activity, robots, store, portal, bucket, log: new RequestLog() };
}
