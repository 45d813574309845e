import { isExtension } from './extension';
import { e164Of } from './phone';

type Fields = Readonly<Record<string, unknown>>;

/** Anything as an object whose fields can be read. */
export function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** A text, also where MANGO writes a number; null for nothing, and for anything else. */
export function textOf(value: unknown): string | null {
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A number, also where MANGO writes text. */
export function numberOrNull(value: unknown): number | null {
	const text = textOf(value);
	return text === null || !Number.isFinite(Number(text)) ? null : Number(text);
}

/** A result code; 0 stands for none. */
export function codeOf(value: unknown): number | null {
	return numberOrNull(value) || null;
}

/** The extension of an employee, or a group's; null for what is a longer number. */
export function extensionOf(value: unknown): string | null {
	const text = textOf(value);
	return text !== null && isExtension(text) ? text : null;
}

/**
 * A number outside of the account: E.164 with the plus, or a SIP address as it is. MANGO writes
 * digits (mango-office.md#phone-numbers).
 */
export function outsideNumber(value: unknown): string | null {
	const text = textOf(value);
	if (text === null || extensionOf(text) !== null) return null;
	return /^sip:/i.test(text) ? text : (e164Of(text) ?? null);
}

/** A time in ms as ISO 8601. */
export function isoTime(time: number | null): string | null {
	const date = new Date(time ?? NaN);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
