import { z } from 'zod';

import { dateOf } from '../core/clock';
import type { Timers } from '../core/timers';
import { Webhooks } from '../core/webhooks';
import { authOf, whyNotSent, type RobotCall } from './robots';
import type { DealMove } from './store';

/** An outgoing webhook of Developer resources (bitrix24.md#outgoing-webhook [H]). */
export const webhookShape = z
	.object({
		url: z.string(),
		/** Names in capitals. */
		events: z.array(z.string()),
		/** `application_token`. */
		token: z.string(),
	})
	.strict();
export type OutgoingWebhook = z.infer<typeof webhookShape>;

/** The events of the portal, told to whoever registered for them: from a queue, once, whatever is answered. */
export class OutgoingWebhooks {
	private registered: readonly OutgoingWebhook[] = [];
	private readonly made: RobotCall[] = [];
	private readonly webhooks: Webhooks;

	constructor(
		private readonly portalName: string,
		private readonly timers: Timers,
	) {
		this.webhooks = new Webhooks(timers);
	}

	get calls(): readonly RobotCall[] {
		return this.made;
	}

	set(webhooks: readonly OutgoingWebhook[]): void {
		this.registered = [...webhooks];
	}

	/**
	 * A move to another pipeline is no update: its own event is for applications alone
	 * (bitrix24.md#outgoing-webhook [H]).
	 */
	dealSaved({ before, after }: DealMove): void {
		if (before.categoryId === after.categoryId) this.tell('ONCRMDEALUPDATE', after.id);
	}

	clear(): void {
		this.registered = [];
		this.made.length = 0;
		this.webhooks.clear();
	}

	async settled(): Promise<void> {
		await this.webhooks.settled();
	}

	private tell(event: string, id: number): void {
		for (const [index, webhook] of this.registered.entries())
			if (webhook.events.includes(event))
				this.webhooks.later(async () => await this.send(webhook, index, { event, id }));
	}

	private async send(
		{ url, token }: OutgoingWebhook,
		index: number,
		{ event, id }: { event: string; id: number },
	): Promise<void> {
		const form = new URLSearchParams([
			['event', event],
			['event_handler_id', String(201 + index)],
			['data[FIELDS][ID]', String(id)],
			['ts', String(Math.floor(dateOf(this.timers.clock).getTime() / 1000))],
			...authOf(this.portalName),
			['auth[application_token]', token],
		]);
		const call: RobotCall = { url, body: form.toString(), error: whyNotSent(url)?.note };
		this.made.push(call);
		if (call.error !== undefined) return;
		const headers = { 'User-Agent': 'Bitrix24 Webhook Engine' };
		try {
			call.status = await this.webhooks.post({ url, form, headers });
		} catch (error) {
			call.error = (error as Error).message;
		}
	}
}
