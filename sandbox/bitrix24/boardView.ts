import path from 'node:path';

import express, { Router, type Response } from 'express';

import type { Telephone } from '../core/telephone';
import type { Activity, ActivityEntry } from './activity';
import { maskUrl } from './maskUrl';
import { callType } from './methods/activityBindings';
import { contacts, deals } from './entities';
import type { Binding, Deal, Pipeline } from './model';
import { pipelines } from './stages';
import type { Robots } from './robots';
import { boardUserId } from './sampleData';
import type { Store } from './store';

const boardFolder = path.join(__dirname, '..', 'board');

/** The page may use nothing from outside. */
const contentSecurityPolicy = "default-src 'self'; img-src 'self' data:";

export interface BoardParts {
	portalName: string;
	store: Store;
	robots: Robots;
	activity: Activity;
	listeners: BoardListeners;
	telephone?: Telephone;
}

/** The open pages, each at the other end of a Server-Sent Events stream. */
export class BoardListeners {
	private readonly open = new Set<Response>();

	add(response: Response): void {
		response.writeHead(200, {
			'Content-Type': 'text/event-stream',
			'Cache-Control': 'no-cache',
			Connection: 'keep-alive',
		});
		response.write('retry: 1000\n\n');
		this.open.add(response);
		response.on('close', () => this.open.delete(response));
	}

	deal(deal: Deal, store: Store): void {
		this.send('deal', cardOf(deal, store));
	}

	entry(entry: ActivityEntry): void {
		this.send('activity', entry);
	}

	/** Everything the panel shows, each time: it is little. */
	telephone(telephone: Telephone | undefined): void {
		if (telephone) this.send('telephone', telephone.view());
	}

	/** Pages load everything anew. */
	reload(): void {
		this.send('reload', {});
	}

	stop(): void {
		for (const response of this.open) response.end();
		this.open.clear();
	}

	private send(event: string, data: unknown): void {
		for (const response of this.open)
			response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
	}
}

/** The page itself. */
export function boardPage(): Router {
	const router = Router();
	router.use((_request, response, next) => {
		response.set('Content-Security-Policy', contentSecurityPolicy);
		next();
	});
	router.use(express.static(boardFolder));
	return router;
}

export function boardState({ portalName, store, robots, activity, telephone }: BoardParts) {
	return {
		portal: portalName,
		user: userName(store),
		pipelines: pipelines.map((pipeline) => pipelineView(pipeline, robots)),
		deals: store.deals.all.map((deal) => cardOf(deal, store)),
		activity: activity.all,
		...(telephone ? { telephone: telephone.view() } : {}),
	};
}

function pipelineView(pipeline: Pipeline, robots: Robots) {
	const stages = pipeline.stages.map(({ id, name, color, semantics }) => ({
		id,
		name,
		color,
		semantics,
		robots: robots.all
			.filter((robot) => robot.stageId === id)
			.map(({ name: title, url }) => ({ name: title, url: maskUrl(url) })),
	}));
	return { id: pipeline.id, name: pipeline.name, stages };
}

function cardOf(deal: Deal, store: Store) {
	const contact = store.contacts.get(deal.contactIds[0] ?? 0);
	return {
		id: deal.id,
		title: deal.title,
		categoryId: deal.categoryId,
		stageId: deal.stageId,
		amount: deal.opportunity,
		company: store.companies.get(deal.companyId)?.title,
		contact: contact && contacts.label(contact),
		movedTime: deal.movedTime.toISOString(),
		calls: callsOf(deal, store),
	};
}

/** The calls of a deal's timeline, the latest first. */
function callsOf(deal: Deal, store: Store) {
	const isHere = (binding: Binding) =>
		binding.ownerTypeId === deals.typeId && binding.ownerId === deal.id;
	return store.activities.all
		.filter(({ typeId, bindings }) => typeId === callType && bindings.some(isHere))
		.sort((a, b) => b.startTime.getTime() - a.startTime.getTime() || b.id - a.id)
		.map(({ subject, startTime, files }) => ({
			subject,
			time: startTime.toISOString(),
			files: files.map(({ name, size }) => ({ name, size })),
		}));
}

function userName(store: Store): string {
	const user = store.users.find((candidate) => candidate.id === boardUserId);
	return user ? `${user.name} ${user.lastName}` : '';
}
