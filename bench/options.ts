import { readArguments } from '../sandbox/start/arguments';

export interface BenchOptions {
	/** What is measured, in the page's order. */
	rows: string[];
	quick: boolean;
	help: boolean;
}

const KNOWN = {
	quick: { type: 'boolean', default: false },
	help: { type: 'boolean', default: false },
} as const;

export function help(names: string[]): string {
	return `npm run bench -- [row …] [options]

Measures on this machine against rivals, and writes docs/performance.md. Without a row: all, in less than an hour.

  row      of ${names.join(', ')}; only these rows of the page change
  --quick  a tenth of the work in one round, to see that it works; the page stays as it is
  --help   shows this text
`;
}

/** Reads the command line; what cannot be understood is refused with a sentence that names it. */
export function parseOptions(args: string[], names: string[]): BenchOptions {
	const { values, chosen: rows } = readArguments(args, KNOWN, names);
	return { rows, ...values };
}
