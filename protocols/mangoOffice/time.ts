import { isoTime, textOf } from './values';

/**
 * "YYYY-MM-DD HH:MM:SS" in UTC, as the Contact Center takes dates
 * (docs/protocols/mango-office.md#campaigns).
 */
export function utcText(time: Date): string {
	return time.toISOString().slice(0, 19).replace('T', ' ');
}

/** Moscow's clocks have not been changed since 2014. */
const MOSCOW_AHEAD_MS = 3 * 3_600_000;

/**
 * "DD.MM.YYYY HH:MM:SS" by the clocks of Moscow, as the call statistics take dates
 * (mango-office.md#call-statistics).
 */
export function moscowText(time: Date): string {
	const [date, clock] = utcText(new Date(time.getTime() + MOSCOW_AHEAD_MS)).split(' ');
	return `${date.split('-').reverse().join('.')} ${clock}`;
}

/** A Unix time of an answer, a number or text, as ISO 8601; null for "none" (null, 0); other text as it is. */
export function isoOf(value: unknown): string | null {
	const text = textOf(value);
	if (text === null || Number(text) === 0) return null;
	return (/^\d+$/.test(text) ? isoTime(Number(text) * 1000) : null) ?? text;
}
