import type { Router } from 'express';
import { z } from 'zod';

import { Refusal } from '../core/answers';
import { command, controlPlane } from '../core/control';
import { incomingShape, scriptShape } from './calls/people';
import type { Pbx } from './pbx';
import { telephoneView } from './telephone';

const press = {
	callId: z.string().optional(),
	leg: z.enum(['employee', 'client', 'target']),
	act: z.enum(['answer', 'decline', 'hangup']),
};
const script = { ...scriptShape.shape, calls: z.number().int().positive().default(1) };
const delivery = z
	.object({ outOfOrder: z.boolean(), doubled: z.boolean(), lost: z.array(z.string()) })
	.partial();
const push = { path: z.string(), json: z.record(z.unknown()) };

/** `/_sandbox/…` of the MANGO OFFICE stand-in (docs/sandbox.md). */
export function mangoControl(pbx: Pbx, baseUrl: string): Router {
	const { service, exchange, events } = pbx;
	const state = () => ({
		baseUrl,
		calls: exchange.calls,
		campaigns: pbx.campaigns.all,
		recordings: pbx.recordings.all,
		events: events.sent,
		telephone: telephoneView(pbx),
	});
	const failure = { result: z.number().int() };
	return controlPlane(service, { state, reset: () => service.clear(), failure }, (router) => {
		command(router, 'press', press, ({ callId, leg, act }) => {
			if (!exchange.press(callId ?? exchange.running[0]?.id ?? '', leg, act))
				throw new Refusal(409, { message: 'No such call, or nothing to press there now' });
			return { pressed: true };
		});
		command(router, 'ring', incomingShape.shape, (order) => exchange.ring(order));
		command(router, 'script', script, ({ calls, ...what }) => pbx.scripts.add(what, calls));
		command(router, 'delivery', delivery.shape, (how) => void (events.delivery = how));
		command(router, 'events-url', { url: z.string().optional() }, ({ url }) => {
			events.eventsUrl = url;
		});
		command(router, 'push', push, ({ path, json }) => events.push(path, json));
		command(router, 'dialler', { on: z.boolean() }, ({ on }) => pbx.dialler.switch(on));
	});
}
