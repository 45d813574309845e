import { asInteger, isObject, type Json } from '../core/json';
import { missing, wrongFormat } from './errors';

/**
 * How one parameter of a request is read: what is missing is 3103, what has another form 3104
 * (mango-office.md#result-codes [H]).
 */
export type Reader<T> = (value: unknown, name: string) => T;
export type Shape = Record<string, Reader<unknown>>;
/** `campaign_id` is `campaignId` in the code. */
export type Parameters<S extends Shape> = {
	[name in keyof S as Camel<name & string>]: ReturnType<S[name]>;
};
type Camel<S extends string> = S extends `${infer A}_${infer B}`
	? `${A}${Capitalize<Camel<B>>}`
	: S;

/** All parameters of a method, in the order of the shape. */
export function read<S extends Shape>(shape: S, given: Json): Parameters<S> {
	const entries = Object.entries(shape).map(([name, reader]) => [
		name.replace(/_./g, ([, letter]) => letter.toUpperCase()),
		reader(given[name], name),
	]);
	return Object.fromEntries(entries) as Parameters<S>;
}

/** `check` gives undefined for a value of the wrong form. */
export function required<T>(check: (value: unknown) => T | undefined): Reader<T> {
	return (value, name) => {
		if (!isGiven(value)) throw missing(name);
		return wellFormed(check(value), name);
	};
}

/** Left out, null and an empty text are the same. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined>;
export function optional<T>(reader: Reader<T>, fallback: T): Reader<T>;
export function optional<T>(reader: Reader<T>, fallback?: T): Reader<T | undefined> {
	return (value, name) => (isGiven(value) ? reader(value, name) : fallback);
}

/** A text of at most `longest` bytes; MANGO's examples write numbers for texts and the other way round, so both do. */
export const text = (longest = 128, fits: (whole: string) => boolean = () => true) =>
	required((value) => {
		const whole =
			typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
		const isGood = whole !== undefined && Buffer.byteLength(whole) <= longest && fits(whole);
		return isGood ? whole : undefined;
	});
/** One that need not be there. */
export const textOr = (longest = 128) => optional(text(longest), '');

export const integer = required(asInteger);

/** A whole number within limits. */
export const range = (least: number, most: number) =>
	required((value) => {
		const number = asInteger(value);
		return number !== undefined && number >= least && number <= most ? number : undefined;
	});

export const oneOf = <T extends string | number>(...values: T[]) =>
	required((value) => values.find((candidate) => String(candidate) === String(value)));

/** Any value that says yes in one of these words; all else is a no. */
export const flag =
	(...words: string[]): Reader<boolean> =>
	(value) =>
		words.includes(String(value));

/** `YYYY-MM-DD HH:MM:SS` in UTC, as the contact centre writes dates (mango-office.md#campaigns [H]). */
export const utc = required((value) => {
	const wellMade = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(value));
	const time = wellMade ? Date.parse(`${String(value).replace(' ', 'T')}Z`) : NaN;
	return Number.isNaN(time) ? undefined : new Date(time);
});

/** For what may not be left out, but may be empty. */
export function present<T>(reader: Reader<T>): Reader<T> {
	return (value, name) => {
		if (value === undefined) throw missing(name);
		return reader(value, name);
	};
}

export const object = <S extends Shape>(shape: S) =>
	present((value, name) => read(shape, wellFormed(isObject(value) ? value : undefined, name)));

/** A list, empty when it is left out. */
export const list =
	<T>(element: Reader<T>): Reader<T[]> =>
	(value, name) => {
		const all = value ?? [];
		if (!Array.isArray(all)) throw wrongFormat(name);
		return all.map((one) => element(one, name));
	};
/** Of texts or numbers, as texts. */
export const texts = list(String);

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function wellFormed<T>(value: T | undefined, name: string): T {
	if (value === undefined) throw wrongFormat(name);
	return value;
}
