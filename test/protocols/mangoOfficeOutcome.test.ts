import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { callEnding, type OutcomeRule } from '../../protocols/mangoOffice/outcome/rules';
import { CALL_ENDINGS, TASK_ENDINGS, type Ending } from '../../protocols/mangoOffice/outcome/table';

// docs/protocols/mango-office.md#result-codes: what the client's leg ends with, when nobody talked.
const CODES: Array<[codes: number[], client: string, employee: string, incoming: string]> = [
	[[1000, 1001, 1100, 1300], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1110], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[1111], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1120, 1121, 1122, 1123, 1124], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1125], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1130, 1131, 1132, 1133, 1134, 1135], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1140, 1150, 1151, 1152], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1160, 1161, 1162, 1163, 1164], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[1171], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[1170, 1180, 1181, 1182, 1183], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1190, 1191, 1192], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1193], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1200], 'NEUTRAL', 'NEUTRAL', 'NEUTRAL'],
	[[1310, 1311, 1312, 1313], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
	[[1314], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[2240, 3100, 4001, 4501, 5008], 'NEUTRAL', 'NEUTRAL', 'NEGATIVE'],
	[[3200, 4200], 'NEGATIVE', 'NEUTRAL', 'NEGATIVE'],
];

describe('the table', () => {
	test.each(CODES.flatMap(([codes, ...outcomes]) => codes.map((code) => [code, ...outcomes])))(
		'%i: client %s, employee %s, incoming %s',
		(code, ...outcomes) => {
			expect(
				(['client', 'employee', 'incoming'] as const).map(
					(side) => callEnding(Number(code), side, []).outcome,
				),
			).toEqual(outcomes);
		},
	);

	test.each([
		[1090, 1000],
		[1105, 1100],
		[1119, 1110],
		[1129, 1120],
		[1136, 1130],
		[1145, 1140],
		[1169, 1160],
		[1199, 1190],
		[1290, 1200],
		[1319, 1310],
		[1399, 1300],
		[2219, 2000],
		[3299, 3200],
		[4299, 4200],
		[5300, 5000],
	])('the unknown %i counts as %i', (code, known) => {
		expect(callEnding(code, 'client', [])).toEqual(CALL_ENDINGS[known].client);
		expect(callEnding(code, 'incoming', [])).toEqual(CALL_ENDINGS[known].incoming);
	});

	test('codes of no class', () => {
		expect(callEnding(7777, 'client', [])).toEqual({
			outcome: 'NEUTRAL',
			reason: 'Unknown reason',
		});
		expect(callEnding(-1, 'incoming', [])).toEqual({
			outcome: 'NEGATIVE',
			reason: 'Nobody answered',
		});
	});

	test('an employee who is rung before the client never makes more than NEUTRAL', () => {
		for (const { employee: ending } of Object.values(CALL_ENDINGS))
			expect(ending.outcome).toBe('NEUTRAL');
		for (const { reason } of Object.values(TASK_ENDINGS)) expect(reason).not.toBe('');
	});
});

describe("the user's rules", () => {
	const rule = (
		code: number,
		outcome: OutcomeRule['outcome'],
		appliesTo: OutcomeRule['appliesTo'] = 'any',
	): OutcomeRule => ({ appliesTo, code, outcome });

	test('go before the table, and keep its words', () => {
		const rules = [rule(1121, 'NEUTRAL')];
		expect(callEnding(1121, 'client', rules)).toEqual({
			outcome: 'NEUTRAL',
			reason: 'Client busy',
		});
		expect(callEnding(1111, 'client', rules).outcome).toBe('NEGATIVE');
	});

	test('may be for one side only', () => {
		const rules = [rule(1121, 'NEGATIVE', 'employee')];
		expect(callEnding(1121, 'employee', rules).outcome).toBe('NEGATIVE');
		expect(
			callEnding(1121, 'client', [
				rule(1121, 'POSITIVE', 'incoming'),
				rule(1121, 'POSITIVE', 'task'),
			]).outcome,
		).toBe('NEGATIVE');
	});

	test('the later one counts', () => {
		expect(
			callEnding(1121, 'client', [rule(1121, 'POSITIVE'), rule(1121, 'NEUTRAL')]).outcome,
		).toBe('NEUTRAL');
	});

	test('for a class hold for its codes that have no line of their own', () => {
		const rules = [rule(1130, 'NEUTRAL')];
		expect(
			[1130, 1131, 1139, 1133].map((code) => callEnding(code, 'client', rules).outcome),
		).toEqual(['NEUTRAL', 'NEUTRAL', 'NEUTRAL', 'NEGATIVE']);
	});
});

describe('docs/outcomes.md', () => {
	const rows = readFileSync(resolve(__dirname, '../../docs/outcomes.md'), 'utf8')
		.split('\n')
		.filter((line) => /^\| \d/.test(line));

	const cell = ({ outcome, reason }: Ending) => `${outcome}: ${reason}`;

	test('tells the table as it is', () => {
		const calls = Object.entries(CALL_ENDINGS).map(
			([code, { client, employee, incoming }]) =>
				`| ${code} | ${[client, employee, incoming].map(cell).join(' | ')} |`,
		);
		const tasks = Object.entries(TASK_ENDINGS).map(
			([reason, ending]) => `| ${reason} | ${cell(ending)} |`,
		);
		expect(rows).toEqual([...calls, ...tasks]);
	});
});
