import qs from 'qs';

import { readJson, type Json } from '../core/json';

export { asInteger } from '../core/json';
export type Params = Json;

/** As PHP reads `a[b][0]=c`. Names like `__proto__` are dropped by qs. */
export function parsePhpQuery(text: string): Params {
	return qs.parse(text, { depth: 10, arrayLimit: 1000, parameterLimit: 10_000 });
}

/** Parameters of a call: those of the query string and those of the body, the body winning. */
export function readParams(queryString: string, contentType: string, body: string): Params {
	// What the cloud says to broken JSON is not in the sheet; like PHP, we see no parameters then [L].
	const isJson = contentType.includes('json');
	const sent = isJson ? asRecord(readJson(body, {})) : parsePhpQuery(body);
	return { ...parsePhpQuery(queryString), ...sent };
}

export function asRecord(value: unknown): Params {
	return typeof value === 'object' && value !== null ? (value as Params) : {};
}

export function isRecord(value: unknown): value is Params {
	return typeof value === 'object' && value !== null;
}

/**
 * The older methods take their parameters in either case: `id` and `ID`, `filter` and `FILTER`
 * (docs use both [M]).
 */
export function eitherCase(params: Params, name: string): unknown {
	return params[name.toLowerCase()] ?? params[name.toUpperCase()];
}
