import type { Router } from 'express';
import { z } from 'zod';

import { Refusal } from '../core/answers';
import { command, controlPlane } from '../core/control';
import { boardState, type BoardParts } from './boardView';
import { RestError } from './errors';
import type { Deal } from './model';
import type { TestedPortal } from './runMethod';
import { boardUserId } from './sampleData';
import { checkItemMove, itemTarget } from './stageRules';
import type { Bitrix24Standin } from './standin';
import type { Store } from './store';

const failure = z.object({
	error: z.union([z.string(), z.number()]),
	error_description: z.string().default(''),
	status: z.number().int().optional(),
});

const move = z.object({ dealId: z.number().int(), stageId: z.string() });

const deal = z
	.object({
		id: z.number().int().positive(),
		title: z.string(),
		categoryId: z.number().int(),
		stageId: z.string(),
		opportunity: z.number(),
		companyId: z.number().int(),
		contactIds: z.array(z.number().int()),
		assignedById: z.number().int(),
		comments: z.string(),
		userFields: z.record(z.string()),
	})
	.partial();

const robots = z.object({
	robots: z.array(
		z.object({ stageId: z.string(), url: z.string(), name: z.string().optional() }).strict(),
	),
});

const webhooks = z.object({
	webhooks: z.array(
		z.object({ url: z.string(), events: z.array(z.string()), token: z.string() }).strict(),
	),
});

/**
 * `/_sandbox/…` of the Bitrix24 stand-in (docs/sandbox.md). Where the telephone is shown, MANGO
 * OFFICE's own stands under `/_sandbox/mango/…`, so that one address is enough for all.
 */
export function bitrix24Control(
	service: TestedPortal['service'],
	portal: Bitrix24Standin,
	parts: BoardParts,
): Router {
	const { store, listeners, telephone } = parts;
	const controlled = { state: () => boardState(parts), reset: () => portal.reset(), failure };
	return controlPlane(service, controlled, (router) => {
		router.get('/events', (_request, response) => listeners.add(response));
		command(router, 'move', move.strict(), (wanted) => moveByUser(store, wanted));
		command(router, 'deals', deal.strict(), (draft) => portal.addDeal(draft));
		command(router, 'robots', robots.strict(), ({ robots: all }) => portal.setRobots(all));
		command(router, 'webhooks', webhooks.strict(), (set) =>
			portal.setOutgoingWebhooks(set.webhooks),
		);
		router.use('/mango', telephone?.control ?? noTelephone);
	});
}

function noTelephone(): never {
	throw new Refusal(409, { message: 'This portal was started without a telephone' });
}

/** A card dragged by a user: the same rules and the same robots as a REST update. */
function moveByUser(store: Store, { dealId, stageId }: z.output<typeof move>) {
	const before = store.deal(dealId);
	if (!before) throw new Refusal(404, { message: 'No such deal' });
	const after: Deal = { ...before, ...itemTarget(store, before, { stageId }) };
	try {
		checkItemMove(store, before, after);
	} catch (error) {
		if (!(error instanceof RestError)) throw error;
		throw new Refusal(409, { message: error.description });
	}
	store.save(after, { by: 'user', userId: boardUserId });
	return { stageId: after.stageId };
}
