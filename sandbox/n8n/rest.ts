import { randomUUID } from 'node:crypto';

import fetchCookie from 'fetch-cookie';

/** An answer of n8n other than 2xx. */
export class N8nApiError extends Error {
	override name = 'N8nApiError';

	constructor(
		request: string,
		readonly status: number,
		readonly reason: string,
	) {
		super(`n8n answered ${request} with ${status}: ${reason}`);
	}
}

/** Undefined for what is not there, or what an older n8n does not have. */
export async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
	try {
		return await request;
	} catch (error) {
		if (error instanceof N8nApiError && error.status === 404) return undefined;
		throw error;
	}
}

/** Requests to n8n as its editor makes them: with the session's cookies, in JSON both ways. */
export class N8nRest {
	/** Keeps the cookies. */
	private readonly fetch = fetchCookie(fetch);
	/** n8n binds a session to the browser that it was opened from. */
	private readonly browserId = randomUUID();

	constructor(readonly url: string) {}

	protected async get<T>(path: string): Promise<T> {
		return await this.send('GET', path);
	}

	protected async post<T>(path: string, body: unknown): Promise<T> {
		return await this.send('POST', path, body);
	}

	/** Returns what n8n answered; throws N8nApiError for anything but JSON with a status of 2xx. */
	protected async send<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.fetch(this.url + path, {
			method,
			headers: {
				// A kept connection may be closed by n8n in the moment that a busy machine uses it again.
				connection: 'close',
				'browser-id': this.browserId,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		const answer = parsed(text);
		const fail = (status: number, reason = text.slice(0, 500)) =>
			new N8nApiError(`${method} ${path}`, status, reason);
		if (!response.ok) throw fail(response.status, reasonIn(answer));
		// n8n answers in plain text while it starts.
		if (answer === undefined) throw fail(503);
		return contentOf(answer) as T;
	}
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Most answers are wrapped in `data`; lists with a count, and the type files, are not. */
function contentOf(answer: unknown): unknown {
	const { data, ...rest } = Object(answer) as Record<string, unknown>;
	const isWrapped = data !== undefined && Object.keys(rest).length === 0;
	return isWrapped ? data : answer;
}

function reasonIn(answer: unknown): string | undefined {
	const { message, hint } = Object(answer) as { message?: string; hint?: string };
	return [message, hint].filter(Boolean).join(' ') || undefined;
}
