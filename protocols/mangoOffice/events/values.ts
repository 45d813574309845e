import { z } from 'zod';

import { camelCased } from '../camelCase';
import { e164Of } from '../phone';
import type { Json } from './kinds';

// The types of an event's fields are loose: "seq" comes as 1 and as "1"
// (docs/protocols/mango-office.md#types-and-times-of-events).

/** An ID, or another text that may be written as a number. */
export const text = z.union([z.string().min(1), z.number().transform(String)]);

export const wholeNumber = z.union([
	z.number().int(),
	z
		.string()
		.trim()
		.regex(/^-?\d+$/)
		.transform(Number),
]);

/** MANGO leaves out what is not set, or leaves it empty. */
export function optional<T extends z.ZodTypeAny>(schema: T) {
	return z.preprocess(
		(value) => (value === '' || value === null ? undefined : value),
		schema.optional(),
	);
}

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
	[...'АВСЕНКМОРТХУаеорсух'].map((letter, i) => [letter, 'ABCEHKMOPTXYaeopcyx'[i]]),
);

/**
 * One of MANGO's words. Its documents print some with Cyrillic letters that look Latin: "СС",
 * "MissGroupСallCallback".
 */
export const word = text.transform((value) =>
	value.replace(/[А-х]/g, (letter) => LATIN[letter] ?? letter),
);

/** The last second that a Date can hold. */
const MAX_SECONDS = 8.64e12;

/**
 * Unix seconds as ISO 8601. The 2026 document says "UTC+3", but a Unix time has no zone
 * (mango-office.md#types-and-times-of-events).
 */
export const time = wholeNumber
	.refine((seconds) => Math.abs(seconds) <= MAX_SECONDS)
	.transform((seconds) => iso(seconds * 1000));

/** The same for a moment that may not have come: 0 stands for none. */
export const timeOrNone = optional(
	wholeNumber.refine((seconds) => Math.abs(seconds) <= MAX_SECONDS),
).transform((seconds) => (seconds ? iso(seconds * 1000) : null));

export const timeInMs = wholeNumber
	.refine((ms) => Math.abs(ms) <= MAX_SECONDS * 1000)
	.transform(iso);

function iso(ms: number): string {
	return new Date(ms).toISOString();
}

export function secondsBetween(start: string, end: string): number {
	return Math.max(0, (Date.parse(end) - Date.parse(start)) / 1000);
}

/** A phone number in E.164, with plus; a SIP address, a short number and the name of a line stay as they are. */
function phoneOf(value: string): string {
	return e164Of(value) ?? value;
}

export const phone = text.transform(phoneOf);

/** An item's own fields without those that are not set, and after them what else MANGO sent, in camelCase. */
export function withFurther<T extends Json>(own: T, further: Json): T {
	const set = Object.entries(own).filter(([, value]) => value !== undefined);
	const rest = Object.entries(camelCased(further)).filter(([key]) => !Object.hasOwn(own, key));
	return Object.fromEntries([...set, ...rest]) as T;
}
