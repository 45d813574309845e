import { Logger } from '@n8n/backend-common';
import { LoggerProxy } from 'n8n-workflow';

/** Planted in the credentials. A webhook's secret is letters and digits; of the others nobody knows. */
export const SECRETS = {
	webhookSecret: 'Pl4ntedWebhookSecret',
	applicationToken: 'Pl4ntedApplicationToken0123456789',
	authData: 'Pl4ntedAuthData/+"&=0123456789',
	apiKey: 'Pl4ntedApiKey0123456789',
	apiSalt: 'Pl4nted/salt+"ключ"\\&0123456789',
};

/** The names of the secrets that stand anywhere in what is given, in whatever form. */
export function leaksIn(...seen: unknown[]): string[] {
	const text = textsIn(seen).join('\n');
	return Object.entries(SECRETS).flatMap(([name, secret]) =>
		formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
	);
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

function formsOf(secret: string): string[] {
	const backwards = [...secret].reverse().join('');
	const plain = [secret, backwards].flatMap((text) => [
		text,
		inJson(text),
		inJson(inJson(text)),
		// As PHP writes JSON.
		inJson(text)
			.replaceAll('/', '\\/')
			.replace(/[^ -~]/g, inUtf16),
		text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
	]);
	const inUrls = [secret, backwards].flatMap((text) => [
		encodeURIComponent(text),
		encodeURI(text),
		new URLSearchParams([['', text]]).toString().slice(1),
		encodeURIComponent(encodeURIComponent(text)),
	]);
	const lowerCase = inUrls.map((text) =>
		text.replace(/%[\dA-F]{2}/g, (escaped) => escaped.toLowerCase()),
	);
	const hex = Buffer.from(secret).toString('hex');
	return [...plain, ...inUrls, ...lowerCase, hex, hex.toUpperCase(), ...inBase64(secret)];
}

function inUtf16(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What does not depend on the bytes around it, which base64 mixes in. */
function inBase64(secret: string): string[] {
	return [0, 1, 2].flatMap((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
		const from = before === 0 ? 0 : 4;
		return (['base64', 'base64url'] as const).map((form) => whole.toString(form).slice(from));
	});
}

/** Every text that can be reached: of errors also what JSON leaves out (stack, cause), bytes, keys. */
function textsIn(value: unknown, known = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || known.has(value)) return [];
	known.add(value);
	if (ArrayBuffer.isView(value)) {
		const { buffer, byteOffset, byteLength } = value;
		return [Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString()];
	}
	if (value instanceof Map || value instanceof Set) return textsIn([...value], known);
	return Reflect.ownKeys(value).flatMap((key) => [
		String(key),
		...textsIn((value as Record<string | symbol, unknown>)[key], known),
	]);
}

/** Keeps all that is logged or printed from now on. Gives what was, and what ends it. */
export function listenToLogs(): { logged: unknown[]; end: () => void } {
	const logged: unknown[] = [];
	const keep = (...said: unknown[]) => void logged.push(said);
	LoggerProxy.init({ error: keep, warn: keep, info: keep, debug: keep });
	const prints = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
		jest.spyOn(console, name).mockImplementation(keep),
	);
	const logs = (['error', 'warn', 'info', 'debug'] as const).map((name) =>
		jest.spyOn(Logger.prototype, name).mockImplementation(keep),
	);
	return { logged, end: () => [...prints, ...logs].forEach((spy) => spy.mockRestore()) };
}
