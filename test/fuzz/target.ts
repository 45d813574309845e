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
