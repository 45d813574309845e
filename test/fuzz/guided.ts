import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';
import fc from 'fast-check';

import type { Target } from './examine';
import { inputs, WORDS } from './texts';

/** Its native part needs glibc 2.38 (Debian 13, Ubuntu 24.04), macOS or Windows; so it is no part of `npm ci`. */
const FUZZER = '@jazzer.js/core@4.0.0';
/** Longer ones take so long to read that few are tried; they are for the random inputs. */
const LONGEST = 4096;
/** By the clock, which on a busy machine goes on without the fuzzer: what is slow is told by the processor's time. */
const HANGS_MS = 60_000;
/** Random inputs that it begins with: libFuzzer changes bytes, and would hardly nest a field or change its type. */
const SAMPLES = 2000;

export interface Guide {
	seconds: number;
	seed: number;
	/** Where its inputs and findings go. */
	folder: string;
}

/**
 * Has libFuzzer look for inputs that reach code which no input before has reached. Gives whether it found nothing,
 * and the slowest input of those that took too long; code that tells what was reached is slower than it is else.
 * What it finds it writes into `folder`, as a file that `--input` takes.
 */
export async function guide(
	target: Target,
	{ seconds, seed, folder }: Guide,
): Promise<{ isWell: boolean; slow?: string }> {
	const name = target.name.replaceAll(' ', '-');
	const corpus = join(folder, `corpus-${name}`);
	const [dictionary, file, slow] = ['.dict', '.js', '-slow.txt'].map((end) =>
		join(folder, name + end),
	);
	mkdirSync(corpus, { recursive: true });
	rmSync(slow, { force: true });
	const longest = Math.min(target.limit, LONGEST);
	const samples = fc.sample(inputs(target.grammar, longest), { numRuns: SAMPLES, seed });
	[...target.grammar.seeds, ...samples].forEach((text, i) =>
		writeFileSync(join(corpus, `seed-${i}`), text),
	);
	const words = new Set([...(target.grammar.words ?? []), ...WORDS]);
	writeFileSync(dictionary, [...words].filter(Boolean).map(toEntry).join(''));
	await build({
		stdin: { contents: programOf(target, slow), resolveDir: __dirname, loader: 'ts' },
		bundle: true,
		// What is in a file of its own below node_modules is not looked at for what was reached: it is n8n's.
		external: ['n8n-workflow'],
		platform: 'node',
		outfile: file,
	});
	const forFuzzer = [
		...[`-max_total_time=${seconds}`, `-seed=${seed}`, `-max_len=${longest}`],
		...[`-dict=${dictionary}`, `-artifact_prefix=${folder}/${name}-`],
	];
	const jazzer = ['jazzer', file, corpus, '--sync', `--timeout=${HANGS_MS}`];
	const command = ['--yes', `--package=${FUZZER}`, '--', ...jazzer, '--', ...forFuzzer];
	const fuzzer = spawn('npx', command, { stdio: 'inherit' });
	const [code] = (await once(fuzzer, 'close')) as [number];
	return {
		isWell: code === 0,
		slow: existsSync(slow) ? readFileSync(slow, 'utf8') : undefined,
	};
}

/** A word as libFuzzer's dictionaries have it: all but plain letters as bytes. */
function toEntry(word: string): string {
	const bytes = [...Buffer.from(word)].map((byte) =>
		/[\w.:/-]/.test(String.fromCharCode(byte))
			? String.fromCharCode(byte)
			: `\\x${byte.toString(16).padStart(2, '0')}`,
	);
	return `"${bytes.join('')}"\n`;
}

function programOf({ name }: Target, slow: string): string {
	return `
		import { writeFileSync } from 'node:fs';
		import { TARGETS } from './targets';
		import { MOST_MS, timeOf } from './timed';
		const target = TARGETS.find(({ name }) => name === ${JSON.stringify(name)});
		let most = MOST_MS;
		export function fuzz(data) {
			const text = data.toString();
			const ms = timeOf(target, text);
			if (ms <= most) return;
			most = ms;
			writeFileSync(${JSON.stringify(slow)}, text);
		}
	`;
}
