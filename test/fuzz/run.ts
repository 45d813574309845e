/** `npm run fuzz` (test/README.md#fuzzing). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import { UserError } from '../../sandbox/n8n/userError';
import type { Target } from './examine';
import { guide } from './guided';
import { help, parseOptions } from './options';
import { TARGETS } from './targets';
import { inputs } from './texts';
import { MOST_MS, timeOf } from './timed';

const FOLDER = join(__dirname, '../../test-results/fuzz');

interface Slowest {
	ms: number;
	text: string;
}

/** Gives whether all was well. */
function fuzz(target: Target, runs: number, seed: number): boolean {
	const slowest: Slowest = { ms: 0, text: '' };
	const start = performance.now();
	const property = fc.property(inputs(target.grammar, target.limit), (text) => {
		const ms = slowest.ms > MOST_MS ? 0 : timeOf(target, text);
		if (ms > slowest.ms) Object.assign(slowest, { ms, text });
	});
	const { numRuns, failed, counterexample, errorInstance } = fc.check(property, {
		numRuns: runs,
		seed,
	});
	const seconds = (performance.now() - start) / 1000;
	const rate = Math.round(numRuns / seconds);
	const slow = `${slowest.ms.toFixed(1)} ms for ${slowest.text.length} characters`;
	console.log(
		`${target.name}: ${numRuns} inputs in ${seconds.toFixed(0)} s, ${rate}/s, slowest ${slow}`,
	);
	if (failed) tell(target, String((errorInstance as Error).message), String(counterexample?.[0]));
	if (slowest.ms > MOST_MS) tell(target, `It takes ${slow}`, slowest.text);
	return !failed && slowest.ms <= MOST_MS;
}

/** Gives whether all was well. */
async function fuzzGuided(target: Target, seconds: number, seed: number): Promise<boolean> {
	const { isWell, slow } = await guide(target, { seconds, seed, folder: FOLDER });
	if (slow === undefined) return isWell;
	const ms = timeOf(target, slow);
	if (ms > MOST_MS) tell(target, `It takes ${ms.toFixed(1)} ms`, slow);
	return isWell && ms <= MOST_MS;
}

function tell({ name }: Target, what: string, text: string): void {
	mkdirSync(FOLDER, { recursive: true });
	const file = join(FOLDER, `${name.replaceAll(' ', '-')}-${Date.now()}.txt`);
	writeFileSync(file, text);
	console.log(`FOUND in ${name}: ${what}\n  input: ${JSON.stringify(text.slice(0, 500))}`);
	console.log(`  again: npm run fuzz -- "${name}" --input ${file}`);
}

/** The input of a file, which says what there is to say: its time, or the error with where it comes from. */
function readFile(target: Target, file: string): boolean {
	const ms = timeOf(target, readFileSync(file, 'utf8'));
	console.log(`${target.name}: well within ${ms.toFixed(1)} ms`);
	return ms <= MOST_MS;
}

async function main(): Promise<void> {
	const names = TARGETS.map(({ name }) => name);
	const options = parseOptions(process.argv.slice(2), names);
	if (options.help) return void process.stdout.write(help(names));
	const { runs, seed, input, guided, seconds } = options;
	console.log(`seed ${seed}`);
	for (const target of TARGETS.filter(({ name }) => options.targets.includes(name))) {
		const isWell =
			input !== undefined
				? readFile(target, input)
				: guided
					? await fuzzGuided(target, seconds, seed)
					: fuzz(target, runs, seed);
		if (!isWell) process.exitCode = 1;
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof UserError ? error.message : error);
	process.exit(1);
});
