import { wellFormed } from '../wellFormed';

/** A value of a request: what JSON has, nested as the method wants it. */
export type Params = { [name: string]: ParamValue };
export type ParamValue = string | number | boolean | null | Reference | ParamValue[] | Params;

/**
 * A value out of the answer to an earlier command of the same batch, always a whole one: only that is documented.
 * What comes of a path that leads nowhere differs: a portal may put in what the path did lead to.
 * Source: docs/protocols/bitrix24.md#batch.
 */
export class Reference {
	constructor(
		readonly command: object,
		readonly path: readonly string[],
	) {}
}

/** The name of a command inside its batch. */
export type NameOf = (command: object) => string;

/**
 * Parameters as PHP's query string, `filter[ENTITY_ID]=DEAL_STAGE&select[0]=id`, percent-encoded:
 * the form of a command inside a batch (docs/protocols/bitrix24.md#batch).
 */
export function toQueryString(params: Params, nameOf: NameOf = unnamed): string {
	return pairs(params, '', nameOf)
		.map((pair) => pair.map((text) => encodeURIComponent(wellFormed(text))).join('='))
		.join('&');
}

function pairs(value: ParamValue, name: string, nameOf: NameOf): Array<[string, string]> {
	if (value === null) return [[name, '']];
	if (value instanceof Reference)
		return [
			[name, `$result${[nameOf(value.command), ...value.path].map((key) => `[${key}]`).join('')}`],
		];
	if (typeof value !== 'object')
		return [[name, typeof value === 'boolean' ? (value ? 'Y' : 'N') : String(value)]];
	return Object.entries(value).flatMap(([key, inner]) =>
		pairs(inner, name === '' ? key : `${name}[${key}]`, nameOf),
	);
}

function unnamed(): never {
	throw new Error('A reference to another command has a meaning inside a batch only');
}
