import { parseArgs, type ParseArgsConfig } from 'node:util';

import { UserError } from '../n8n/userError';

/**
 * The command line's options, and which of these names its words mean: without a word, all of them. Throws UserError
 * for everything else.
 */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
	args: string[],
	options: T,
	names: string[] = [],
	means = (word: string, name: string) => word === name,
) {
	const allowed = [...names, ...Object.keys(options).map((name) => `--${name}`)];
	const refusal = (what: string) => new UserError(`${what}; allowed are ${allowed.join(', ')}.`);
	const { values, positionals: words } = parse(args, options, refusal);
	const unknown = words.find((word) => !names.some((name) => means(word, name)));
	if (unknown !== undefined) throw refusal(`Unexpected argument '${unknown}'`);
	const isMeant = (name: string) => words.length === 0 || words.some((word) => means(word, name));
	return { values, chosen: names.filter(isMeant) };
}

/** The number that an option was given; `kind` is what such a number is called. */
export function wholeNumber(
	option: string,
	given: string,
	kind: string,
	least: number,
	most: number,
): number {
	const number = /^\d+$/.test(given) ? Number(given) : NaN;
	if (number >= least && number <= most) return number;
	throw new UserError(
		`--${option} was "${given}"; ${kind} is a whole number from ${least} to ${most}.`,
	);
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
