import { z } from 'zod';

import { PortalWebhooks } from './robots';
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

/** The events of the portal, told to whoever registered for them. */
export class OutgoingWebhooks extends PortalWebhooks {
	private registered: readonly OutgoingWebhook[] = [];

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

	override clear(): void {
		super.clear();
		this.registered = [];
	}

	private tell(event: string, id: number): void {
		for (const [index, { url, events, token }] of this.registered.entries()) {
			if (!events.includes(event)) continue;
			this.later(async () => {
				const call = this.begin(url, [
					['event', event],
					['event_handler_id', String(201 + index)],
					['data[FIELDS][ID]', String(id)],
					['ts', String(Math.floor(this.timers.clock.now() / 1000))],
					...this.auth,
					['auth[application_token]', token],
				]);
				await this.end(call);
			});
		}
	}
}
