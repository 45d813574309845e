import { parseJson } from './json';

/** A service's answer. */
export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	/** The body as text. */
	body: string;
}

/** Whether a body is the beginning of JSON, or nothing. A page is not, and is the same the next time. */
export function isBrokenOff(body: string): boolean {
	return !body.trimStart().startsWith('<') && parseJson(body) === undefined;
}

/** The host that a redirect leads to. */
export function hostOf(location: unknown): string | undefined {
	return URL.canParse(String(location)) ? new URL(String(location)).host : undefined;
}
