import { parseJson } from './json';
import { urlOf } from './url';

/** A service's answer. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	/** The body as text. */
	body: string;
}

/**
 * Of an answer that is not a service's JSON: whether another attempt may bring that. It may after a fault on the way,
 * and where a body is the beginning of JSON, or nothing; a page is the same the next time.
 */
export function isPassing(status: number, body: string): boolean {
	const isBrokenOff = !body.trimStart().startsWith('<') && parseJson(body) === undefined;
	return status >= 500 || (status === 200 && isBrokenOff);
}

/** The host that a redirect leads to. */
export function hostOf(location: unknown): string | undefined {
	return urlOf(String(location))?.host;
}
