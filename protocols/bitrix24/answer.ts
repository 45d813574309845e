import { hostOf, isPassing, type HttpAnswer } from '../httpAnswer';
import { parseJsonObject } from '../json';
import { text } from '../list';
import type { Command } from './batchRequest';
import { Bitrix24Error } from './errors';

/**
 * The portal has another address now; the request was not sent there
 * (docs/protocols/bitrix24.md#moved-portal).
 */
export class PortalMovedError extends Error {
	constructor(readonly host: string | undefined) {
		super(
			host === undefined
				? 'The portal answered with a redirect to another page'
				: `This Bitrix24 portal has moved to ${host}`,
		);
		this.name = 'PortalMovedError';
	}
}

/** Something that is not Bitrix24's REST answered: a proxy, a log-in page, another site. */
export class NotBitrix24Error extends Error {
	constructor(
		readonly status: number,
		/** What it sent, as text. */
		private readonly body = '',
	) {
		super(`The portal answered HTTP ${status} with something that is not Bitrix24's JSON`);
		this.name = 'NotBitrix24Error';
	}

	/** Whether another attempt may bring the answer. */
	get isPassing(): boolean {
		return isPassing(this.status, this.body);
	}
}

/** A command of a batch to which nothing was answered, neither a result nor an error. */
export class UnansweredError extends Error {
	constructor(method: string) {
		super(`Bitrix24 did not answer the command ${method}`);
		this.name = 'UnansweredError';
	}
}

/** Its answer is JSON, but not in the form that the documents give it. */
export class StrangeAnswerError extends Error {
	constructor(override readonly cause: unknown) {
		super('Bitrix24 answered in a form that this node does not know');
		this.name = 'StrangeAnswerError';
	}
}

/**
 * A classic REST answer: its `result` and what stands beside it. Failures go by the `error` key,
 * not by the HTTP status.
 * Throws Bitrix24Error, PortalMovedError or NotBitrix24Error.
 * Source: docs/protocols/bitrix24.md#moved-portal and #answers.
 */
export function readAnswer(
	{ status, headers, body }: HttpAnswer,
	method?: string,
	ownHost?: string,
): Record<string, unknown> {
	if (status >= 300 && status < 400) {
		const host = hostOf(headers.location);
		throw new PortalMovedError(host === ownHost ? undefined : host);
	}
	const answer = parseJsonObject(body);
	if (answer && 'error' in answer) throw toError(answer, status, { method });
	// Of a server before the portal: it did not let the request through.
	if (status === 429) throw new Bitrix24Error('QUERY_LIMIT_EXCEEDED', '', status, method);
	if (answer === undefined || !('result' in answer)) throw new NotBitrix24Error(status, body);
	return answer;
}

/** The error of an answer, or of one command of a batch, where it stands with HTTP 200. */
export function toError(
	answer: { error?: unknown; error_description?: unknown },
	status: number,
	{ method, card }: Partial<Pick<Command, 'method' | 'card'>> = {},
): Bitrix24Error {
	const { error, error_description: words } = answer;
	if (typeof error === 'object' && error !== null) {
		const { code, message } = error as { code?: unknown; message?: unknown };
		return new Bitrix24Error(errorCodeOf(code), wordsOf(message), status, method, card);
	}
	return new Bitrix24Error(errorCodeOf(error), wordsOf(words), status, method, card);
}

/** n8n goes through an error's code letter by letter. Known ones are shorter. */
const LONGEST_CODE = 100;

function errorCodeOf(code: unknown): string {
	return text.parse(code).slice(0, LONGEST_CODE).toUpperCase();
}

function wordsOf(words: unknown): string {
	return typeof words === 'string' ? words : '';
}
