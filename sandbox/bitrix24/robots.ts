import { z } from 'zod';

import type { Timers } from '../core/timers';
import { staysHere, Webhooks } from '../core/webhooks';
import { tagOf, type Activity, type RobotOutcome } from './activity';
import { maskUrl } from './maskUrl';
import type { Deal } from './model';

/** The built-in robot "Outgoing webhook" ("Исходящий вебхук"), placed on a stage. */
export const robotShape = z
	.object({ stageId: z.string(), url: z.string(), name: z.string().optional() })
	.strict();
export type Robot = z.infer<typeof robotShape>;

export interface RobotCall {
	url: string;
	body: string;
	status?: number;
	error?: string;
}

interface RobotEnd {
	outcome: RobotOutcome;
	status?: number;
	note?: string;
}

/** The captured example of bitrix24.md#robot [M]; an identifier of the portal, not a secret. */
const memberId = 'c136a48eb8acd7f36bf88927b9000083';

/**
 * The robots "Outgoing webhook" of the stages. They run after the save, nobody waits for them, they
 * are never repeated (bitrix24.md#webhook-delivery [H]), and whatever comes back, the robot is done
 * (bitrix24.md#robot [H]).
 */
export class Robots {
	readonly calls: RobotCall[] = [];
	/**
	 * Their time-out is that of the portal's own HTTP client (bitrix24.md#webhook-delivery); the
	 * queue server's is not documented [L].
	 */
	private readonly webhooks: Webhooks;

	constructor(
		private all: readonly Robot[],
		private readonly portalName: string,
		private readonly activity: Activity,
		timers: Timers,
	) {
		this.webhooks = new Webhooks(timers);
	}

	set(robots: readonly Robot[]): void {
		this.all = [...robots];
	}

	on(stageId: string): Robot[] {
		return this.all.filter((robot) => robot.stageId === stageId);
	}

	runFor(deal: Deal): void {
		for (const robot of this.on(deal.stageId))
			// The robots of a portal work from a queue.
			this.webhooks.later(async () => await this.run(robot, deal));
	}

	/** Forgets all calls, those under way too: nothing of them reaches the list or the board any more. */
	clear(): void {
		this.calls.length = 0;
		this.webhooks.clear();
	}

	/** Resolves when none is queued or under way. */
	async settled(): Promise<void> {
		await this.webhooks.settled();
	}

	private async run(robot: Robot, deal: Deal): Promise<void> {
		const url = robot.url.replaceAll('{{ID}}', String(deal.id));
		const form = robotForm(deal.id, this.portalName);
		const call: RobotCall = { url, body: form.toString() };
		this.calls.push(call);
		const entry = this.activity.note({
			kind: 'robot',
			dealId: deal.id,
			stage: tagOf(deal.stageId),
			url: maskUrl(url),
			outcome: 'waiting',
		});
		const end = whyNotSent(url) ?? (await this.send(url, form));
		if (!this.calls.includes(call)) return;
		Object.assign(call, { status: end.status, error: end.note });
		this.activity.update(entry, end);
	}

	private async send(url: string, form: URLSearchParams): Promise<RobotEnd> {
		const headers = { 'User-Agent': 'Bitrix24 Webhook Engine' };
		try {
			return { outcome: 'answered', status: await this.webhooks.post({ url, form, headers }) };
		} catch (error) {
			return { outcome: 'failed', note: (error as Error).message };
		}
	}
}

/** Exactly the keys of bitrix24.md#robot [M]: no event, no ts, no token. */
function robotForm(dealId: number, portalName: string): URLSearchParams {
	return new URLSearchParams([
		['document_id[0]', 'crm'],
		['document_id[1]', 'CCrmDocumentDeal'],
		['document_id[2]', `DEAL_${dealId}`],
		...authOf(portalName),
	]);
}

/** What every webhook says of the portal. */
export function authOf(portalName: string): Array<[string, string]> {
	return [
		['auth[domain]', portalName],
		['auth[client_endpoint]', `https://${portalName}/rest/`],
		['auth[server_endpoint]', 'https://oauth.bitrix24.tech/rest/'],
		['auth[member_id]', memberId],
	];
}

export function whyNotSent(url: string): RobotEnd | undefined {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	// Bitrix24 sends nothing then, and shows no error (bitrix24.md#robot [H]).
	if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || !parsed.hostname.includes('.')) {
		return {
			outcome: 'silent',
			note: 'not sent: the URL must be http(s) with a dot in the host; a real portal shows no error',
		};
	}
	// A rule of the sandbox, not of Bitrix24: nothing leaves this machine.
	return staysHere(url)
		? undefined
		: { outcome: 'refused', note: 'not sent: the sandbox calls only 127.0.0.1' };
}
