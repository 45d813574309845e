import { parseArgs, type ParseArgsConfig } from 'node:util';

import { UserError } from '../n8n/userError';

/** The command line's options, and which of these words it has. Throws UserError for everything else. */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
	args: string[],
	options: T,
	words: string[] = [],
) {
	const allowed = [...words, ...Object.keys(options).map((name) => `--${name}`)];
	const refusal = (what: string) => new UserError(`${what}; allowed are ${allowed.join(', ')}.`);
	const { values, positionals } = parse(args, options, refusal);
	const unknown = positionals.find((word) => !words.includes(word));
	if (unknown !== undefined) throw refusal(`Unexpected argument '${unknown}'`);
	return { values, words: positionals };
}

function parse<T extends NonNullable<ParseArgsConfig['options']>>(
	args: string[],
	options: T,
	refusal: (what: string) => UserError,
) {
	try {
		return parseArgs({ args, options, allowPositionals: true });
	} catch (error) {
		throw refusal((error as Error).message.split('. ')[0]);
	}
}
