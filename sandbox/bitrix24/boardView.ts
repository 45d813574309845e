import path from 'node:path';

import express, { Router, type Response } from 'express';

import { companies, contacts } from './entities';
import { callType, shownFiles } from './methods/activityBindings';
import type { Portal } from './methods/method';
import type { Deal } from './model';
import { maskUrl, type Robot, type Robots } from './robots';
import { boardUserId } from './sampleData';
import { pipelines } from './stages';
import type { Store } from './store';

/** The board's telephone panel. The MANGO OFFICE stand-in offers it, the board only draws it. */
export interface Telephone {
	/** What the panel shows, as JSON. */
	view(): unknown;
	/** Its `/_sandbox/…` routes, one of which presses the buttons. */
	control: Router;
	/** Gives the function that ends the listening. */
	onChange(listener: () => void): () => void;
}

/** What the board shows beside the portal. */
export interface BoardParts {
	robots: Robots;
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

	stop(): void {
		for (const response of this.open) response.end();
		this.open.clear();
	}

	/** `deal`, `activity`, `telephone`, `reload`: pages load everything anew. */
	send(event: string, data: unknown): void {
		for (const response of this.open)
			response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
	}
}

/** The page itself. It may use nothing from outside. */
export function boardPage(): Router {
	const setHeaders = (response: Response) =>
		response.setHeader('Content-Security-Policy', "default-src 'self'; img-src 'self' data:");
	const root = path.join(__dirname, '../..');
	const page = Router().use(express.static(path.join(root, 'sandbox/board'), { setHeaders }));
	for (const library of ['lit-html', 'bootstrap', 'bootstrap-icons'].map(
		(name) => `node_modules/${name}`,
	))
		page.use(`/${library}`, express.static(path.join(root, library)));
	return page;
}

export function boardState({ name, store, activity }: Portal, { robots, telephone }: BoardParts) {
	const user = store.users.find(({ id }) => id === boardUserId);
	return {
		portal: name,
		user: user && `${user.name} ${user.lastName}`,
		pipelines: pipelines.map(({ stages, ...pipeline }) => ({
			...pipeline,
			stages: stages.map((stage) => ({ ...stage, robots: shownRobots(robots.on(stage.id)) })),
		})),
		deals: store.deals.all.map((deal) => cardOf(deal, store)),
		activity: activity.all,
		...(telephone ? { telephone: telephone.view() } : {}),
	};
}

function shownRobots(robots: Robot[]) {
	return robots.map(({ name, url }) => ({ name, url: maskUrl(url) }));
}

export function cardOf(deal: Deal, store: Store) {
	const contact = store.of(contacts).get(deal.contactIds[0] ?? 0);
	return {
		...deal,
		amount: deal.opportunity,
		company: store.of(companies).get(deal.companyId)?.title,
		contact: contact && contacts.label(contact),
		calls: callsOf(deal, store),
	};
}

/** The calls of a deal's timeline, the latest first. */
function callsOf(deal: Deal, store: Store) {
	return store
		.activitiesOf(deal)
		.filter(({ typeId }) => typeId === callType)
		.sort((a, b) => b.startTime.getTime() - a.startTime.getTime() || b.id - a.id)
		.map(({ subject, startTime, files }) => ({
			subject,
			time: startTime,
			files: shownFiles(files),
		}));
}
