import { z } from 'zod';

import type { Timers } from '../core/timers';
import { staysHere, Webhooks } from '../core/webhooks';
import { tagOf, type Activity } from './activity';
import type { Deal } from './model';

/** The built-in robot "Outgoing webhook" ("Исходящий вебхук"), placed on a stage. */
export const robotShape = z
	.object({ stageId: z.string(), url: z.string(), name: z.string().optional() })
	.strict();
export type Robot = z.infer<typeof robotShape>;

/** A POST of the portal's own, and what became of it. */
interface PortalCall {
	url: string;
	body: string;
	/** `silent` is Bitrix24 sending nothing and saying nothing, `refused` is the sandbox's own rule. */
	outcome: 'waiting' | 'answered' | 'failed' | 'silent' | 'refused';
	status?: number;
	error?: string;
}

/** The captured example of bitrix24.md#robot [M]; an identifier of the portal, not a secret. */
const memberId = 'c136a48eb8acd7f36bf88927b9000083';

/** What the portal POSTs: from a queue, once, whatever is answered (bitrix24.md#webhook-delivery [H]). */
export class PortalWebhooks extends Webhooks<PortalCall> {
	/** What every webhook says of the portal. */
	protected readonly auth: Array<[string, string]>;

	constructor(portalName: string, timers: Timers) {
		super(timers);
		this.auth = [
			['auth[domain]', portalName],
			['auth[client_endpoint]', `https://${portalName}/rest/`],
			['auth[server_endpoint]', 'https://oauth.bitrix24.tech/rest/'],
			['auth[member_id]', memberId],
		];
	}

	protected begin(url: string, form: Array<[string, string]>): PortalCall {
		const body = new URLSearchParams(form).toString();
		const call: PortalCall = { url, body, outcome: 'waiting' };
		this.sent.push(call);
		return call;
	}

	/**
	 * The time-out is that of the portal's own HTTP client (bitrix24.md#webhook-delivery); the queue
	 * server's is not documented [L].
	 */
	protected async end(call: PortalCall): Promise<void> {
		const headers = { 'User-Agent': 'Bitrix24 Webhook Engine' };
		Object.assign(call, whyNotSent(call.url));
		if (call.outcome !== 'waiting') return;
		try {
			call.status = await this.post(call.url, call.body, headers);
			call.outcome = 'answered';
		} catch (error) {
			call.error = (error as Error).message;
			call.outcome = 'failed';
		}
	}
}

/**
 * The robots "Outgoing webhook" of the stages. They run after the save, nobody waits for them, and whatever comes
 * back, the robot is done (bitrix24.md#robot [H]).
 */
export class Robots extends PortalWebhooks {
	constructor(
		private all: readonly Robot[],
		portalName: string,
		private readonly activity: Activity,
		timers: Timers,
	) {
		super(portalName, timers);
	}

	set(robots: readonly Robot[]): void {
		this.all = [...robots];
	}

	on(stageId: string): Robot[] {
		return this.all.filter((robot) => robot.stageId === stageId);
	}

	runFor(deal: Deal): void {
		for (const robot of this.on(deal.stageId)) this.later(async () => await this.run(robot, deal));
	}

	/** Exactly the keys of bitrix24.md#robot [M]: no event, no ts, no token. */
	private async run(robot: Robot, { id, stageId }: Deal): Promise<void> {
		const call = this.begin(robot.url.replaceAll('{{ID}}', String(id)), [
			['document_id[0]', 'crm'],
			['document_id[1]', 'CCrmDocumentDeal'],
			['document_id[2]', `DEAL_${id}`],
			...this.auth,
		]);
		const entry = this.activity.note({
			kind: 'robot',
			dealId: id,
			stage: tagOf(stageId),
			url: maskUrl(call.url),
			outcome: call.outcome,
		});
		await this.end(call);
		const { outcome, status, error: note } = call;
		// One that was forgotten meanwhile reaches the board no more.
		if (this.sent.includes(call)) this.activity.update(entry, { outcome, status, note });
	}
}

function whyNotSent(url: string): Partial<PortalCall> {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	// Bitrix24 sends nothing then, and shows no error (bitrix24.md#robot [H]).
	if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || !parsed.hostname.includes('.')) {
		return {
			outcome: 'silent',
			error:
				'not sent: the URL must be http(s) with a dot in the host; a real portal shows no error',
		};
	}
	// A rule of the sandbox, not of Bitrix24: nothing leaves this machine.
	return staysHere(url)
		? {}
		: { outcome: 'refused', error: 'not sent: the sandbox calls only 127.0.0.1' };
}

const secretNames = /auth|token|secret|pass|key|sign/i;

/** A URL fit to be shown: values of parameters like AuthData are hidden, and so is a password. */
export function maskUrl(text: string): string {
	const [address = '', ...query] = text.split('?');
	const shownAddress = address.replace(/\/\/[^/@]*@/, '//•••@');
	if (query.length === 0) return shownAddress;
	const pairs = query.join('?').split('&');
	const shown = pairs.map((pair) => {
		const [name, ...value] = pair.split('=');
		return value.length > 0 && secretNames.test(name) ? `${name}=•••` : pair;
	});
	return `${shownAddress}?${shown.join('&')}`;
}
