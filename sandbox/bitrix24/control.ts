import type { Router } from 'express';
import { z } from 'zod';

import { Refusal } from '../core/answers';
import { command, controlPlane } from '../core/control';
import { boardState, type BoardParts } from './boardView';
import { failureShape, RestError } from './errors';
import type { Portal } from './methods/method';
import type { Deal } from './model';
import { webhookShape, type OutgoingWebhook } from './outgoing';
import { robotShape, type Robot } from './robots';
import { boardUserId } from './sampleData';
import { checkMove, itemTarget } from './stageRules';
import type { Store } from './store';

const move = { dealId: z.number().int(), stageId: z.string() };

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

/**
 * `/_sandbox/…` of the Bitrix24 stand-in (docs/sandbox.md). Where the telephone is shown, MANGO
 * OFFICE's own stands under `/_sandbox/mango/…`, so that one address is enough for all.
 */
export function bitrix24Control(
	portal: Portal,
	standin: {
		reset(): void;
		setRobots(robots: Robot[]): void;
		setOutgoingWebhooks(webhooks: OutgoingWebhook[]): void;
	},
	board: BoardParts,
): Router {
	const { store, service } = portal;
	const { listeners, telephone } = board;
	const controlled = {
		state: () => boardState(portal, board),
		reset: standin.reset,
		failure: failureShape.shape,
	};
	return controlPlane(service, controlled, (router) => {
		router.get('/events', (_request, response) => listeners.add(response));
		command(router, 'move', move, (wanted) => moveByUser(store, wanted));
		command(router, 'deals', deal.shape, (draft) => store.putDeal(draft));
		command(router, 'robots', { robots: z.array(robotShape) }, ({ robots }) =>
			standin.setRobots(robots),
		);
		command(router, 'webhooks', { webhooks: z.array(webhookShape) }, ({ webhooks }) =>
			standin.setOutgoingWebhooks(webhooks),
		);
		if (telephone) router.use('/mango', telephone.control);
		router.use('/mango', () => {
			throw new Refusal(409, { message: 'This portal was started without a telephone' });
		});
	});
}

/** A card dragged by a user: the same rules and the same robots as a REST update. */
function moveByUser(store: Store, { dealId, stageId }: { dealId: number; stageId: string }) {
	const before = store.deals.get(dealId);
	if (!before) throw new Refusal(404, { message: 'No such deal' });
	const after: Deal = { ...before, ...itemTarget(before, { stageId }) };
	try {
		checkMove(before, after);
	} catch (error) {
		if (!(error instanceof RestError)) throw error;
		throw new Refusal(409, { message: error.description });
	}
	store.save(after, { by: 'user', userId: boardUserId });
	return { stageId: after.stageId };
}
