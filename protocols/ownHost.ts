import { trimPasted } from './pastedText';
import { urlOf } from './url';

/**
 * What a request's URL stands for: a whole one, or one below `base`, as links on a page do. Throws an
 * Error that names the parameter and ends with `allowed`, unless it is of the base's own host: a
 * credential's secret goes nowhere else. The URL itself is not in the error, since it may hold one.
 */
export function urlOfOwnHost(given: string, base: string, allowed: string): URL {
	const text = trimPasted(given);
	const [url, own] = [urlOf(text, base), new URL(base)];
	if (url === undefined) throw new Error(`'URL' is not a URL. ${allowed}`);
	if (url.host === own.host && url.username === '') return url;
	const other = url.host === own.host ? 'with a user name of its own' : `of the host '${url.host}'`;
	throw new Error(
		`'URL' is ${other}, so nothing was sent: the credential's secret goes to ${own.host} only. ${allowed}`,
	);
}
