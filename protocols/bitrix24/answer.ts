import { Bitrix24Error } from './errors';
import { maskWebhookSecrets } from './webhookUrl';

export interface HttpAnswer {
	status: number;
	headers: Record<string, unknown>;
	/** The body as text. */
	body: string;
}

/** The portal has another address now; the request was not sent there (reference/bitrix24-rest.md, section 1.5). */
export class PortalMovedError extends Error {
	constructor(readonly host: string) {
		super(`This Bitrix24 portal has moved to ${host}`);
		this.name = 'PortalMovedError';
	}
}

/** Something that is not Bitrix24's REST answered: a proxy, a log-in page, another site. */
export class NotBitrix24Error extends Error {
	constructor(readonly status: number) {
		super(`The portal answered HTTP ${status} with something that is not Bitrix24's JSON`);
		this.name = 'NotBitrix24Error';
	}
}

/**
 * The `result` of a classic REST answer. Failures go by the `error` key, not by the HTTP status.
 * Throws Bitrix24Error, PortalMovedError or NotBitrix24Error.
 * Source: reference/bitrix24-rest.md, sections 1.5 and 5.1.
 */
export function readAnswer({ status, headers, body }: HttpAnswer): unknown {
	if (status >= 300 && status < 400) throw new PortalMovedError(hostOf(headers.location));
	const answer = parseObject(maskWebhookSecrets(body));
	if (answer === undefined) throw new NotBitrix24Error(status);
	if ('error' in answer) throw toError(answer, status);
	if (!('result' in answer)) throw new NotBitrix24Error(status);
	return answer.result;
}

/** The error of an answer, or of one command of a batch, where it stands with HTTP 200. */
export function toError(
	answer: { error?: unknown; error_description?: unknown },
	status: number,
	method?: string,
): Bitrix24Error {
	const { error, error_description: text } = answer;
	if (typeof error === 'object' && error !== null) {
		const { code, message } = error as { code?: unknown; message?: unknown };
		return new Bitrix24Error(codeOf(code), textOf(message), status, method);
	}
	return new Bitrix24Error(codeOf(error), textOf(text), status, method);
}

function codeOf(code: unknown): string {
	return code === undefined || code === null ? '' : String(code).toUpperCase();
}

function textOf(text: unknown): string {
	return typeof text === 'string' ? text : '';
}

function parseObject(body: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(body);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}

function hostOf(location: unknown): string {
	try {
		return new URL(String(location)).host;
	} catch {
		return 'an unknown address';
	}
}
