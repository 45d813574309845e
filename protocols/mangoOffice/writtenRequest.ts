import { parseJson } from '../json';
import { urlOfOwnHost } from '../ownHost';

/**
 * Where a request goes that somebody wrote by hand: the path of a method, as MANGO's documents have
 * it or below the address of the API, or a URL of the same host. `baseUrl` is one as parseBaseUrl
 * gives it. Throws an Error that names the parameter.
 */
export function methodUrl(given: string, baseUrl: string): string {
	const { origin } = new URL(baseUrl);
	const example = `${baseUrl}commands/callback`;
	const allowed = `Allowed is a method, as in ${example}, or its path alone where no whole URL is wanted.`;
	const { pathname, search } = urlOfOwnHost(given, baseUrl, allowed);
	if (search !== '') throw new Error(`'URL' holds parameters. ${IN_BODY}`);
	if (pathname === '/') throw new Error(`'URL' names no method. ${allowed}`);
	return origin + pathname;
}

const IN_BODY = "MANGO OFFICE takes all parameters as JSON: put them into 'Body'.";

export interface Written {
	/** Query parameters: there must be none. */
	query: unknown;
	/** A JSON text, or the parameters themselves; nothing for none. */
	body: unknown;
}

/**
 * The JSON text that is signed and sent; a text stays as it is, byte for byte. An object of nothing
 * but `json` holds it, as MANGO's own form does. Throws an Error that names the parameter.
 */
export function writtenJson({ query, body }: Written): string {
	if (typeof query === 'object' && query !== null && Object.keys(query).length > 0)
		throw new Error(`'Query Parameters' are not empty. ${IN_BODY}`);
	if (body === undefined || body === null || body === '') return '{}';
	const parameters = typeof body === 'string' ? parseJson(body) : body;
	if (!isPlain(parameters)) throw new Error(`'Body' is no JSON object. ${FORM}`);
	const own = SIGNED.find((name) => name in parameters);
	if (own !== undefined) throw new Error(`'Body' holds '${own}'. ${FORM}`);
	const { json, ...others } = parameters;
	if (json !== undefined && Object.keys(others).length === 0)
		return writtenJson({ query: undefined, body: json });
	return typeof body === 'string' ? body : JSON.stringify(parameters);
}

/** What the form has beside the parameters (mango-office.md#form-and-signature). */
const SIGNED = ['vpbx_api_key', 'sign'];
const FORM =
	'It holds nothing but the parameters of the method, as JSON or as a form: the credential adds vpbx_api_key and sign.';

function isPlain(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
