import { randomInt } from 'node:crypto';

import fc from 'fast-check';

import { examine } from './examine';
import { TARGETS } from './targets';
import { inputs } from './texts';

const RUNS = 1000;
/** Long inputs are cut to this: how long they take is for `npm run fuzz` to see. */
const LONGEST = 4096;
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

test.each(TARGETS)(`$name takes whatever comes (FUZZ_SEED=${seed})`, (target) => {
	for (const text of target.grammar.seeds) examine(target, text);
	fc.assert(
		fc.property(inputs(target.grammar, Math.min(target.limit, LONGEST)), (text) =>
			examine(target, text),
		),
		{ numRuns: RUNS, seed },
	);
});
