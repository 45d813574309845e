import { Refusal } from '../core/answers';
import { inWords } from './resultCodes';

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
