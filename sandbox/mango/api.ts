import { randomUUID } from 'node:crypto';

import type { Request, RequestHandler } from 'express';

import type { Answer } from '../core/answers';
import { isObject, readJson } from '../core/json';
import { openRequest } from './access';
import { lockedOut, MangoError, noSuchPath } from './errors';
import { methods } from './methods';
import type { LoggedRequest, Pbx } from './pbx';

/** `/vpbx/<path>`: form in, JSON out (mango-office.md#form-and-signature and #answers). */
export function apiHandler(pbx: Pbx): RequestHandler {
	const styled = resultStyler(pbx.settings.resultStyle);
	return async (request, response) => {
		// mango-office.md#answers [M].
		response.set('X-Uuid', randomUUID());
		const path = request.path.replace(/^\/|\/$/g, '');
		const logged = { path, status: 0 };
		await pbx.service.answer({ request, response }, { method: path, logged }, () =>
			styled(answer(request, logged, pbx)),
		);
	};
}

function answer(request: Request, logged: LoggedRequest, pbx: Pbx): Answer {
	const { path } = logged;
	try {
		if (pbx.lockout?.active) throw lockedOut();
		pbx.limits?.check(path);
		const method = methods.get(path);
		if (!method) throw noSuchPath();
		const failure = pbx.service.faults.takeFailure(path.toLowerCase());
		if (failure) throw new MangoError(failure.result);
		const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
		const json = form.get('json');
		logged.json = json === null ? undefined : readJson(json, json);
		const done = method(openRequest(request.method, form, pbx.settings), pbx);
		logged.result = isObject(done.body) ? 1000 : undefined;
		return done;
	} catch (error) {
		if (!(error instanceof MangoError)) throw error;
		logged.result = error.code;
		if (error.invalidRequest && pbx.lockout?.strike()) return lockedOut();
		const { code, message, fields } = error;
		if (pbx.settings.errorStyle === 'code') return { status: 420, body: { code } };
		return { status: 400, body: { result: code, message, ...(fields && { fields }) } };
	}
}

/** With `mixed`, every second good answer has "1000". */
function resultStyler(style: Pbx['settings']['resultStyle']): (made: Answer) => Answer {
	let count = 0;
	return (made) => {
		if (!isObject(made.body) || made.body.result !== 1000) return made;
		count += 1;
		const asText = style === 'string' || (style === 'mixed' && count % 2 === 0);
		return asText ? { ...made, body: { ...made.body, result: '1000' } } : made;
	};
}
