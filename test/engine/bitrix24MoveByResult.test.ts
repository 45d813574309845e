import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

const RULES = [
	{ pipeline: '0', successStage: 'PREPARATION', failureStage: 'LOSE', neutralStage: '' },
	{ pipeline: 'other', successStage: '@success', failureStage: '@failure', neutralStage: '@first' },
];

function row(pipeline: string, successStage = '', failureStage = '', neutralStage = '') {
	return { pipeline, successStage, failureStage, neutralStage };
}

async function move(
	json: INodeExecutionData['json'] | Array<INodeExecutionData['json']>,
	parameters: INodeParameters = {},
	options: Partial<RunOptions> = {},
) {
	return await bitrix24.run(
		{ operation: 'moveByResult', rules: { rule: RULES }, ...parameters },
		json,
		options,
	);
}

describe('one deal', () => {
	test('moves to the stage of its pipeline and result, and the item tells all about it', async () => {
		const { outputs, error } = await move({ dealId: 12, result: 'POSITIVE' });
		expect(error).toBeUndefined();
		expect(outputs).toEqual([
			[
				{
					json: {
						dealId: 12,
						title: 'Подключение телефонии',
						pipeline: { id: 0, name: 'Общая' },
						previousStage: { id: 'NEW', name: 'Новая' },
						stage: { id: 'PREPARATION', name: 'Подготовка документов' },
						moved: true,
						result: 'POSITIVE',
					},
					pairedItem: { item: 0 },
				},
			],
		]);
		expect(bitrix24.portal.deal(12)?.stageId).toBe('PREPARATION');
	});

	test.each([
		[{ outcome: 'NEGATIVE' }, 'LOSE', 'NEGATIVE'],
		[{ outcome: 'NEGATIVE', result: null }, 'LOSE', 'NEGATIVE'],
		[{ outcome: 'NEGATIVE', result: 'POSITIVE' }, 'PREPARATION', 'POSITIVE'],
	])('%j: without a result it goes by the outcome of a call', async (fields, stageId, result) => {
		const { outputs } = await move({ dealId: 12, ...fields });
		expect(outputs[0][0].json).toMatchObject({ moved: true, result });
		expect(bitrix24.portal.deal(12)?.stageId).toBe(stageId);
	});

	test('an error about the result names the outcome too', async () => {
		const { error } = await move({ dealId: 12, outcome: 'x' });
		expect(error?.description).toBe(
			"Allowed, in capital letters: POSITIVE, NEGATIVE, NEUTRAL. Without a 'result', 'outcome' is taken.",
		);
	});

	test('costs two HTTP requests, one to read and one to write', async () => {
		await move({ dealId: 12, result: 'POSITIVE' });
		expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual(['batch', 'batch']);
		expect(bitrix24.writes()).toHaveLength(1);
	});

	test.each([
		['NEGATIVE', 'LOSE'],
		['POSITIVE', 'PREPARATION'],
	])('%s goes to %s', async (result, stageId) => {
		await move({ dealId: 12, result });
		expect(bitrix24.portal.deal(12)?.stageId).toBe(stageId);
	});

	test('deal and result can be set by hand', async () => {
		const { outputs } = await move({}, { dealFrom: 'parameter', dealId: '12', result: 'NEGATIVE' });
		expect(outputs[0][0].json).toMatchObject({
			dealId: 12,
			result: 'NEGATIVE',
			stage: { id: 'LOSE' },
		});
	});

	test.each([
		['POSITIVE', 'C9:WON'],
		['NEGATIVE', 'C9:LOSE'],
		['NEUTRAL', 'C9:NEW'],
	])('%s in a pipeline without a row of its own goes to %s', async (result, stageId) => {
		const deal = bitrix24.portal.addDeal({ categoryId: 9, stageId: 'C9:UC_NYL06U' });
		const { outputs } = await move({ dealId: deal.id, result });
		expect(outputs[0][0].json).toMatchObject({
			moved: true,
			pipeline: { id: 9 },
			stage: { id: stageId },
		});
		expect(bitrix24.portal.deal(deal.id)?.stageId).toBe(stageId);
	});

	test('a row of its own goes before the row of all others', async () => {
		const deal = bitrix24.portal.addDeal({ categoryId: 9, stageId: 'C9:NEW' });
		await move(
			{ dealId: deal.id, result: 'POSITIVE' },
			{ rules: { rule: [RULES[1], row('9', 'C9:UC_KN8KFI')] } },
		);
		expect(bitrix24.portal.deal(deal.id)?.stageId).toBe('C9:UC_KN8KFI');
	});
});

describe('a deal that stays', () => {
	test('is already there: nothing is written', async () => {
		bitrix24.portal.setDeal(12, { stageId: 'PREPARATION' });
		const { outputs } = await move({ dealId: 12, result: 'POSITIVE' });
		expect(outputs[0][0].json).toMatchObject({
			moved: false,
			reason: 'alreadyThere',
			stage: { id: 'PREPARATION', name: 'Подготовка документов' },
		});
		expect(bitrix24.writes()).toEqual([]);
	});

	test.each([
		['noStage', 'the cell is empty', [row('0', 'PREPARATION')]],
		['noRule', 'the pipeline has no row', [row('9', 'C9:WON')]],
	])('%s: %s', async (reason, _why, rule) => {
		const { outputs } = await move({ dealId: 12, result: 'NEUTRAL' }, { rules: { rule } });
		expect(outputs[0][0].json).toMatchObject({
			moved: false,
			reason,
			stage: { id: 'NEW' },
			result: 'NEUTRAL',
		});
		expect(bitrix24.writes()).toEqual([]);
	});

	test('is an error when the user wants it so', async () => {
		const { error } = await move({ dealId: 12, result: 'NEUTRAL' }, { noRule: 'error' });
		expect(error?.message).toBe("The table 'Rules' has no stage for NEUTRAL in pipeline 'Общая'");
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});

	test('rows that are wholly empty are passed over', async () => {
		const { outputs } = await move(
			{ dealId: 12, result: 'POSITIVE' },
			{ rules: { rule: [row(''), ...RULES] } },
		);
		expect(outputs[0][0].json).toMatchObject({ moved: true });
	});
});

describe('bad input', () => {
	test.each([
		[{ result: 'POSITIVE' }, {}, "The incoming item's field 'dealId' was not there"],
		[{ dealId: 'x', result: 'POSITIVE' }, {}, "The incoming item's field 'dealId' was \"x\""],
		[{ dealId: -1, result: 'POSITIVE' }, {}, "The incoming item's field 'dealId' was -1"],
		[{ dealId: [12], result: 'POSITIVE' }, {}, "The incoming item's field 'dealId' was [12]"],
		[{ dealId: 12 }, {}, "The incoming item's field 'result', or else 'outcome', was not there"],
		[{ dealId: 12, outcome: 'Talked' }, {}, "The incoming item's field 'outcome' was \"Talked\""],
		[
			{ dealId: 12, result: 'OK', outcome: 'POSITIVE' },
			{},
			"The incoming item's field 'result' was \"OK\"",
		],
		[{ dealId: 12, result: 'positive' }, {}, "The incoming item's field 'result' was \"positive\""],
		[
			{},
			{ dealFrom: 'parameter', dealId: 'DEAL_12', result: 'POSITIVE' },
			'\'Deal\' was "DEAL_12"',
		],
		[
			{ dealId: 12, result: 'POSITIVE' },
			{ rules: {} },
			"The table 'Rules' is empty. Add a row for a pipeline.",
		],
		[
			{ dealId: 12, result: 'POSITIVE' },
			{ rules: { rule: [row('0', 'WON'), row('0', 'LOSE')] } },
			"The table 'Rules' has two rows for pipeline '0'. Keep one.",
		],
		[
			{ dealId: 12, result: 'POSITIVE' },
			{ rules: { rule: [row('', 'WON')] } },
			"A row of the table 'Rules' has the pipeline ''. Choose one from the list, or give its ID, or 'other'.",
		],
	])('%j %j', async (json, parameters, message) => {
		const { error } = await move(json as INodeExecutionData['json'], parameters as INodeParameters);
		expect(error?.message).toBe(message);
		expect(bitrix24.writes()).toEqual([]);
	});

	test('a stage of another pipeline is caught before the write that Bitrix24 would drop silently', async () => {
		const { error } = await move(
			{ dealId: 12, result: 'POSITIVE' },
			{ rules: { rule: [row('0', 'C9:WON')] } },
		);
		expect(error?.message).toMatch(
			/^Pipeline 'Общая' has no stage 'C9:WON'\. Its stages: Новая \(NEW\), /,
		);
		expect(bitrix24.writes()).toEqual([]);
	});

	test('a deal that does not exist', async () => {
		const { error } = await move({ dealId: 999999, result: 'POSITIVE' });
		expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
		expect(error?.description).toContain('Check the deal ID');
	});
});

describe('the rule table', () => {
	test.each([
		['a number', '={{ 0 }}'],
		['spaces around it', '={{ " 0 " }}'],
		['zeros before it', '00'],
		['a number of the item', '={{ $json.pipeline }}'],
	])('knows a pipeline by %s', async (_how, pipeline) => {
		const rule = [row(pipeline, 'PREPARATION'), row('={{ " other " }}')];
		const { outputs, error } = await move(
			{ dealId: 12, result: 'POSITIVE', pipeline: 0 },
			{ rules: { rule }, noRule: 'error' },
		);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ moved: true, stage: { id: 'PREPARATION' } });
	});

	test.each([
		['={{ -1 }}', "A row of the table 'Rules' has the pipeline '-1'."],
		['={{ 0.5 }}', "A row of the table 'Rules' has the pipeline '0.5'."],
		['Общая', "A row of the table 'Rules' has the pipeline 'Общая'."],
		['Other', "A row of the table 'Rules' has the pipeline 'Other'."],
		['={{ [0] }}', "A row of the table 'Rules' has the pipeline [0]."],
		['={{ true }}', "A row of the table 'Rules' has the pipeline true."],
		['={{ $json.nothing }}', "A row of the table 'Rules' has the pipeline ''."],
	])('%s is no pipeline, and not passed over', async (pipeline, message) => {
		const { error } = await move(
			{ dealId: 12, result: 'POSITIVE' },
			{ rules: { rule: [row(pipeline, 'WON')] } },
		);
		expect(error?.message).toContain(message);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([
		['={{ $json.nothing }}', { moved: false, reason: 'noStage' }],
		['={{ " WON " }}', { moved: true, stage: { id: 'WON', name: 'Сделка успешна' } }],
	])('a stage that is %s', async (stage, expected) => {
		const rule = [{ pipeline: '0', successStage: stage, failureStage: 'LOSE', neutralStage: '' }];
		const { outputs } = await move({ dealId: 12, result: 'POSITIVE' }, { rules: { rule } });
		expect(outputs[0][0].json).toMatchObject(expected);
	});

	test('a stage that is no text is named', async () => {
		const { error } = await move(
			{ dealId: 12, result: 'POSITIVE' },
			{ rules: { rule: [row('0', '={{ {} }}')] } },
		);
		expect(error?.message).toBe(
			"A row of the table 'Rules' has the successful stage {}. It must be a text or a number.",
		);
	});

	test('is read for each item', async () => {
		const rule = [row('0', '={{ $json.stage }}')];
		const items = [
			{ dealId: 12, result: 'POSITIVE', stage: 'PREPARATION' },
			{ dealId: 15, result: 'POSITIVE', stage: 'WON' },
		];
		bitrix24.portal.setDeal(15, { categoryId: 0, stageId: 'NEW' });
		await move(items, { rules: { rule } });
		expect([12, 15].map((id) => bitrix24.portal.deal(id)?.stageId)).toEqual(['PREPARATION', 'WON']);
	});

	test('that is bad for one item does not harm the others with "continue"', async () => {
		const rule = [row('={{ $json.pipeline }}', 'WON')];
		const items = [
			{ dealId: 12, result: 'POSITIVE', pipeline: 'x' },
			{ dealId: 12, result: 'POSITIVE', pipeline: 0 },
		];
		const { outputs } = await move(
			items,
			{ rules: { rule } },
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.moved)).toEqual([
			expect.stringContaining("has the pipeline 'x'"),
			true,
		]);
	});
});

test('a robot that moves the deal on to another pipeline: that one is told', async () => {
	const categories = [
		{ id: 0, name: 'Общая', sort: 100 },
		{ id: 9, name: 'Обзвон', sort: 200 },
	];
	const stages = [
		{ STATUS_ID: 'PREPARATION', NAME: 'Подготовка', SEMANTICS: null },
		{ STATUS_ID: 'NEW', NAME: 'Новая', SEMANTICS: null },
	];
	const item = { id: 12, title: 'Сделка', categoryId: 0, stageId: 'NEW' };
	const answer = (result: object) =>
		bitrix24.portal.answerNext({ body: { result: { result, result_error: [] } } });
	answer({ c0: { categories }, c1: stages, c2: { item } });
	answer({ c0: { item: { ...item, categoryId: 9, stageId: 'C9:UC_CALL01' } } });
	const { outputs, error } = await move(
		{ dealId: 12, result: 'POSITIVE' },
		{ rules: { rule: [row('0', 'PREPARATION')] } },
	);
	expect(error).toBeUndefined();
	expect(outputs[0][0].json).toMatchObject({
		moved: true,
		previousPipeline: { id: 0, name: 'Общая' },
		pipeline: { id: 9, name: 'Обзвон' },
		stage: { id: 'C9:UC_CALL01', name: 'Звонок клиенту' },
	});
});

describe('many deals', () => {
	const items = (count: number) =>
		Array.from({ length: count }, () => ({
			dealId: bitrix24.portal.addDeal({ categoryId: 0, stageId: 'NEW' }).id,
			result: 'POSITIVE',
		}));

	test('100 deals move in few requests, each output item paired with its input', async () => {
		const deals = items(100);
		const { outputs } = await move(deals);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			deals.map((_, item) => ({ item })),
		);
		expect(outputs[0].map(({ json }) => json.dealId)).toEqual(deals.map(({ dealId }) => dealId));
		expect(outputs[0].every(({ json }) => json.moved === true)).toBe(true);
		expect(
			deals.every(({ dealId }) => bitrix24.portal.deal(dealId)?.stageId === 'PREPARATION'),
		).toBe(true);
		expect(bitrix24.portal.requests).toHaveLength(1 + 2);
	});

	test('the same deal twice is moved twice, in order', async () => {
		const { outputs } = await move([
			{ dealId: 12, result: 'POSITIVE' },
			{ dealId: 12, result: 'NEGATIVE' },
		]);
		expect(outputs[0].map(({ json }) => [json.previousStage, json.stage])).toMatchObject([
			[{ id: 'NEW' }, { id: 'PREPARATION' }],
			[{ id: 'PREPARATION' }, { id: 'LOSE' }],
		]);
		expect(bitrix24.portal.deal(12)?.stageId).toBe('LOSE');
	});

	test.each([
		['the second has no such stage', { stage: 'GHOST' }, {}],
		['the second has no result', { result: 'HELLO' }, {}],
		['the second may not stay', { result: 'NEUTRAL' }, { noRule: 'error' }],
	])('the same deal twice, and %s: nothing is written', async (_why, second, parameters) => {
		const rule = [row('0', '={{ $json.stage }}')];
		const item = { dealId: 12, result: 'POSITIVE', stage: 'PREPARATION' };
		const { error } = await move([item, { ...item, ...second }], {
			rules: { rule },
			...parameters,
		});
		expect(error?.context).toMatchObject({ itemIndex: 1 });
		expect(bitrix24.writes()).toEqual([]);
		expect(bitrix24.portal.deal(12)?.stageId).toBe('NEW');
	});

	test('the same deal twice with "continue": the bad one does not harm the other', async () => {
		const rule = [row('0', '={{ $json.stage }}')];
		const item = { dealId: 12, result: 'POSITIVE', stage: 'PREPARATION' };
		const { outputs } = await move(
			[item, { ...item, stage: 'GHOST' }, { ...item, stage: 'WON' }],
			{ rules: { rule } },
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0].map(({ json }) => json.moved ?? json.error)).toEqual([
			true,
			expect.stringContaining("has no stage 'GHOST'"),
			true,
		]);
		expect(bitrix24.portal.deal(12)?.stageId).toBe('WON');
	});

	test('one bad item keeps all from moving, so that nothing is half done', async () => {
		const deals = [...items(2), { dealId: 0, result: 'POSITIVE' }];
		const { error } = await move(deals);
		expect(error?.context).toMatchObject({ itemIndex: 2 });
		expect(bitrix24.writes()).toEqual([]);
	});

	test('with "continue on fail" the bad items do not harm the others', async () => {
		const [first, last] = items(2);
		bitrix24.portal.failCommand('crm.item.update', {
			error: '',
			error_description: 'Недостаточно прав',
		});
		const { outputs, error } = await move(
			[
				first,
				{ dealId: 'x', result: 'POSITIVE' },
				{ dealId: 999999, result: 'POSITIVE' },
				{ dealId: 12, result: 'HELLO' },
				last,
			],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => json.error ?? json.moved)).toEqual([
			'Bitrix24 refused the request: Недостаточно прав',
			"The incoming item's field 'dealId' was \"x\"",
			expect.stringMatching(/^Bitrix24 has no such deal/),
			"The incoming item's field 'result' was \"HELLO\"",
			true,
		]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		expect(bitrix24.portal.deal(first.dealId)?.stageId).toBe('NEW');
		expect(bitrix24.portal.deal(last.dealId)?.stageId).toBe('PREPARATION');
	});
});

test('a stage that Bitrix24 drops without a word is found out afterwards', async () => {
	// The portal's stages change between the reading and the writing: GHOST is gone when it is written.
	const stages = [
		{ STATUS_ID: 'GHOST', NAME: 'Призрак', SEMANTICS: null },
		{ STATUS_ID: 'NEW', NAME: 'Новая', SEMANTICS: null },
	];
	bitrix24.portal.answerNext({
		body: {
			result: {
				result: {
					c0: { categories: [{ id: 0, name: 'Общая', sort: 100 }] },
					c1: stages,
					c2: { item: { id: 12, title: 'Сделка', categoryId: 0, stageId: 'NEW' } },
				},
				result_error: [],
			},
		},
	});
	const { error } = await move(
		{ dealId: 12, result: 'POSITIVE' },
		{ rules: { rule: [row('0', 'GHOST')] } },
	);
	expect(bitrix24.writes()).toHaveLength(1);
	expect(error?.message).toBe(
		"Bitrix24 reported success but left deal 12 at 'Новая' (NEW) instead of 'Призрак' (GHOST)",
	);
	expect(error?.description).toContain('rights');
});
