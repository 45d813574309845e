import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import type { Target } from './examine';

/** Its native part needs glibc 2.38 (Debian 13, Ubuntu 24.04), macOS or Windows; so it is no part of `npm ci`. */
const FUZZER = '@jazzer.js/core@4.0.0';

/**
 * Has libFuzzer look for inputs that reach code which no input before has reached. Gives whether all was well; what
 * it finds it writes into `folder`, as a file that `--input` takes.
 */
export async function guide(target: Target, seconds: number, folder: string): Promise<boolean> {
	const name = target.name.replaceAll(' ', '-');
	const corpus = join(folder, `corpus-${name}`);
	mkdirSync(corpus, { recursive: true });
	target.grammar.seeds.forEach((seed, i) => writeFileSync(join(corpus, `seed-${i}`), seed));
	const words = (target.grammar.words ?? []).filter((word) => /^[\x21-\x7e]+$/.test(word));
	const dictionary = join(folder, `${name}.dict`);
	writeFileSync(dictionary, words.map((word) => `${JSON.stringify(word)}\n`).join(''));
	const file = join(folder, `${name}.js`);
	await build({
		stdin: { contents: entry(target), resolveDir: __dirname, loader: 'ts' },
		bundle: true,
		platform: 'node',
		external: ['esbuild'],
		outfile: file,
	});
	const forFuzzer = [
		...[
			`-max_total_time=${seconds}`,
			`-max_len=${Math.min(target.limit, 4096)}`,
			`-dict=${dictionary}`,
		],
		`-artifact_prefix=${folder}/${name}-`,
	];
	const fuzzer = spawn(
		'npx',
		['--yes', `--package=${FUZZER}`, '--', 'jazzer', file, corpus, '--sync', '--', ...forFuzzer],
		{ stdio: 'inherit' },
	);
	const [code] = (await once(fuzzer, 'close')) as [number];
	return code === 0;
}

function entry({ name }: Target): string {
	return `
		import { examine } from './examine';
		import { TARGETS } from './targets';
		const target = TARGETS.find(({ name }) => name === ${JSON.stringify(name)});
		export const fuzz = (data) => examine(target, data.toString());
	`;
}
