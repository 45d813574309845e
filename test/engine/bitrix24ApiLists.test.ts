import type { INodeParameters } from 'n8n-workflow';

import type { RunResult } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

const list = (params: object, more: INodeParameters = {}, method = 'crm.item.list') =>
	bitrix24.run({
		resource: 'api',
		operation: 'call',
		method,
		specifyParameters: 'json',
		jsonParameters: JSON.stringify(params),
		returnAll: true,
		...more,
	});
const ids = ({ outputs, error }: RunResult, field = 'id') => {
	expect(error).toBeUndefined();
	return outputs[0].map(({ json }) => Number(json[field]));
};
const commands = () =>
	bitrix24.portal.requests.map(({ commands: texts = [] }) => texts.map(decodeURIComponent));
const sizes = () => commands().map(({ length }) => length);
const UP_TO = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** A portal with deals 1001, 1002, …; those of the sample data come before them. */
function addDeals(count: number): void {
	for (const id of UP_TO(count)) bitrix24.portal.addDeal({ id: 1000 + id });
}
const FROM_1000 = { entityTypeId: 2, filter: { '>=id': 1001 }, select: ['id'] };

/** Pages of an answer to a batch. */
const batch = (pages: unknown[], more: object = {}) =>
	bitrix24.portal.answerNext({
		body: {
			result: {
				result: Object.fromEntries(pages.map((page, i) => [`c${i}`, page])),
				result_error: [],
				...more,
			},
		},
	});
const rows = (from: number, count: number, field = 'ID') =>
	Array.from({ length: count }, (_, i) => ({ [field]: String(from + i) }));

describe('from ID to ID', () => {
	test.each([
		[0, [1]],
		[1, [1]],
		[49, [1]],
		[50, [1, 5]],
		[51, [1, 5]],
		[300, [1, 5, 20]],
		[1234, [1, 5, 20]],
		[2600, [1, 5, 20, 50]],
	])('%i deals: each once, in batches of %j pages', async (count, batches) => {
		addDeals(count);
		const run = await list(FROM_1000);
		expect(ids(run)).toEqual(UP_TO(count).map((id) => 1000 + id));
		expect(sizes()).toEqual(batches);
		expect(
			run.outputs[0].every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}'),
		).toBe(true);
	});

	test('nothing is counted, and each page goes on after the one before it', async () => {
		addDeals(120);
		await list(FROM_1000);
		const [first, second] = commands();
		expect(first).toEqual([
			'crm.item.list?entityTypeId=2&filter[>=id]=1001&filter[>id]=0&select[0]=id&order[id]=ASC&start=-1',
		]);
		expect(second.map((command) => /filter\[>id\]=([^&]*)/.exec(command)?.[1])).toEqual([
			'1050',
			'$result[c0][items][49][id]',
			'$result[c1][items][49][id]',
			'$result[c2][items][49][id]',
			'$result[c3][items][49][id]',
		]);
	});

	test.each([
		[60, 2],
		[50, 1],
		[7, 1],
		[700, 3],
	])('a limit of %i takes %i requests', async (limit, requests) => {
		addDeals(1234);
		const run = await list({ ...FROM_1000, order: { id: 'ASC' } }, { returnAll: false, limit });
		expect(ids(run)).toEqual(UP_TO(limit).map((id) => 1000 + id));
		expect(bitrix24.portal.requests).toHaveLength(requests);
	});

	test('parameters that no batch can hold: a request a page', async () => {
		addDeals(120);
		const run = await list({ ...FROM_1000, useOriginalUfNames: true });
		expect(ids(run)).toEqual(UP_TO(120).map((id) => 1000 + id));
		expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual(
			Array(3).fill('crm.item.list'),
		);
	});

	test('of many items', async () => {
		addDeals(60);
		const { outputs } = await bitrix24.run(
			{
				resource: 'api',
				operation: 'call',
				method: 'crm.item.list',
				specifyParameters: 'json',
				jsonParameters: '={{ $json }}',
				returnAll: true,
			},
			[FROM_1000, { ...FROM_1000, filter: { id: 1002 } }, FROM_1000] as never,
		);
		const counts = [0, 1, 2].map(
			(item) =>
				outputs[0].filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)
					.length,
		);
		expect(counts).toEqual([60, 1, 60]);
		expect(sizes()).toEqual([3, 5, 5]);
	});

	test.each([
		['crm.deal.list', 'ID', undefined],
		['crm.lead.list', 'ID', undefined],
		['crm.contact.list', 'ID', undefined],
		['crm.company.list', 'ID', undefined],
		['CRM.Deal.List', 'ID', undefined],
		['tasks.task.list', 'id', 'tasks'],
	])('%s has this way', async (method, field, at) => {
		const page = (from: number, count: number) => {
			const list_ = rows(from, count, field);
			return at ? { [at]: list_ } : list_;
		};
		batch([page(1, 50)]);
		batch([page(51, 50), page(101, 3), 'Array', page(101, 3), page(101, 3)]);
		expect(ids(await list({ filter: { A: 1 } }, {}, method), field)).toEqual(UP_TO(103));
		expect(commands()[0]).toEqual([`${method}?filter[A]=1&filter[>ID]=0&order[ID]=ASC&start=-1`]);
	});
});

describe('odd portals', () => {
	const deals = (more: INodeParameters = {}) => list({ filter: { A: 1 } }, more, 'crm.deal.list');

	test('where references are not replaced, a page a request is read', async () => {
		batch([rows(1, 50)]);
		batch([rows(51, 50), ...Array(4).fill(rows(1, 50))]);
		batch([rows(101, 50)]);
		batch([rows(151, 2)]);
		expect(ids(await deals(), 'ID')).toEqual(UP_TO(152));
		expect(sizes()).toEqual([1, 5, 1, 1]);
	});

	test('where a reference is an error, too', async () => {
		batch([rows(1, 50)]);
		const refused = { error: 'INVALID_ARG_VALUE', error_description: '' };
		batch([rows(51, 50)], {
			result_error: { c1: refused, c2: refused, c3: refused, c4: refused },
		});
		batch([rows(101, 7)]);
		expect(ids(await deals(), 'ID')).toEqual(UP_TO(107));
	});

	test('a list with gaps is a list', async () => {
		batch([Object.fromEntries(rows(1, 50).map((row, i) => [i + 1, row]))]);
		batch([[], [], [], [], []]);
		expect(ids(await deals(), 'ID')).toEqual(UP_TO(50));
	});

	test.each([
		['rows without an ID', rows(1, 50, 'NAME')],
		['rows in another order', rows(1, 50).reverse()],
		['one ID for all', Array(50).fill({ ID: '1' })],
		['IDs that are words', [{ ID: 'a' }]],
		['another form', { deals: rows(1, 50) }],
		['a word', 'x'],
	])('%s: it is read by pages', async (_, page) => {
		batch([page]);
		batch([rows(1, 50)], { result_total: { c0: 70 } });
		batch([rows(51, 20)], { result_total: { c0: 70 } });
		expect(ids(await deals(), 'ID')).toEqual(UP_TO(70));
		expect(commands().map(([first]) => /start=(-?\d+)/.exec(first)?.[1])).toEqual([
			'-1',
			undefined,
			'50',
		]);
	});

	test('a filter that is passed over: it is read by pages', async () => {
		batch([rows(1, 50)]);
		batch(Array(5).fill(rows(1, 50)));
		batch([rows(1, 50)], { result_total: { c0: 52 } });
		batch([rows(51, 2)], { result_total: { c0: 52 } });
		expect(ids(await deals(), 'ID')).toEqual(UP_TO(52));
	});

	test('an error of a further page is the error of the item', async () => {
		batch([rows(1, 50)]);
		bitrix24.portal.answerNext({ status: 401, body: { error: 'OVERLOAD_LIMIT' } });
		const { error, outputs } = await deals();
		expect(error?.message).toMatch(/blocked the REST API/);
		expect(outputs.flat()).toEqual([]);
	});
});

describe('by pages', () => {
	const params = { ...FROM_1000, order: { id: 'DESC' } };

	test.each([
		[0, [1]],
		[50, [1]],
		[51, [1, 1]],
		[1234, [1, 24]],
		[2600, [1, 50, 1]],
	])('%i deals in an order of their own, in batches of %j pages', async (count, batches) => {
		addDeals(count);
		expect(ids(await list(params))).toEqual(
			UP_TO(count)
				.map((id) => 1000 + id)
				.reverse(),
		);
		expect(sizes()).toEqual(batches);
	});

	test.each<[string, object]>([
		['an order', { order: { title: 'ASC' } }],
		['an order of two', { order: { id: 'ASC', title: 'ASC' } }],
		['a condition on the same', { filter: { '>id': 1000 } }],
		['names in capitals', { FILTER: { '>=id': 1001 } }],
	])('%s of their own', async (_, more) => {
		addDeals(1);
		const { error } = await list({ ...FROM_1000, ...more });
		expect(error).toBeUndefined();
		expect(commands()[0][0]).not.toContain('start=-1');
	});

	test('up to a limit', async () => {
		addDeals(1234);
		const run = await list(params, { returnAll: false, limit: 120 });
		expect(ids(run)).toEqual(UP_TO(120).map((id) => 2235 - id));
		expect(sizes()).toEqual([1, 2]);
	});

	test('a limit without an order keeps the order of the method', async () => {
		addDeals(70);
		await list(FROM_1000, { returnAll: false, limit: 60 });
		expect(commands().map(([first]) => /(order|start=-?\d+)/.exec(first)?.[0])).toEqual([
			undefined,
			'start=50',
		]);
	});

	test('a page of its own, and no other', async () => {
		addDeals(70);
		const run = await list({ ...params, start: 50 }, { returnAll: false });
		expect(ids(run)).toHaveLength(20);
		expect(sizes()).toEqual([1]);
	});

	test("by 'next', where the number of rows is not told", async () => {
		batch([rows(1, 50)], { result_next: { c0: 50 } });
		batch([rows(51, 50)], { result_next: { c0: 100 } });
		batch([rows(101, 5)]);
		expect(ids(await list({}, {}, 'some.list'), 'ID')).toEqual(UP_TO(105));
	});

	test('by pages of another size', async () => {
		batch([rows(1, 20)], { result_next: { c0: 20 }, result_total: { c0: 70 } });
		batch([rows(21, 20), rows(41, 20), rows(61, 10)]);
		expect(ids(await list({}, {}, 'some.list'), 'ID')).toEqual(UP_TO(70));
		expect(commands()[1].map((one) => /start=(\d+)/.exec(one)?.[1])).toEqual(['20', '40', '60']);
	});

	test('a request a page, where no batch can hold the parameters', async () => {
		addDeals(120);
		expect(ids(await list({ ...params, useOriginalUfNames: true }))).toHaveLength(120);
		expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual(
			Array(3).fill('crm.item.list'),
		);
	});

	test.each<[string, object, object]>([
		['the same rows again', { result_total: { c0: 70 } }, {}],
		['the same rows for ever', { result_next: { c0: 50 } }, { result_next: { c0: 100 } }],
	])('%s are an error', async (_, first, second) => {
		batch([rows(1, 50)], first);
		batch([rows(1, 50)], second);
		const { error } = await list({}, {}, 'some.list');
		expect(error?.message).toBe(
			"some.list tells of further rows, but does not give them by 'start'",
		);
		expect(error?.description).toMatch(/Turn 'Return All' off/);
	});

	test('a next page before this one ends it', async () => {
		batch([rows(1, 50)], { result_next: { c0: 50 } });
		batch([rows(51, 50)], { result_next: { c0: 50 } });
		expect(ids(await list({}, {}, 'some.list'), 'ID')).toEqual(UP_TO(100));
	});

	test('a total that is none is the failure of that item', async () => {
		batch([rows(1, 50)], { result_total: { c0: 'many' } });
		expect((await list({}, {}, 'some.list')).error?.message).toMatch(/does not know/);
	});

	test.each(['crm.deal.add', 'crm.deal.update', 'crm.deal.delete'])(
		'%s is not sent again for a page',
		async (method) => {
			batch([rows(1, 50)], { result_next: { c0: 50 }, result_total: { c0: 70 } });
			expect(ids(await list({}, {}, method), 'ID')).toEqual(UP_TO(50));
			expect(bitrix24.portal.requests).toHaveLength(1);
		},
	);

	test('all of a list that has no pages', async () => {
		batch([rows(1, 73)]);
		expect(ids(await list({}, {}, 'some.list'), 'ID')).toEqual(UP_TO(73));
		batch([rows(1, 73)]);
		expect(ids(await list({}, { returnAll: false, limit: 10 }, 'some.list'), 'ID')).toEqual(
			UP_TO(10),
		);
	});
});
