import type { Router } from 'express';
import { z } from 'zod';

import { Refusal } from '../core/answers';
import { command, controlPlane } from '../core/control';
import type { MangoService } from './api';
import type { MangoStandin } from './standin';

const seconds = z.number().nonnegative();

/** What people do in a call (`People`). */
const people = z
	.object({
		employee: z.enum(['answers', 'declines', 'busy', 'noAnswer', 'offSchedule']),
		client: z.enum([
			'answers',
			'declines',
			'busy',
			'noAnswer',
			'unreachable',
			'unknownNumber',
			'voicemail',
		]),
		employeeRings: seconds,
		clientRings: seconds,
		talkSeconds: seconds,
		hangsUp: z.enum(['employee', 'client', 'nobody']),
		clientWaits: seconds,
		antirobot: z.boolean(),
		transfer: z
			.object({ to: z.string(), method: z.enum(['blind', 'hold']), after: seconds.optional() })
			.strict(),
		target: z.enum(['answers', 'declines', 'busy', 'noAnswer']),
		targetRings: seconds,
		consultSeconds: seconds,
	})
	.partial();

const script = people.extend({
	number: z.string().optional(),
	calls: z.number().int().positive().default(1),
});

const incoming = people.extend({
	number: z.string(),
	lineNumber: z.string().optional(),
	extension: z.string().optional(),
	group: z.string().optional(),
	answeredBy: z.string().optional(),
	ivr: z.boolean().optional(),
	sipCallId: z.string().optional(),
});

const press = z.object({
	callId: z.string().optional(),
	leg: z.enum(['employee', 'client', 'target']),
	act: z.enum(['answer', 'decline', 'hangup']),
});

const delivery = z
	.object({ outOfOrder: z.boolean(), doubled: z.boolean(), lost: z.array(z.string()) })
	.partial();

/** `/_sandbox/…` of the MANGO OFFICE stand-in (docs/sandbox.md). */
export function mangoControl(service: MangoService, mango: MangoStandin): Router {
	const state = () => ({
		baseUrl: mango.baseUrl,
		calls: mango.calls,
		campaigns: mango.campaigns,
		recordings: mango.recordings,
		events: mango.events,
		telephone: mango.telephone.view(),
	});
	const failure = z.object({ result: z.number().int() });
	return controlPlane(service, { state, reset: () => mango.reset(), failure }, (router) => {
		command(router, 'press', press.strict(), ({ callId, leg, act }) => {
			const id = callId ?? mango.calls.find(({ phase }) => phase !== 'ended')?.id ?? '';
			if (!mango.press(id, leg, act))
				throw new Refusal(409, { message: 'No such call, or nothing to press there now' });
			return { pressed: true };
		});
		command(router, 'ring', incoming.strict(), (order) => mango.ring(order));
		command(router, 'script', script.strict(), ({ calls, ...what }) => mango.script(what, calls));
		command(router, 'delivery', delivery.strict(), (how) => mango.deliver(how));
		command(router, 'events-url', z.object({ url: z.string().optional() }).strict(), ({ url }) =>
			mango.setEventsUrl(url),
		);
		command(
			router,
			'push',
			z.object({ path: z.string(), json: z.record(z.unknown()) }).strict(),
			({ path, json }) => mango.push(path, json),
		);
		command(router, 'dialler', z.object({ on: z.boolean() }).strict(), ({ on }) =>
			mango.dialCampaigns(on),
		);
	});
}
