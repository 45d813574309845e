import { checkRules, findCell, stageOf } from '../../nodes/Bitrix24/moveRules';

describe('the rule table', () => {
	const row = (pipeline: string, successStage = '', failureStage = '', neutralStage = '') => ({
		pipeline,
		successStage,
		failureStage,
		neutralStage,
	});
	const stages = [
		{ id: 'C9:NEW', name: 'Новая', semantics: 'P' as const },
		{ id: 'C9:WON', name: 'Успех', semantics: 'S' as const },
		{ id: 'C9:LOSE', name: 'Провал', semantics: 'F' as const },
		{ id: 'C9:APOLOGY', name: 'Анализ', semantics: 'F' as const },
	];
	const pipeline = { id: 9, name: 'Обзвон', stages };

	test.each([
		['POSITIVE', { cell: 'C9:WON' }],
		['NEGATIVE', { reason: 'noStage' }],
		['NEUTRAL', { cell: 'C9:NEW' }],
	] as const)('%s takes the cell of its column', (result, expected) => {
		expect(findCell([row('9', 'C9:WON', '', 'C9:NEW')], 9, result)).toEqual(expected);
	});

	test('a row of its own hides the row of all others, even where it is empty', () => {
		expect(
			findCell([row('other', '@success', '@failure'), row('9', 'C9:WON')], 9, 'NEGATIVE'),
		).toEqual({ reason: 'noStage' });
		expect(
			findCell([row('other', '@success', '@failure'), row('9', 'C9:WON')], 7, 'NEGATIVE'),
		).toEqual({ cell: '@failure' });
		expect(findCell([row('9', 'C9:WON')], 7, 'NEGATIVE')).toEqual({ reason: 'noRule' });
	});

	test.each(['constructor', 'toString', '__proto__'])(
		'%s, which every object has, is no stage',
		(cell) => {
			expect(() => stageOf(pipeline, cell)).toThrow(`has no stage '${cell}'`);
		},
	);

	test.each([
		['@success', 'C9:WON'],
		['@failure', 'C9:LOSE'],
		['@first', 'C9:NEW'],
		['C9:APOLOGY', 'C9:APOLOGY'],
	])('the cell %s stands for %s', (cell, id) => {
		expect(stageOf(pipeline, cell).id).toBe(id);
	});

	test('a stage that the pipeline does not have is an error that lists those it has', () => {
		expect(() => stageOf(pipeline, 'WON')).toThrow(
			"Pipeline 'Обзвон' has no stage 'WON'. Its stages: Новая (C9:NEW), Успех (C9:WON)",
		);
		expect(() => stageOf({ ...pipeline, stages: [] }, '@success')).toThrow(
			"has no stage for 'The Success Stage'. Its stages: none.",
		);
	});

	test('a table without a single rule is an error', () => {
		expect(() => checkRules([row('')])).toThrow("The table 'Rules' is empty");
	});
});
