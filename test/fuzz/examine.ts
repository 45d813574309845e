import type { Grammar } from './texts';

/** Something that reads what came from outside. */
export interface Target {
	name: string;
	/** What it reads: a text, whatever it goes by otherwise stands in the first lines of it. */
	grammar: Grammar;
	/** The longest input that it is given in production, in characters. */
	limit: number;
	/** Reads an input, and checks what came of it with `expectThat`. */
	read(text: string): unknown;
	/** The names of the errors by which it may refuse one. */
	refusals: readonly string[];
}

/** An input that showed something that must not be. */
class Finding extends Error {
	override name = 'Finding';
}

/** Every object inherits from these. */
const PROTOTYPES = [Object, Array, String, Number, Function, Map, Date, Error].map(
	(one) => one.prototype as object,
);
const UNTOUCHED = fingerprint();

/** JSON.parse reads one as Infinity. */
const HUGE_NUMBER = /\d[eE]\+?\d{3}|\d{300}/;

function fingerprint(): string {
	return PROTOTYPES.map((one) => Reflect.ownKeys(one).length).join();
}

/**
 * Has a target read one input. Throws Finding where it fails otherwise than by a refusal of its own, gives what
 * is no valid outcome, or touches a prototype.
 */
export function examine({ read, refusals }: Target, text: string): void {
	try {
		expectPlain(read(text), HUGE_NUMBER.test(text));
	} catch (error) {
		if (error instanceof Finding) throw error;
		if (!(error instanceof Error) || !refusals.includes(error.name) || error.message === '')
			throw new Finding(`It failed with ${describe(error)}`, { cause: error });
	}
	if (fingerprint() !== UNTOUCHED)
		throw new Finding('A prototype that all objects share was changed');
}

function describe(error: unknown): string {
	return error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : String(error);
}

/** Throws Finding unless a value is one that holds. */
export function expectThat(holds: boolean, words: string): void {
	if (!holds) throw new Finding(words);
}

/**
 * What goes on as an item: data alone, and of no object anything else than its own fields. Not recursive: it may be
 * nested without end.
 */
function expectPlain(outcome: unknown, mayBeInfinite: boolean): void {
	const waiting = [outcome];
	while (waiting.length > 0) {
		const value = waiting.pop();
		expectThat(
			typeof value !== 'function' && typeof value !== 'symbol',
			`It gave a ${typeof value}`,
		);
		expectThat(
			typeof value !== 'number' || Number.isFinite(value) || mayBeInfinite,
			'It gave no finite number',
		);
		if (typeof value !== 'object' || value === null || value instanceof Error) continue;
		if (value instanceof Date) {
			expectThat(!Number.isNaN(value.getTime()), 'It gave a date that is none');
			continue;
		}
		const prototype: unknown = Object.getPrototypeOf(value);
		const isPlain = prototype === null || PROTOTYPES.includes(prototype as object);
		expectThat(isPlain, 'It gave an object that inherits from what came in');
		expectThat(!Object.hasOwn(value, '__proto__'), 'It gave a field of the name __proto__');
		for (const inner of value instanceof Map ? [...value].flat() : Object.values(value))
			waiting.push(inner);
	}
}
