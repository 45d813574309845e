import { hostOf, isPassing, type HttpAnswer } from '../httpAnswer';
import { parseJsonObject } from '../json';
import { isSuccess, isWrongRequest, meaningOf } from './resultCodes';
import { numberOrNull } from './values';

/**
 * An answer that carries a failing result code (docs/protocols/mango-office.md#answers and
 * #result-codes).
 */
export class MangoError extends Error {
	readonly repeat: 'always' | 'reads' | 'never';

	constructor(
		readonly code: number,
		/** MANGO's own words, and the fields that it names. */
		readonly text: string,
		/** X-Uuid: what MANGO's support asks for. */
		readonly requestId: string | undefined,
	) {
		const { message, repeat } = meaningOf(code);
		super(`${message} (result ${code}${text === '' ? '' : `: ${text}`})`);
		this.name = 'MangoError';
		this.repeat = repeat;
	}
}

/**
 * HTTP 401: the whole API access is locked after a second invalid request within two minutes
 * (mango-office.md#lock-out).
 */
export class LockedOutError extends Error {
	/** When it is over, in ms. */
	readonly until = Date.now() + LOCK_SECONDS * 1000;

	/** `text` is what MANGO says beside it, if anything. */
	constructor(text = '') {
		super(
			`MANGO OFFICE has locked the API access of this account for about two minutes${text === '' ? '' : ` (${text})`}`,
		);
		this.name = 'LockedOutError';
	}
}

/** Something that is not MANGO's API answered. */
export class NotMangoError extends Error {
	constructor(
		readonly status: number,
		/** What it sent, as text. */
		private readonly body = '',
	) {
		super(`MANGO OFFICE's address answered HTTP ${status} with something that is not its JSON`);
		this.name = 'NotMangoError';
	}

	/** Whether another attempt may bring the answer. */
	get isPassing(): boolean {
		return isPassing(this.status, this.body);
	}
}

/** A redirect, which is not followed. */
export class SentOnError extends Error {
	constructor(status: number, host = 'an unknown address') {
		super(`MANGO OFFICE's address sends this on to ${host} (HTTP ${status})`);
		this.name = 'SentOnError';
	}
}

/** How long the lock of HTTP 401 lasts, counted from the first invalid request. */
export const LOCK_SECONDS = 120;

type Answer = Record<string, unknown>;

/**
 * The JSON of an answer that is a success: `result` (or, in old answers, `code`) is 1000 or of its
 * class, as a number or as text, in the address book as a list of one. Some methods have no result
 * code: config/users/request has none at all, custom-type/list has its list there. A command's
 * answer may be empty: HTTP 2xx means accepted. Throws MangoError, LockedOutError, SentOnError or
 * NotMangoError.
 */
export function readAnswer({ status, body, headers }: HttpAnswer): Answer {
	if (status >= 300 && status < 400) throw new SentOnError(status, hostOf(headers.location));
	const isOk = status >= 200 && status < 300;
	const answer = body.trim() === '' && isOk ? {} : parseJsonObject(body);
	if (status === 401) throw new LockedOutError(answer && wordsOf(answer));
	if (answer === undefined)
		throw status === 429
			? new MangoError(RATE_LIMIT, '', undefined)
			: new NotMangoError(status, body);
	const code = resultCode(answer) ?? (isOk ? undefined : httpClass(status));
	if (code === undefined || isSuccess(code)) return answer;
	throw new MangoError(code, wordsOf(answer), requestIdOf(headers));
}

/**
 * Whether one more failure like this would lock, or has locked, the whole account out
 * (mango-office.md#lock-out).
 */
export function endangersAccess(error: unknown): boolean {
	return (
		error instanceof LockedOutError || (error instanceof MangoError && isWrongRequest(error.code))
	);
}

const RATE_LIMIT = 4290;

function resultCode(answer: Answer): number | undefined {
	// The limiter's body: {"name":"Service Unavailable","message":"Rate limit exceeded.","code":0,"status":429}
	if (numberOrNull(answer.status) === 429) return RATE_LIMIT;
	// The address book writes `[1000]`.
	const [value] = [answer.result ?? answer.code].flat();
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	return /^[1-9]\d{3,}$/.test(String(value)) ? Number(value) : undefined;
}

/** For an answer that has no result code. Throws NotMangoError where MANGO has no such method. */
function httpClass(status: number): number {
	if (status === 429) return RATE_LIMIT;
	if (status >= 500) return 5000;
	if (status === 404) throw new NotMangoError(status);
	return 3000;
}

function wordsOf({ message, description, fields }: Answer): string {
	const parts = [message, description].filter((part) => typeof part === 'string' && part !== '');
	if (fields !== undefined) parts.push(`fields ${JSON.stringify(fields)}`);
	return parts.join(', ');
}

function requestIdOf(headers: Record<string, unknown>): string | undefined {
	const id = headers['x-uuid'];
	return typeof id === 'string' ? id : undefined;
}
