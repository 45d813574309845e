import { readFileSync } from 'node:fs';

import { parseOptions } from '../../bench/options';
import { lineOf, PAGE, readResults, withTable } from '../../bench/page';
import { ratioRow } from '../../bench/rows';

test('docs/performance.md has what was measured, as it was measured', () => {
	const page = readFileSync(PAGE, 'utf8');
	expect(page).toBe(withTable(page, readResults()));
	expect(Object.keys(readResults()).length).toBeGreaterThan(0);
	expect(() => withTable('no marks', {})).toThrow('lacks its marks');
});

test('a row names the rounds by their median, and the lowest and highest ratio of one', () => {
	const rival = { name: 'others', values: [10, 10, 40] };
	expect(lineOf(ratioRow('Deals', 'a second', [50, 20, 40], rival, 'goal 3'))).toBe(
		'Deals: 40 a second; others: 10; ratio 2.0 (1.0 to 5.0); goal 3',
	);
	expect(lineOf(ratioRow('Once', 'ms', [4.25], { name: 'others', values: [8.5] }))).toBe(
		'Once: 4.3 ms; others: 8.5; ratio 0.50',
	);
	expect(lineOf({ what: 'Reports', unit: 'reports', ours: 1, limit: 'one' })).toBe(
		'Reports: 1 reports; one',
	);
});

test('a row of counts names both, and no ratio to none', () => {
	const rival = { name: "n8n's own", count: 0, of: 1200 };
	expect(lineOf({ what: 'Marked', ours: { count: 1000, of: 1200 }, rival })).toBe(
		"Marked: 1,000 of 1,200; n8n's own: 0 of 1,200",
	);
});

describe('npm run bench', () => {
	const NAMES = ['deal-move', 'events', 'memory'];

	test.each([
		[[], NAMES],
		[
			['memory', 'deal-move'],
			['deal-move', 'memory'],
		],
		[['events', '--quick'], ['events']],
	])('%j measures %j', (args, rows) => {
		expect(parseOptions(args, NAMES).rows).toEqual(rows);
	});

	test.each([
		[
			['event'],
			"Unexpected argument 'event'; allowed are deal-move, events, memory, --quick, --help.",
		],
		[
			['--fast'],
			"Unknown option '--fast'; allowed are deal-move, events, memory, --quick, --help.",
		],
	])('refuses %j', (args, sentence) => {
		expect(() => parseOptions(args, NAMES)).toThrow(sentence);
	});
});
