import http from 'node:http';
import https from 'node:https';

import type { Timers } from '../shared/timers';
import type { Activity, ActivityEntry, RobotOutcome } from './activity';
import { maskUrl } from './maskUrl';
import type { Deal, Robot } from './model';

export interface RobotCall {
	url: string;
	body: string;
	status?: number;
	error?: string;
}

/** The captured example of section 4.1 [M]; an identifier of the portal, not a secret. */
const memberId = 'c136a48eb8acd7f36bf88927b9000083';

/** The time-out of the portal's own HTTP client (section 4.6); that of the queue server is not documented [L]. */
const timeoutMs = 10_000;

/**
 * The robots "Outgoing webhook" of the stages. They run after the save, nobody waits for them, they
 * are never repeated (section 4.6 [H]), and whatever comes back, the robot is done (section 4.1
 * [H]).
 */
export class Robots {
	private readonly made: RobotCall[] = [];
	private readonly queued = new Set<NodeJS.Immediate>();
	private readonly underWay = new Set<http.ClientRequest>();
	/** Those who wait until all have run. */
	private readonly waiting: Array<() => void> = [];

	constructor(
		private robots: readonly Robot[],
		private readonly portalName: string,
		private readonly activity: Activity,
		private readonly timers: Timers,
	) {}

	get calls(): readonly RobotCall[] {
		return this.made;
	}

	get all(): readonly Robot[] {
		return this.robots;
	}

	set(robots: readonly Robot[]): void {
		this.robots = [...robots];
	}

	runFor(deal: Deal): void {
		for (const robot of this.robots.filter((candidate) => candidate.stageId === deal.stageId)) {
			// After the REST answer: the robots of a portal work from a queue.
			const turn = setImmediate(() => {
				this.queued.delete(turn);
				this.run(robot, deal);
				this.tellSettled();
			});
			this.queued.add(turn);
		}
	}

	/** Forgets all calls, those under way too: nothing of them reaches the list or the board any more. */
	clear(): void {
		this.made.length = 0;
		for (const turn of this.queued) clearImmediate(turn);
		this.queued.clear();
		for (const request of this.underWay) request.destroy();
		this.timers.clear();
		this.tellSettled();
	}

	/** Resolves when none is queued or under way. */
	async settled(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.waiting.push(resolve);
			this.tellSettled();
		});
	}

	private tellSettled(): void {
		if (this.queued.size + this.underWay.size === 0)
			for (const tell of this.waiting.splice(0)) tell();
	}

	private run(robot: Robot, deal: Deal): void {
		const url = robot.url.replaceAll('{{ID}}', String(deal.id));
		const call: RobotCall = { url, body: robotBody(deal.id, this.portalName) };
		this.made.push(call);
		const entry = this.activity.note({
			kind: 'robot',
			dealId: deal.id,
			stage: this.activity.tag(deal.stageId),
			url: maskUrl(url),
			outcome: 'waiting',
		});
		const obstacle = whyNotSent(url);
		if (obstacle) this.finish(call, entry, { ...obstacle });
		else this.send(call, entry);
	}

	private send(call: RobotCall, entry: ActivityEntry): void {
		const client = call.url.startsWith('https:') ? https : http;
		const request = client.request(call.url, {
			method: 'POST',
			agent: false,
			headers: {
				'Content-Type': 'application/x-www-form-urlencoded',
				'Content-Length': Buffer.byteLength(call.body),
				'User-Agent': 'Bitrix24 Webhook Engine',
			},
		});
		const onTime = this.timers.afterMs(timeoutMs, () =>
			request.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)),
		);
		this.underWay.add(request);
		request.on('response', (response) => {
			response.resume();
			this.finish(call, entry, { outcome: 'answered', status: response.statusCode });
		});
		request.on('error', (error) => {
			if (call.status === undefined)
				this.finish(call, entry, { outcome: 'failed', note: error.message });
		});
		request.on('close', () => {
			onTime();
			this.underWay.delete(request);
			this.tellSettled();
		});
		request.end(call.body);
	}

	private finish(
		call: RobotCall,
		entry: ActivityEntry,
		end: { outcome: RobotOutcome; status?: number; note?: string },
	): void {
		if (!this.made.includes(call)) return;
		call.status = end.status;
		call.error = end.note;
		this.activity.update(entry, end);
	}
}

/** Exactly the keys of section 4.1 [M]: no event, no ts, no token. */
function robotBody(dealId: number, portalName: string): string {
	return new URLSearchParams([
		['document_id[0]', 'crm'],
		['document_id[1]', 'CCrmDocumentDeal'],
		['document_id[2]', `DEAL_${dealId}`],
		['auth[domain]', portalName],
		['auth[client_endpoint]', `https://${portalName}/rest/`],
		['auth[server_endpoint]', 'https://oauth.bitrix24.tech/rest/'],
		['auth[member_id]', memberId],
	]).toString();
}

function whyNotSent(url: string): { outcome: RobotOutcome; note: string } | undefined {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	// Bitrix24 sends nothing then, and shows no error (section 4.1 [H]).
	if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || !parsed.hostname.includes('.')) {
		return {
			outcome: 'silent',
			note: 'not sent: the URL must be http(s) with a dot in the host; a real portal shows no error',
		};
	}
	// A rule of the sandbox, not of Bitrix24: nothing leaves this machine.
	if (parsed.hostname !== '127.0.0.1') {
		return { outcome: 'refused', note: 'not sent: the sandbox calls only 127.0.0.1' };
	}
	return undefined;
}
