import { parseOptions } from './options';

const NAMES = ['MANGO event', 'MANGO event form', 'Bitrix24 event', 'rule table'];

test.each([
	[[], NAMES],
	[['rule'], ['rule table']],
	[
		['mango', 'table'],
		['MANGO event', 'MANGO event form', 'rule table'],
	],
	[['mango event'], ['MANGO event']],
	[
		['event', '--runs', '5000'],
		['MANGO event', 'MANGO event form', 'Bitrix24 event'],
	],
])('npm run fuzz: %j are inputs of %j', (args, targets) => {
	expect(parseOptions(args, NAMES).targets).toEqual(targets);
});

test('npm run fuzz: its numbers', () => {
	const args = ['--runs=5000', '--seed', '0', '--seconds', '7'];
	expect(parseOptions(args, NAMES)).toMatchObject({ runs: 5000, seed: 0, seconds: 7 });
});

test.each([
	[
		['evnt'],
		"Unexpected argument 'evnt'; allowed are MANGO event, MANGO event form, Bitrix24 event, rule table, --runs",
	],
	[['event', 'evnt'], "Unexpected argument 'evnt'; allowed are MANGO event"],
	[['--rnus', '5'], "Unknown option '--rnus'; allowed are MANGO event"],
	// A run that reads nothing would be told as one that found nothing.
	[['--runs', 'abc'], '--runs was "abc"; it is a whole number from 1 to 1000000000.'],
	[['--runs', '0'], '--runs was "0"; it is'],
	[['--runs', '1.5'], '--runs was "1.5"; it is'],
	[['--seed', 'x'], '--seed was "x"; it is a whole number from 0 to 2147483647.'],
	[['--seconds', ''], '--seconds was ""; it is a whole number from 1 to 86400.'],
])('npm run fuzz: refuses %j', (args, sentence) => {
	expect(() => parseOptions(args, NAMES)).toThrow(sentence);
});
