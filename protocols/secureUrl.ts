import { trimPasted } from './pastedText';
import { urlOf } from './url';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The URL of a credential's field: https, or plain http on this machine. Throws an Error that names
 * the field and ends with `expected`; it never holds the URL, since that may hold a secret.
 */
export function parseSecureUrl(text: string, field: string, expected: string): URL {
	const url = urlOf(trimPasted(text));
	if (url === undefined) throw new Error(`'${field}' is not a URL. ${expected}`);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
		throw new Error(
			`'${field}' must begin with https:// (plain http only for this machine). ${expected}`,
		);
	}
	return url;
}
