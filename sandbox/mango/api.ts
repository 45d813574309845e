import { randomUUID } from 'node:crypto';

import type { Request, RequestHandler } from 'express';

import { Refusal } from '../core/answers';
import type { Json } from '../core/json';
import type { Logged } from '../core/requestLog';
import type { Service } from '../core/service';
import { openRequest, type Keys } from './access';
import { lockedOut, MangoError, noSuchPath } from './errors';
import { Fields } from './fields';
import type { Lockout } from './lockout';
import { methods } from './methods';
import { RawAnswer, type Pbx } from './methods/method';
import type { RateLimits } from './rateLimits';

/**
 * `result`: `{"result":3102,"message":…}` with HTTP 400, after the text of the newer document [M; the status L].
 * `code`: `{"code":3102}` with HTTP 420 Method Failure, as in 2017 [H for then].
 */
export type ErrorStyle = 'result' | 'code';

/**
 * `result` of good answers as a number, as text, or by turns: both occur
 * (mango-office.md#answers [H]).
 */
export type ResultStyle = 'number' | 'string' | 'mixed';

export interface LoggedRequest extends Logged {
	/** The path after `/vpbx/`, without a slash at its end: `commands/callback`. */
	path: string;
	/** The decoded `json`; undefined when the request did not get that far. */
	json?: unknown;
	/** The result code of the answer, as a number. */
	result?: number;
}

/** A result code that a method has been told to fail with. */
export interface FailedMethod {
	result: number;
}

export type MangoService = Service<LoggedRequest, FailedMethod>;

export interface ApiParts {
	service: MangoService;
	pbx: Pbx;
	keys: Keys;
	limits: RateLimits | undefined;
	lockout: Lockout | undefined;
	errorStyle: ErrorStyle;
	resultStyle: ResultStyle;
}

/** `/vpbx/<path>`: form in, JSON out (mango-office.md#form-and-signature and #answers). */
export function apiHandler(parts: ApiParts): RequestHandler {
	const good = goodAnswers(parts.resultStyle);
	return async (request, response) => {
		// mango-office.md#answers [M].
		response.set('X-Uuid', randomUUID());
		const path = request.path.replace(/^\/|\/$/g, '');
		const logged = parts.service.log.add({ path, status: 0 });
		await parts.service.answer({ request, response }, { method: path, logged }, () =>
			good(answer(request, path, logged, parts)),
		);
	};
}

function answer(
	request: Request,
	path: string,
	logged: LoggedRequest,
	parts: ApiParts,
): RawAnswer | Json {
	try {
		if (parts.lockout?.active) throw lockedOut();
		parts.limits?.check(path);
		const method = methods.get(path);
		if (!method) throw noSuchPath();
		const failure = parts.service.faults.takeFailure(path.toLowerCase());
		if (failure) throw new MangoError(failure.result);
		const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
		logged.json = readLoose(form.get('json'));
		const done = method(new Fields(openRequest(request.method, form, parts.keys)), parts.pbx);
		logged.result = done instanceof RawAnswer ? undefined : 1000;
		return done;
	} catch (error) {
		if (error instanceof Refusal) return asRaw(error);
		if (!(error instanceof MangoError)) throw error;
		logged.result = error.code;
		if (error.invalidRequest && parts.lockout?.strike()) return asRaw(lockedOut());
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
	if (style === 'code') return new RawAnswer(420, {}, { code: error.code });
	const { code: result, message, fields } = error;
	return new RawAnswer(400, {}, { result, message, ...(fields ? { fields } : {}) });
}

function asRaw({ status, body }: Refusal): RawAnswer {
	return new RawAnswer(status, {}, body);
}

/** With `mixed`, every second good answer has "1000". */
function goodAnswers(style: ResultStyle): (made: Json | RawAnswer) => RawAnswer {
	let count = 0;
	return (made) => {
		if (made instanceof RawAnswer) return made;
		if (made.result !== 1000) return new RawAnswer(200, {}, made);
		count += 1;
		const asText = style === 'string' || (style === 'mixed' && count % 2 === 0);
		return new RawAnswer(200, {}, asText ? { ...made, result: '1000' } : made);
	};
}
