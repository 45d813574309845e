/** A value of a request: what JSON has, nested as the method wants it. */
export type Params = { [name: string]: ParamValue };
export type ParamValue = string | number | boolean | null | ParamValue[] | Params;

/**
 * Parameters as PHP's query string, `filter[ENTITY_ID]=DEAL_STAGE&select[0]=id`, percent-encoded: the form of
 * a command inside a batch (reference/bitrix24-rest.md, section 3.3).
 */
export function toQueryString(params: Params): string {
	return pairs(params, '')
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.join('&');
}

function pairs(value: ParamValue, name: string): Array<[string, string]> {
	if (value === null) return [[name, '']];
	if (typeof value !== 'object') return [[name, typeof value === 'boolean' ? (value ? 'Y' : 'N') : String(value)]];
	return Object.entries(value).flatMap(([key, inner]) => pairs(inner, name === '' ? key : `${name}[${key}]`));
}
