import { randomUUID } from 'node:crypto';

import type { Request, RequestHandler, Response } from 'express';

import type { Clock } from '../shared/clock';
import { sendForced, type ForcedAnswers } from '../shared/forcedAnswers';
import { openRequest, type Keys } from './access';
import { lockedOut, MangoError, noSuchPath, PlainError } from './errors';
import { Fields, type Json } from './fields';
import type { Lockout } from './lockout';
import { methods } from './methods';
import { RawAnswer, type Pbx } from './methods/method';
import type { RateLimits } from './rateLimits';
import type { LoggedRequest, RequestLog } from './requestLog';

/**
 * `result`: `{"result":3102,"message":…}` with HTTP 400, after the text of the newer document [M; the status L].
 * `code`: `{"code":3102}` with HTTP 420 Method Failure, as in 2017 [H for then].
 */
export type ErrorStyle = 'result' | 'code';

/** `result` of good answers as a number, as text, or by turns: both occur (section 1.2 [H]). */
export type ResultStyle = 'number' | 'string' | 'mixed';

export interface ApiParts {
	pbx: Pbx;
	keys: Keys;
	log: RequestLog;
	forced: ForcedAnswers;
	limits: RateLimits | undefined;
	lockout: Lockout | undefined;
	errorStyle: ErrorStyle;
	resultStyle: ResultStyle;
	clock: Clock;
}

/** `/vpbx/<path>`: form in, JSON out (sections 1.1, 1.2). */
export function apiHandler(parts: ApiParts): RequestHandler {
	const good = goodAnswers(parts.resultStyle);
	return async (request, response) => {
		// Section 1.2 [M].
		response.set('X-Uuid', randomUUID());
		const path = request.path.replace(/^\/|\/$/g, '');
		const logged = parts.log.add(path);
		const forced = parts.forced.take(path.toLowerCase());
		const own = forced && !forced.runFirst ? undefined : good(answer(request, path, logged, parts));
		logged.status = forced ? await sendForced(response, forced, parts.clock) : send(response, own);
	};
}

function answer(
	request: Request,
	path: string,
	logged: LoggedRequest,
	parts: ApiParts,
): Json | RawAnswer {
	try {
		if (parts.lockout?.active) throw lockedOut();
		parts.limits?.check(path);
		const method = methods.get(path);
		if (!method) throw noSuchPath();
		const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
		logged.json = readLoose(form.get('json'));
		const done = method(new Fields(openRequest(request.method, form, parts.keys)), parts.pbx);
		logged.result = done instanceof RawAnswer ? undefined : 1000;
		return done;
	} catch (error) {
		if (error instanceof PlainError) return asRaw(error.status, error.body);
		if (!(error instanceof MangoError)) throw error;
		logged.result = error.code;
		if (error.invalidRequest && parts.lockout?.strike())
			return asRaw(lockedOut().status, lockedOut().body);
		return refusal(error, parts.errorStyle);
	}
}

/** For the log, whether or not the request is a good one. */
function readLoose(json: string | null): unknown {
	try {
		return JSON.parse(json ?? '');
	} catch {
		return json ?? undefined;
	}
}

function refusal(error: MangoError, style: ErrorStyle): RawAnswer {
	if (style === 'code') return asRaw(420, { code: error.code });
	return asRaw(400, {
		result: error.code,
		message: error.message,
		...(error.fields ? { fields: error.fields } : {}),
	});
}

function asRaw(status: number, body: unknown): RawAnswer {
	return new RawAnswer(
		status,
		{ 'Content-Type': 'application/json; charset=utf-8' },
		JSON.stringify(body),
	);
}

/** With `mixed`, every second good answer has "1000". */
function goodAnswers(style: ResultStyle): (made: Json | RawAnswer) => Json | RawAnswer {
	let count = 0;
	return (made) => {
		if (made instanceof RawAnswer || made.result !== 1000) return made;
		count += 1;
		const asText = style === 'string' || (style === 'mixed' && count % 2 === 0);
		return asText ? { ...made, result: '1000' } : made;
	};
}

function send(response: Response, made: Json | RawAnswer | undefined): number {
	if (made instanceof RawAnswer) {
		response.status(made.status).set(made.headers);
		if (made.status === 204 || made.body === '') response.end();
		else response.end(made.body);
		return made.status;
	}
	response.json(made);
	return 200;
}
