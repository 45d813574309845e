import { Refusal } from '../core/answers';

/** A request that MANGO refuses. Facts, and what [H], [M] and [L] mean: docs/protocols/mango-office.md#how-sure. */
export class MangoError extends Error {
	constructor(
		readonly code: number,
		text = inWords(code),
		/**
		 * `{"result":3100,"fields":…3111}` was seen for bad dates (mango-office.md#answers [M]; the
		 * shape of `fields` is ours [L]).
		 */
		readonly fields?: Record<string, number>,
	) {
		super(text);
	}

	/** Only 3xxx count towards the lock-out (mango-office.md#lock-out [H]). */
	get invalidRequest(): boolean {
		return this.code >= 3000 && this.code < 4000;
	}
}

export const missing = (name: string) => new MangoError(3103, `parameter ${name} is missing`);
export const wrongFormat = (name: string) => new MangoError(3104, `wrong format of ${name}`);
/** What an unknown campaign or task gives is not in the sheet; "no such object" is our choice [L]. */
export const noSuchObject = (): never => {
	throw new MangoError(3300);
};

const refusal = (status: number, name: string, message: string) =>
	new Refusal(status, { name, message, code: 0, status });

/** Its odd body is the PBX's (mango-office.md#rate-limits [H]; the HTTP status is that of the body [M]). */
export const rateLimited = () => refusal(429, 'Service Unavailable', 'Rate limit exceeded.');
/**
 * The contact centre's own (mango-office.md#rate-limits [H]). Its HTTP status is open; the PDF
 * speaks of "503 and/or 5008" [L].
 */
export const contactCentreLimited = () => new Refusal(503, { result: 5008 });
/** HTTP 401 [H]; its body is not documented [L]. */
export const lockedOut = () => refusal(401, 'Unauthorized', 'Access is blocked.');
/** Our guess, after the body of the rate limit [L]. */
export const noSuchPath = () => refusal(404, 'Not Found', 'Page not found.');

/** MANGO's result codes in words (mango-office.md#result-codes [H]). */
const words: Record<number, string> = {
	1000: 'done',
	1001: 'done, with remarks',
	1100: 'ended normally',
	1110: 'caller hung up',
	1111: 'no answer in time',
	1120: 'callee hung up',
	1121: 'busy',
	1122: 'call declined',
	1123: 'do not disturb',
	1125: 'operator stopped the task',
	1131: 'callee unreachable',
	1133: 'number does not exist',
	1164: 'all operators unavailable',
	1170: 'ended in the voice menu',
	1180: 'ended by a user command',
	1181: 'ended by an external system',
	1182: 'taken over by another',
	1191: 'number switched off',
	1192: 'employee off schedule',
	1313: 'answering machine: voicemail',
	2240: 'no money on the account',
	3000: 'bad request',
	3100: 'wrong parameters',
	3101: 'not a POST request',
	3102: 'sign does not match',
	3103: 'a parameter is missing',
	3104: 'wrong parameter format',
	3105: 'wrong access key',
	3111: 'wrong dates',
	3124: 'line not allowed',
	3200: 'wrong number',
	3300: 'no such object',
	3310: 'no such call',
	3320: 'no such recording',
	3400: 'invalid JSON',
	4100: 'not by the PBX logic',
	4101: 'call ended or unknown',
	4102: 'already recording',
	4300: 'SMS not sent',
	5008: 'service unavailable',
	5106: 'campaign status forbids this',
	5109: 'duplicate numbers',
	5111: 'task status forbids this',
};

/** An unknown code counts as its class: 2219 as 2210, 1090 as 1000. */
export function inWords(code: number): string {
	const known = [1, 10, 100, 1000].map((step) => words[code - (code % step)]);
	return known.find((text) => text !== undefined) ?? 'unknown code';
}
