import type { Request, RequestHandler } from 'express';

import type { Answer } from '../core/answers';
import type { LeakyBucket } from '../core/bucket';
import { dateOf } from '../core/clock';
import { runBatch } from './batch';
import { invalidCredentials, noAuthFound, operationTimeLimit, queryLimitExceeded } from './errors';
import { runMethod } from './methods';
import type { LoggedRequest, Portal } from './methods/method';
import { webhookUserId } from './model';
import type { OperatingTime } from './operatingTime';
import { asRecord, readParams, type Params } from './params';
import { timeBlock } from './timeBlock';

export interface RestOptions {
	portal: Portal;
	secret: string;
	/**
	 * bitrix24.md#rate [H]: +1 for each HTTP request (a batch is one). One bucket for each source
	 * address ("considers the IP address of the source").
	 */
	bucket: LeakyBucket | undefined;
	operating: OperatingTime;
}

type Call = ReturnType<typeof readCall>;

/** `/rest/<user>/<secret>/<method>[.json]`, by GET or POST (bitrix24.md#incoming-webhook [H]). */
export function restHandler(options: RestOptions): RequestHandler {
	const { service } = options.portal;
	return async (request, response) => {
		const call = readCall(request);
		const { method, params } = call;
		const logged = loggedRequest(method, params);
		const own = await service.answer({ request, response }, { method, params, logged }, () =>
			answerCall(call, options),
		);
		noteRefusals(call, own, logged.status, options.portal);
	};
}

function readCall(request: Request) {
	const parts = request.path.split('/').filter((part) => part !== '');
	const method = (parts.pop() ?? '').replace(/\.json$/, '').toLowerCase();
	const queryString = request.originalUrl.split('?').slice(1).join('?');
	const body = typeof request.body === 'string' ? request.body : '';
	return {
		/** Lower case, without `.json`. */
		method,
		/** What stands between `/rest/` and the method: user and secret. */
		credentials: parts,
		params: readParams(queryString, request.get('content-type') ?? '', body),
		source: request.socket.remoteAddress ?? '',
	};
}

function answerCall(call: Call, { portal, secret, bucket, operating }: RestOptions): Answer {
	const { clock } = portal;
	const started = dateOf(clock);
	if (bucket && !bucket.take(call.source, clock.now())) throw queryLimitExceeded();
	checkCredentials(call.credentials, secret);
	const { method, params } = call;
	if (operating.isBlocked(method, clock.now())) throw operationTimeLimit();
	const isBatch = method === 'batch';
	const answer = isBatch ? runBatch(params, portal) : runMethod(method, params, portal);
	const now = clock.now();
	operating.charge(method, isBatch ? Object.keys(asRecord(params.cmd)).length : 1, now);
	const time = { ...timeBlock(started, dateOf(clock)), ...operating.used(method, now) };
	return { status: 200, body: { ...answer, time } };
}

/**
 * Wrong user or wrong secret: "no active webhook with that user and secret"
 * (bitrix24.md#error-codes [M]).
 */
function checkCredentials(credentials: string[], secret: string): void {
	if (credentials.length < 2) throw noAuthFound();
	if (credentials[0] !== String(webhookUserId) || credentials[1] !== secret)
		throw invalidCredentials();
}

/** For the board's feed. Of an answer that a test asked for, the service knows only the status. */
function noteRefusals(
	{ method, params }: Call,
	own: Answer | undefined,
	status: number,
	{ activity }: Portal,
): void {
	const note = (what: string, { error = '', error_description: text = '' }: Params) =>
		activity.note({ kind: 'refusal', method: what, status, error, description: text });
	const body = own ? asRecord(own.body) : { error: 'forced by a test' };
	if (status !== 200) note(method, body);
	else if (own && method === 'batch') {
		const errors = Object.entries(asRecord(asRecord(body.result).result_error));
		for (const [key, error] of errors) {
			const command = String(asRecord(params.cmd)[key]);
			note(`batch › ${command.split('?')[0]}`, asRecord(error));
		}
	}
}

function loggedRequest(method: string, params: Params): LoggedRequest {
	const commands =
		method === 'batch' ? { commands: Object.values(params.cmd ?? {}).map(String) } : {};
	const shown: unknown = JSON.parse(JSON.stringify(params, withoutFileData));
	return { method, params: shown, status: 0, ...commands };
}

/**
 * Of what may be 100 MB only the length is kept: `fileData: [name, base64]` of an activity, `FILES:
 * [[name, base64]]` of a comment.
 */
function withoutFileData(key: string, value: unknown): unknown {
	if (key === 'fileData') return Array.isArray(value) ? contentLengths(value) : '(left out)';
	if (key !== 'FILES' || !Array.isArray(value)) return value;
	return value.map((entry) => (Array.isArray(entry) ? contentLengths(entry) : entry));
}

function contentLengths(file: unknown[]): unknown[] {
	return file.map((part, index) =>
		index === 0 && file.length > 1 ? part : `(${String(part).length} characters of base64)`,
	);
}
