import { asInteger, isObject, type Json } from '../core/json';
import { missing, wrongFormat } from './errors';

/**
 * Reads the parameters of one request: what is missing is 3103, what has another form 3104
 * (mango-office.md#result-codes [H]).
 */
export class Fields {
	constructor(readonly all: Json) {}

	has(name: string): boolean {
		const value = this.all[name];
		return value !== undefined && value !== null && value !== '';
	}

	/**
	 * A text of at most `longest` bytes; MANGO's examples write numbers for texts and the other way
	 * round, so both do.
	 */
	text(name: string, longest = 128): string {
		if (!this.has(name)) throw missing(name);
		return this.check(name, longest);
	}

	textOr(name: string, longest: number, fallback: string): string {
		return this.has(name) ? this.check(name, longest) : fallback;
	}

	integer(name: string): number {
		if (!this.has(name)) throw missing(name);
		const value = asInteger(this.all[name]);
		if (value === undefined) throw wrongFormat(name);
		return value;
	}

	integerOr<T>(name: string, fallback: T): number | T {
		return this.has(name) ? this.integer(name) : fallback;
	}

	/** A whole number within limits. */
	range(name: string, least: number, most: number, fallback: number): number {
		const value = this.integerOr(name, fallback);
		if (value < least || value > most) throw wrongFormat(name);
		return value;
	}

	oneOf<T extends string | number>(name: string, values: readonly T[]): T {
		if (!this.has(name)) throw missing(name);
		const value = values.find((candidate) => String(candidate) === String(this.all[name]));
		if (value === undefined) throw wrongFormat(name);
		return value;
	}

	object(name: string): Fields {
		if (this.all[name] === undefined) throw missing(name);
		if (!isObject(this.all[name])) throw wrongFormat(name);
		return new Fields(this.all[name]);
	}

	objects(name: string): Fields[] {
		if (this.all[name] === undefined) throw missing(name);
		return this.objectsOr(name);
	}

	objectsOr(name: string): Fields[] {
		const list = this.all[name] ?? [];
		if (!Array.isArray(list) || !list.every(isObject)) throw wrongFormat(name);
		return list.map((element) => new Fields(element));
	}

	/**
	 * `YYYY-MM-DD HH:MM:SS` in UTC, as the contact centre writes dates
	 * (mango-office.md#campaigns [H]).
	 */
	utcOr(name: string): Date | undefined {
		if (!this.has(name)) return undefined;
		const text = String(this.all[name]);
		const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)
			? Date.parse(`${text.replace(' ', 'T')}Z`)
			: NaN;
		if (Number.isNaN(time)) throw wrongFormat(name);
		return new Date(time);
	}

	private check(name: string, longest: number): string {
		const value = this.all[name];
		if (typeof value !== 'string' && typeof value !== 'number') throw wrongFormat(name);
		if (Buffer.byteLength(String(value)) > longest) throw wrongFormat(name);
		return String(value);
	}
}
