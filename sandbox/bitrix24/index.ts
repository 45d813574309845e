import express from 'express';
import type { z } from 'zod';

import { LeakyBucket, type RateLimit } from '../core/bucket';
import { defined } from '../core/json';
import { realClock } from '../core/realClock';
import { serveLocally, Service, usualServer } from '../core/service';
import { Activity } from './activity';
import { BoardListeners, boardPage, cardOf, type Telephone } from './boardView';
import { bitrix24Control } from './control';
import { companies, contacts, leads } from './entities';
import { failureShape } from './errors';
import { callType, customType } from './methods/activityBindings';
import type { Portal } from './methods/method';
import { webhookUserId, type Company, type Contact, type Deal, type Lead } from './model';
import { OperatingTime } from './operatingTime';
import { OutgoingWebhooks, type OutgoingWebhook } from './outgoing';
import { restHandler } from './rest';
import { Robots, type Robot } from './robots';
import { pipelines } from './stages';
import { Store } from './store';

export type { ForcedAnswer } from '../core/answers';

/** What a stand-in can be told at its start, and what it does untold. */
const usual = {
	...usualServer,
	secret: 'q1w2e3r4t5y6u7i8',
	/** What was ticked when the incoming webhook was made. */
	scopes: ['crm', 'user_brief', 'im', 'task'],
	/** False for a portal on a server of one's own, which by default counts no run time either. */
	rateLimit: { perSecond: 2, burst: 50 } as RateLimit | false,
	/** The run time that each command is charged for. */
	secondsPerCommand: undefined as number | undefined,
	/** The name that the board shows and the robots send. */
	portal: 'qwerty.bitrix24.ru',
	robots: [] as Robot[],
	/** Shows the telephone panel beside the board. */
	telephone: undefined as Telephone | undefined,
};
export type StandinOptions = Partial<typeof usual>;

export type Bitrix24Standin = Awaited<ReturnType<typeof startBitrix24>>;

/** A Bitrix24 portal on this machine, after docs/protocols/bitrix24.md. */
export async function startBitrix24(options: StandinOptions = {}) {
	const settings = { ...usual, ...defined(options) };
	const { clock = realClock(), secret, scopes, rateLimit, portal: name, telephone } = settings;
	const { secondsPerCommand = rateLimit ? 0.1 : 0 } = settings;
	const service: Portal['service'] = new Service(clock);
	const { app, faults, requests } = service;
	const listeners = new BoardListeners();
	const store = new Store(clock);
	const activity = service.keep(new Activity(clock, (entry) => listeners.send('activity', entry)));
	const robots = service.keep(new Robots(settings.robots, name, activity, service.timers));
	const outgoing = service.keep(new OutgoingWebhooks(name, service.timers));
	const bucket = rateLimit ? service.keep(new LeakyBucket(rateLimit)) : undefined;
	const operating = service.keep(new OperatingTime(secondsPerCommand));
	store.onMove = (move) => {
		activity.noteMove(move);
		robots.runFor(move.after);
	};
	store.onSave = (save) => outgoing.dealSaved(save);
	store.onChange = (deal) =>
		store.deals.get(deal.id)
			? listeners.send('deal', cardOf(deal, store))
			: listeners.send('reload', {});

	const portal = { name, scopes, store, activity, clock, service };
	// A recording of 100 MB is 134 MB of base64. What has been read already is not read again.
	app.all(takesFiles, bodyText('200mb'));
	app.use('/rest', bodyText('5mb'), restHandler({ portal, secret, bucket, operating }));
	app.use(boardPage());
	const server = await serveLocally(app, settings.port, settings.tls);
	const { url } = server;
	const stopListening = telephone?.onChange(() => listeners.send('telephone', telephone.view()));

	const standin = {
		url,
		/** What a user pastes into the credential. */
		webhookUrl: `${url}/rest/${webhookUserId}/${secret}/`,
		boardUrl: `${url}/`,
		requests,
		robotCalls: robots.sent,
		/** What the outgoing webhooks have sent. */
		outgoingCalls: outgoing.sent,
		/** What crm.timeline.comment.add and crm.activity.todo.add have made. */
		get comments() {
			return store.comments.all;
		},
		get todos() {
			const all = store.activities.all.filter(({ typeId }) => typeId === customType);
			return all.map(({ id, ownerTypeId, ownerId, subject: title, ...todo }) => {
				const { description, deadline, responsibleId, completed } = todo;
				const rest = { description, deadline, responsibleId, completed: completed || undefined };
				return { id, ownerTypeId, ownerId, title, ...rest };
			});
		},
		/** The calls that crm.activity.add has made, in that order, with what became of them. */
		get callActivities() {
			return store.activities.all.filter(({ typeId }) => typeId === callType);
		},
		/** What crm.stagehistory.list tells: one entry for each time that a deal came into a stage. */
		stageHistory: store.history,
		answerNext: faults.answerNext,
		hold: faults.hold,
		/** A method fails the next time(s), called directly or by a batch. */
		failCommand: (method: string, error: z.input<typeof failureShape>, times = 1) =>
			faults.addFailure(method, failureShape.parse(error), times),
		deal: (id: number) => store.deals.get(id),
		/** Changes a deal as it lies in the store: no robots. */
		setDeal: (id: number, changes: Partial<Omit<Deal, 'id'>>) => store.putDeal({ ...changes, id }),
		addDeal: (deal: Partial<Deal>) => store.putDeal(deal),
		addContact: (contact: Partial<Contact>) => store.put(contacts, { name: 'Контакт', ...contact }),
		addCompany: (company: Partial<Company>) => store.put(companies, company),
		addLead: (lead: Partial<Lead>) => store.put(leads, { assignedById: 7, ...lead }),
		/** An entry of crm.stagehistory.list, say in the past. The deal itself stays where it is. */
		addStageHistory: (entry: { dealId: number; stageId: string; time: Date }) => {
			const { dealId: id, stageId, time: movedTime } = entry;
			const pipeline = pipelines.find(({ stages }) => stages.some((stage) => stage.id === stageId));
			store.remember({ id, stageId, movedTime, categoryId: pipeline?.id ?? 0 });
		},
		setRobots: (next: Robot[]) => {
			robots.set(next);
			listeners.send('reload', {});
		},
		/** In the place of those before. */
		setOutgoingWebhooks: (webhooks: OutgoingWebhook[]) => outgoing.set(webhooks),
		/** Resolves when every robot and outgoing webhook that was to be sent was, and has its answer. */
		settled: async () => void (await Promise.all([robots.settled(), outgoing.settled()])),
		/** The sample data, the first robots, no requests, no faults. */
		reset: () => {
			store.refill();
			robots.set(settings.robots);
			service.clear();
			listeners.send('reload', {});
		},
		stop: async () => {
			stopListening?.();
			listeners.stop();
			service.clear();
			await server.stop();
		},
	};
	app.use('/_sandbox', bitrix24Control(portal, standin, { robots, listeners, telephone }));
	return standin;
}

const bodyText = (limit: string) => express.text({ type: () => true, limit });
const takesFiles = /\/crm\.(activity\.(add|update)|timeline\.comment\.add)(\.json)?$/i;
