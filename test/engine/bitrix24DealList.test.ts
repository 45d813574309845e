import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Items = INodeExecutionData['json'] | Array<INodeExecutionData['json']>;
type Condition = [field: string, operator: string, value: unknown];

const find = (
	conditions: Condition[] = [],
	more: INodeParameters = {},
	json: Items = {},
	options: Partial<RunOptions> = {},
) => {
	const condition = conditions.map(([field, operator, value]) => ({
		field,
		operator,
		value: { __rl: true, mode: 'text', value },
	})) as unknown as INodeParameters[];
	return bitrix24.run({ operation: 'getAll', filters: { condition }, ...more }, json, options);
};

const idsOf = (outputs: INodeExecutionData[][]) => outputs[0].map(({ json }) => json.dealId);
const lists = () =>
	bitrix24.portal.requests.flatMap(({ commands = [] }) =>
		commands
			.filter((command) => command.startsWith('crm.item.list'))
			.map((command) => decodeURIComponent(command)),
	);

test('the newest first, with the names of pipelines and stages, as Get gives them', async () => {
	const { outputs, error } = await find();
	expect(error).toBeUndefined();
	expect(idsOf(outputs)).toEqual([36, 33, 31, 28, 27, 24, 21, 18, 15, 12]);
	const { outputs: got } = await bitrix24.run({ operation: 'get' }, { dealId: 36 });
	expect(outputs[0][0].json).toEqual(got[0][0].json);
});

test('all fields as Bitrix24 has them', async () => {
	const { outputs } = await find([], { simplify: false, limit: 1 });
	expect(outputs[0][0].json).toMatchObject({ id: 36, stageId: 'C12:UC_DIAG01', contactIds: [8] });
	expect(bitrix24.portal.requests).toHaveLength(1);
});

describe('conditions', () => {
	beforeEach(() => {
		const userFields = { UF_CRM_1720019876536: '3496', UF_CRM_1720019876539: 'Y' };
		bitrix24.portal.setDeal(12, { userFields });
		bitrix24.portal.setDeal(15, { isRecurring: true });
	});

	test.each<[Condition[], number[]]>([
		[[['stageId', 'equals', 'C9:NEW']], [28, 27]],
		[[['stageId', 'equals', 'Обзвон: Новая']], [28, 27]],
		[[['categoryId', 'equals', 'Сервис']], [36, 33]],
		[[['title', 'contains', 'звон']], [28]],
		[[['title', 'notContains', 'о']], [27]],
		[[['opportunity', 'greater', '175000']], [21]],
		[[['opportunity', 'greaterOrEqual', 175000]], [27, 21]],
		[[['opportunity', 'less', '23500']], [33]],
		[[['opportunity', 'lessOrEqual', '23500']], [36, 33]],
		[[['assignedById', 'anyOf', '9, 7']], [31, 28, 18]],
		[[['assignedById', 'anyOf', [9]]], [31]],
		[[['assignedById', 'noneOf', '1,6,7']], [36, 33, 31]],
		[
			[
				['categoryId', 'notEqual', '0'],
				['assignedById', 'equals', '8'],
			],
			[36, 33],
		],
		[[['ufCrm_1720019876536', 'equals', 'высокий, срочно']], [12]],
		[[['UF_CRM_1720019876536', 'equals', '3496']], [12]],
		[
			[
				['id', 'greater', '28'],
				['id', 'less', '36'],
			],
			[33, 31],
		],
		[[['createdTime', 'less', '2026-11-03T00:00:00Z']], [21]],
		[[['contactIds', 'equals', 6]], [31, 24]],
		[[['isRecurring', 'equals', 'true']], [15]],
		[[['ufCrm_1720019876539', 'equals', true]], [12]],
		[[['ufCrm_1720019876539', 'anyOf', 'Y, N']], [12]],
		[[['title', 'equals', 'нет такой']], []],
	])('%j', async (conditions, expected) => {
		const { outputs, error } = await find(conditions);
		expect(error).toBeUndefined();
		expect(idsOf(outputs)).toEqual(expected);
	});

	test('a value may be a plain text, as a model gives it', async () => {
		const { outputs } = await bitrix24.run({
			operation: 'getAll',
			filters: { condition: [{ field: 'title', operator: 'contains', value: 'звон' }] },
		});
		expect(idsOf(outputs)).toEqual([28]);
	});

	test.each<[Condition[], string, RegExp]>([
		[[['title', 'equals', '']], '\'Название\' was ""', /find everything/],
		[[['title', 'contains', ' ']], '\'Название\' was " "', /must not be empty/],
		[[['assignedById', 'anyOf', ' , ']], '\'Ответственный\' was " , "', /find everything/],
		[[['assignedById', 'equals', null]], "'Ответственный' was null", /find everything/],
		[[['opportunity', 'greater', 'много']], '\'Сумма\' was "много"', /a number such as/],
		[[['createdTime', 'less', '3 ноября']], '\'Создан\' was "3 ноября"', /a date and time/],
		[[['stageId', 'equals', 'OLD']], '\'Стадия\' was "OLD"', /NEW \(Общая: Новая\)/],
		[[['', 'equals', 'x']], 'The field of a condition in \'Filters\' was ""', /from the list/],
		[
			[['nosuch', 'equals', 'x']],
			'The field of a condition in \'Filters\' was "nosuch"',
			/from the list/,
		],
		[
			[['title', 'constructor', 'x']],
			'The operator for \'Название\' was "constructor"',
			/contains/,
		],
		[[['title', 'like', 'x']], 'The operator for \'Название\' was "like"', /contains/],
		[
			[
				['title', 'contains', 'a'],
				['title', 'contains', 'b'],
			],
			"'Название' has two conditions of the same kind",
			/one of them only/,
		],
	])('%j', async (conditions, message, advice) => {
		const { error } = await find(conditions);
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(advice);
		expect(lists()).toEqual([]);
	});
});

describe('paging', () => {
	const addDeals = (count: number) =>
		Array.from({ length: count }, () => bitrix24.portal.addDeal({ stageId: 'EXECUTING' }).id);

	test.each([
		[{ sortDirection: 'ASC' }, (ids: number[]) => ids],
		[{ sortDirection: 'DESC' }, (ids: number[]) => [...ids].reverse()],
		[{ sortBy: 'opportunity', sortDirection: 'ASC' }, (ids: number[]) => ids],
	])('all of 130 with %j', async (more, order) => {
		const ids = [21, ...addDeals(129)];
		bitrix24.portal.setDeal(21, { opportunity: -1 });
		const { outputs } = await find([['stageId', 'equals', 'EXECUTING']], {
			returnAll: true,
			...more,
		});
		expect(idsOf(outputs)).toEqual(order(ids));
	});

	test('by the ID nothing is counted, and the pages come in few requests, each after the one before', async () => {
		const ids = [21, ...addDeals(419)];
		const { outputs } = await find([['stageId', 'equals', 'EXECUTING']], {
			returnAll: true,
			simplify: false,
			sortDirection: 'ASC',
		});
		expect(outputs[0].map(({ json }) => json.id)).toEqual(ids);
		expect(lists().every((command) => command.includes('start=-1'))).toBe(true);
		expect(lists()[1]).toContain(`filter[>id]=${ids[49]}`);
		expect(lists()[2]).toContain('filter[>id]=$result[c0][items][49][id]');
		// The fields, the pipelines and their stages; then one page, four, and the rest.
		expect(bitrix24.portal.requests).toHaveLength(3 + 3);
	});

	describe('a page that does not go on where the one before ended', () => {
		const page = (from: number, count = 50) => ({
			items: Array.from({ length: count }, (_, i) => ({ id: from + i })),
		});
		const answer = (result: object, result_error: object = []) =>
			bitrix24.portal.answerNext({ body: { result: { result, result_error } } });
		const all = () => find([], { returnAll: true, simplify: false, sortDirection: 'ASC' });

		test.each([
			['begins anew', page(1)],
			['is the same', page(51)],
			['is none', { items: 'x' }],
		])('%s: it is asked for again by itself', async (_, odd) => {
			answer({ c0: page(1) });
			answer({ c0: page(51), c1: odd, c2: page(1), c3: page(1) });
			answer({ c0: page(101, 10) });
			const { outputs, error } = await all();
			expect(error).toBeUndefined();
			expect(outputs[0].map(({ json }) => json.id)).toEqual(
				Array.from({ length: 110 }, (__, i) => i + 1),
			);
			expect(lists().at(-1)).toContain('filter[>id]=100');
		});

		test('an error of it counts when it comes again', async () => {
			answer({ c0: page(1) });
			answer({ c0: page(51) }, { c1: { error: 'INVALID_ARG_VALUE', error_description: 'x' } });
			answer([], { c0: { error: 'ACCESS_DENIED', error_description: '' } });
			expect((await all()).error?.message).toBe('Bitrix24 denied access');
		});

		test('what comes after a short page is nothing', async () => {
			answer({ c0: page(1) });
			answer({ c0: page(51, 3), c1: page(1), c2: page(1), c3: page(1) });
			expect((await all()).outputs[0]).toHaveLength(53);
		});
	});

	test.each([
		[49, 1],
		[50, 1],
		[51, 2],
		[100, 2],
	])('no more pages than %i deals need', async (limit, pages) => {
		addDeals(130);
		const { outputs } = await find([], { limit });
		expect(outputs[0]).toHaveLength(limit);
		expect(lists()).toHaveLength(pages);
	});

	test('a last page that is full is asked after', async () => {
		const ids = addDeals(50);
		const { outputs } = await find([['id', 'greaterOrEqual', ids[0]]], { returnAll: true });
		expect(outputs[0]).toHaveLength(50);
		expect(lists()[1]).toContain(`filter[<id]=${ids[0]}`);
	});

	test('the lists of many items share requests', async () => {
		addDeals(60);
		const items = Array.from({ length: 30 }, (_, i) => ({ stage: i % 2 ? 'EXECUTING' : 'WON' }));
		const { outputs } = await find(
			[['stageId', 'equals', '={{ $json.stage }}']],
			{ returnAll: true, simplify: false },
			items,
		);
		expect(outputs[0]).toHaveLength(15 * 1 + 15 * 61);
		expect(outputs[0][1].pairedItem).toEqual({ item: 1 });
		// The fields, the pipelines and their stages; then two pages of each list at once.
		expect(bitrix24.portal.requests).toHaveLength(5);
	});

	test('a portal that passes over the condition does not keep the node for ever', async () => {
		const page = Array.from({ length: 50 }, (_, i) => ({ id: i + 1 }));
		for (let i = 0; i < 2; i += 1)
			bitrix24.portal.answerNext({
				body: { result: { result: { c0: { items: page } }, result_error: [] } },
			});
		const { error } = await find([], { returnAll: true, simplify: false });
		expect(error?.message).toBe('Bitrix24 gave the same page of a list again');
	});

	test('a row that cannot be read does not pass for the end of the list', async () => {
		const page = Array.from({ length: 50 }, (_, i) => (i === 7 ? { title: 'x' } : { id: i + 1 }));
		bitrix24.portal.answerNext({
			body: { result: { result: { c0: { items: page } }, result_error: [] } },
		});
		const { error } = await find([], { returnAll: true, simplify: false });
		expect(error?.message).toBe('Bitrix24 answered in a form that this node does not know');
	});
});

describe('failures', () => {
	test('of a later page', async () => {
		Array.from({ length: 60 }, () => bitrix24.portal.addDeal({}));
		bitrix24.portal.failCommand('crm.item.list', { error: 'ACCESS_DENIED', error_description: '' });
		const { error } = await find([], { returnAll: true });
		expect(error?.message).toBe('Bitrix24 denied access');
	});

	test('of one item leave the others', async () => {
		const { outputs } = await find(
			[['stageId', 'equals', '={{ $json.stage }}']],
			{},
			[{ stage: 'OLD' }, { stage: 'WON' }],
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.dealId)).toEqual([
			'\'Стадия\' was "OLD"',
			24,
		]);
	});

	test.each([
		[{ limit: 0 }, "'Limit' was 0"],
		[{ limit: 1.5 }, "'Limit' was 1.5"],
		[{ sortDirection: 'up' }, '\'Direction\' was "up"'],
		[{ sortBy: 'nosuch' }, '\'Sort By\' was "nosuch"'],
	])('%j', async (more, message) => {
		const { error } = await find([], more);
		expect(error?.message).toBe(message);
		expect(lists()).toEqual([]);
	});

	test('a field that the portal does not compare by', async () => {
		bitrix24.portal.failCommand('crm.item.list', {
			error: 'INVALID_ARG_VALUE',
			error_description: "Invalid filter: field 'comments' is not allowed in filter",
		});
		const { error } = await find([['comments', 'contains', 'x']]);
		expect(error?.message).toContain("field 'comments' is not allowed in filter");
	});
});
