import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { KnownCode } from '../../protocols/bitrix24/errors';
import type { Fault } from './faults';

/** The status of each code: where two versions of the documents differ, the newer one's (bitrix24.md#error-codes). */
const STATUS: Readonly<Record<KnownCode, number>> = {
	QUERY_LIMIT_EXCEEDED: 503,
	OPERATION_TIME_LIMIT: 429,
	OVERLOAD_LIMIT: 401,
	PORTAL_DELETED: 403,
	INTERNAL_SERVER_ERROR: 500,
	ERROR_UNEXPECTED_ANSWER: 500,
	CONNECTION_ERROR: 500,
	WRONG_ENCODING: 200,
	NO_AUTH_FOUND: 401,
	INVALID_CREDENTIALS: 401,
	EXPIRED_TOKEN: 401,
	INVALID_TOKEN: 401,
	AUTHORIZATION_ERROR: 401,
	USER_ACCESS_ERROR: 401,
	APPLICATION_NOT_FOUND: 401,
	ERROR_OAUTH: 401,
	INVALID_REQUEST: 401,
	ALLOWED_ONLY_INTRANET_USER: 403,
	METHOD_CONFIRM_WAITING: 401,
	METHOD_CONFIRM_DENIED: 403,
	INSUFFICIENT_SCOPE: 401,
	ERROR_METHOD_NOT_FOUND: 404,
	ACCESS_DENIED: 401,
	WRONG_AUTH_TYPE: 403,
	LICENSEEXCEPTION: 403,
	WRONG_LICENSE: 403,
	UPDATE_DYNAMIC_ITEM_RESTRICTED: 400,
	NOT_FOUND: 400,
	ERROR_NOT_FOUND: 400,
	OWNER_NOT_FOUND: 400,
	CRM_FIELD_ERROR_REQUIRED: 400,
	CRM_FIELD_ERROR_VALUE_NOT_VALID: 400,
	INVALID_ARG_VALUE: 400,
	ENTITY_TYPE_NOT_SUPPORTED: 400,
	WRONG_DATETIME_FORMAT: 400,
	REMOVING_DISABLED: 400,
	ERROR_CORE: 400,
	ERROR_ARGUMENT: 400,
	'100': 400,
	ERROR_BATCH_LENGTH_EXCEEDED: 400,
	ERROR_BATCH_METHOD_NOT_ALLOWED: 405,
	ERROR_MANIFEST_IS_NOT_AVAILABLE: 404,
};

/** Codes of which the documents do not say that nothing has been carried out. */
const MAY_HAVE_RUN = /^(INTERNAL_SERVER_ERROR|ERROR_UNEXPECTED_ANSWER|CONNECTION_ERROR|WRONG_ENC)/;

const told = (error: unknown, text = 'its words') => ({ error, error_description: text });

/** Every code of Bitrix24's documents, and what else stands in its place. */
export const BITRIX24_CODES: readonly Fault[] = [
	...Object.entries(STATUS).map(([code, status]) => ({
		name: `\`${code}\`, HTTP ${status}`,
		answer: { status, body: told(code) },
		isRefusal: !MAY_HAVE_RUN.test(code),
	})),
	{ name: 'an empty code, HTTP 400', answer: { status: 400, body: told('') }, isRefusal: true },
	{ name: 'an unknown code, HTTP 400', answer: { status: 400, body: told('X') }, isRefusal: true },
	{
		name: 'an unknown code without words, HTTP 400',
		answer: { status: 400, body: told('X', '') },
		isRefusal: true,
	},
	{
		name: 'an unknown code, HTTP 500, after the work was done',
		answer: { status: 500, body: told('X'), runFirst: true },
	},
];

/** Every refusal that MANGO's documents name, as docs/protocols/mango-office.md#result-codes has them. */
function mangoCodes(): number[] {
	const page = readFileSync(resolve(__dirname, '../../docs/protocols/mango-office.md'), 'utf8');
	const [, section] = page.split('### Result codes\n');
	const text = section.split('\n### ')[0];
	const ranges = [...text.matchAll(/(\d{4})–(\d{4})/g)].flatMap(([, from, to]) =>
		Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i),
	);
	const classes = [...text.matchAll(/\b(\d\d?)x{2,3}\b/g)].map(([, digits]) =>
		Number(digits.padEnd(4, '0')),
	);
	const single = [...text.matchAll(/\b\d{4}\b/g)].map(Number);
	const codes = new Set([...single, ...ranges, ...classes].filter((code) => code >= 2000));
	return [...codes].sort((a, b) => a - b);
}

/** MANGO's own faults: the command may have been carried out before them. */
const mayHaveRun = (code: number) => code >= 5000 && code <= 5011 && code !== 5008;

export const MANGO_CODES: readonly Fault[] = [
	{
		name: "HTTP 429, the limiter's own body",
		answer: {
			status: 429,
			body: { name: 'Service Unavailable', message: 'Rate limit exceeded.', code: 0, status: 429 },
		},
		isRefusal: true,
	},
	{ name: 'HTTP 401, the lock-out', answer: { status: 401, body: '' }, isRefusal: true },
	...mangoCodes().map((code) => ({
		name: String(code),
		answer: { status: code >= 5000 && code < 5100 ? 503 : 400, body: { result: code } },
		isRefusal: !mayHaveRun(code),
	})),
];
