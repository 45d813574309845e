import express, { Router, type ErrorRequestHandler } from 'express';
import { z } from 'zod';

import { forcedAnswerShape, Refusal } from './answers';
import type { Logged, Service } from './service';

/** What a service brings to its control plane besides its own routes. */
export interface Controlled {
	/** All that there is to see, as JSON. */
	state(): unknown;
	reset(): void;
	/** The error that a method can be told to fail with. */
	failure: z.ZodRawShape;
}

const timesAndMethod = { method: z.string(), times: z.number().int().positive().default(1) };

/**
 * `/_sandbox/…` of a service (docs/sandbox.md): what a test, a demonstration or the board does to
 * it, over HTTP. `own` adds the routes that only this service has.
 */
export function controlPlane<L extends Logged, E>(
	service: Service<L, E>,
	{ state, reset, failure }: Controlled,
	own: (router: Router) => void,
): Router {
	const { clock, faults, requests } = service;
	const router = Router();
	router.use(express.json({ limit: '20mb' }));
	const answer = (verb: 'get' | 'delete', path: string, act: () => unknown) =>
		router[verb](path, (_request, response) => void response.json(act() ?? {}));
	answer('get', '/state', state);
	command(router, 'reset', {}, reset);
	answer('get', '/requests', () => requests);
	answer('delete', '/requests', () => void requests.splice(0));
	answer('get', '/faults', () => ({ answers: faults.answers, failures: faults.failures }));
	answer('delete', '/faults', () => faults.clear());
	command(router, 'answers', forcedAnswerShape.shape, faults.answerNext);
	command(router, 'faults', { ...failure, ...timesAndMethod }, ({ method, times, ...error }) =>
		faults.addFailure(method, error as E, times),
	);

	const time = () => ({ now: new Date(clock.now()).toISOString(), speed: clock.speed });
	answer('get', '/clock', time);
	command(router, 'clock', { advanceSeconds: z.number().positive() }, async (by) => {
		await clock.advance(by.advanceSeconds * 1000);
		return time();
	});

	own(router);
	router.use((request) => {
		throw new Refusal(404, { message: `No ${request.method} /_sandbox${request.path} here` });
	});
	router.use(sayWhy);
	return router;
}

/** `POST /_sandbox/<path>` with these in a JSON body; answers what `act` gives, or `{}`. */
export function command<T extends z.ZodRawShape>(
	router: Router,
	path: string,
	shape: T,
	act: (body: z.output<z.ZodObject<T>>) => unknown,
): void {
	const body = z.object(shape).strict();
	router.post(`/${path}`, async (request, response) => {
		const read = body.safeParse(request.body ?? {});
		if (!read.success) throw new Refusal(400, { message: whatIsWrong(read.error) });
		response.json((await act(read.data)) ?? {});
	});
}

/** `times: Expected number, received string`. */
function whatIsWrong({ issues }: z.ZodError): string {
	return issues.map(({ path, message }) => [path.join('.'), message].join(': ')).join('; ');
}

/** Every refusal is JSON with a message, that of a body which is no JSON too. */
const sayWhy: ErrorRequestHandler = (error: unknown, _request, response, next) => {
	if (error instanceof Refusal) return void response.status(error.status).json(error.body);
	const { status, message } = error as { status?: number; message?: string };
	if (status === undefined) return next(error);
	response.status(status).json({ message });
};
