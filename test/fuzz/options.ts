import { readArguments, wholeNumber } from '../../sandbox/start/arguments';

export interface FuzzOptions {
	/** The names of those that read. */
	targets: string[];
	runs: number;
	seed: number;
	/** A file with the one input that is read. */
	input?: string;
	/** By libFuzzer, for so many seconds each. */
	guided: boolean;
	seconds: number;
	help: boolean;
}

const KNOWN = {
	runs: { type: 'string', default: '1000000' },
	seed: { type: 'string' },
	input: { type: 'string' },
	guided: { type: 'boolean', default: false },
	seconds: { type: 'string', default: '60' },
	help: { type: 'boolean', default: false },
} as const;

const SEEDS = 2 ** 31;

export function help(names: string[]): string {
	return `npm run fuzz -- [target …] [options]

Reads odd inputs by every parser. Ends with 1 on a finding, and writes its input into a file.

  target         a name or a part of one, of ${names.join(', ')}; only these read
  --runs <n>     how many inputs each reads (${KNOWN.runs.default})
  --seed <n>     the inputs of an earlier run
  --input <file> one input, as a finding has left it
  --guided       libFuzzer looks for inputs that reach code which none has reached
  --seconds <n>  for so long each (${KNOWN.seconds.default})
  --help         shows this text
`;
}

/** Reads the command line; what cannot be understood is refused with a sentence that names it. */
export function parseOptions(args: string[], names: string[]): FuzzOptions {
	const { values, chosen } = readArguments(args, KNOWN, names, (word, name) => {
		const isWhole = names.some((one) => isSame(one, word));
		return isWhole ? isSame(word, name) : isPartOf(word, name);
	});
	const { seed = String(Date.now() % SEEDS), input, guided, help } = values;
	return {
		targets: chosen,
		runs: wholeNumber('runs', values.runs, 'it', 1, 1e9),
		seed: wholeNumber('seed', seed, 'it', 0, SEEDS - 1),
		input,
		guided,
		seconds: wholeNumber('seconds', values.seconds, 'it', 1, 86_400),
		help,
	};
}

function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

function isPartOf(word: string, name: string): boolean {
	return name.toLowerCase().includes(word.toLowerCase());
}
