import type { Router } from 'express';
import { z } from 'zod';

import { Refusal } from '../core/answers';
import { command, controlPlane } from '../core/control';
import { incomingShape, scriptShape } from './calls/people';
import type { Pbx } from './pbx';
import { telephoneView } from './telephone';

const script = scriptShape.extend({ calls: z.number().int().positive().default(1) });

const press = z.object({
	callId: z.string().optional(),
	leg: z.enum(['employee', 'client', 'target']),
	act: z.enum(['answer', 'decline', 'hangup']),
});

const delivery = z
	.object({ outOfOrder: z.boolean(), doubled: z.boolean(), lost: z.array(z.string()) })
	.partial();
const eventsUrl = z.object({ url: z.string().optional() });
const push = z.object({ path: z.string(), json: z.record(z.unknown()) });
const dialler = z.object({ on: z.boolean() });

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
	const failure = z.object({ result: z.number().int() });
	return controlPlane(service, { state, reset: () => service.clear(), failure }, (router) => {
		command(router, 'press', press.strict(), ({ callId, leg, act }) => {
			if (!exchange.press(callId ?? exchange.running[0]?.id ?? '', leg, act))
				throw new Refusal(409, { message: 'No such call, or nothing to press there now' });
			return { pressed: true };
		});
		command(router, 'ring', incomingShape.strict(), (order) => exchange.ring(order));
		command(router, 'script', script.strict(), ({ calls, ...what }) =>
			pbx.scripts.add(what, calls),
		);
		command(router, 'delivery', delivery.strict(), (how) => void (events.delivery = how));
		command(router, 'events-url', eventsUrl.strict(), ({ url }) => void (events.eventsUrl = url));
		command(router, 'push', push.strict(), ({ path, json }) => events.push(path, json));
		command(router, 'dialler', dialler.strict(), ({ on }) => pbx.dialler.switch(on));
	});
}
