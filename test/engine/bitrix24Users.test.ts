import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

const users = (
	parameters: INodeParameters = {},
	json: Array<INodeExecutionData['json']> = [{}],
	options: Partial<RunOptions> = {},
) => bitrix24.run({ resource: 'user', operation: 'getAll', ...parameters }, json, options);

/** The stand-in has five users and does not page, so a big portal is answered here: every third has no extension. */
function bigPortal(count: number, pages: number[][]) {
	const row = (id: number) => ({
		ID: String(id),
		ACTIVE: true,
		NAME: `И${id}`,
		LAST_NAME: 'Ф',
		UF_PHONE_INNER: id % 3 ? String(100 + id) : null,
	});
	const page = (start: number) =>
		Array.from({ length: Math.min(50, count - start) }, (_, i) => row(start + i + 1));
	for (const starts of pages) {
		const result = Object.fromEntries(starts.map((start, i) => [`c${i}`, page(start)]));
		const result_total = Object.fromEntries(starts.map((_, i) => [`c${i}`, count]));
		bitrix24.portal.answerNext({ body: { result: { result, result_error: [], result_total } } });
	}
}

const asked = () =>
	bitrix24.portal.requests.map(({ commands = [] }) =>
		commands.map((command) => Number(/start=(\d+)/.exec(command)?.[1])),
	);

test('one output item a user, in one HTTP request', async () => {
	const { outputs, error } = await users();
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ json }) => [json.id, json.extension])).toEqual([
		[1, '101'],
		[6, '106'],
		[7, '102'],
		[8, '103'],
		[9, null],
	]);
	expect(outputs[0][0]).toEqual({
		// The webhook has the scope user_brief, which keeps e-mails back.
		json: {
			id: 1,
			name: 'Анна Соколова',
			extension: '101',
			email: null,
			workPosition: 'Руководитель отдела продаж',
		},
		pairedItem: { item: 0 },
	});
	expect(bitrix24.portal.requests).toHaveLength(1);
	expect(decodeURIComponent(bitrix24.portal.requests[0].commands?.[0] ?? '')).toContain(
		'FILTER[ACTIVE]=Y',
	);
});

test('runs once, whatever comes in', async () => {
	const { outputs } = await users({}, [{}, {}, {}]);
	expect(outputs[0]).toHaveLength(5);
	expect(outputs[0].every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
		true,
	);
	expect(bitrix24.portal.requests).toHaveLength(1);
});

test('only with extension', async () => {
	const { outputs } = await users({ onlyWithExtension: true });
	expect(outputs[0].map(({ json }) => json.id)).toEqual([1, 6, 7, 8]);
});

test('up to a limit', async () => {
	const { outputs } = await users({ limit: 2 });
	expect(outputs[0].map(({ json }) => json.id)).toEqual([1, 6]);
});

test('all, however many, in two HTTP requests', async () => {
	bigPortal(130, [[0], [50, 100]]);
	const { outputs } = await users({ returnAll: true });
	expect(outputs[0].map(({ json }) => json.id)).toEqual(
		Array.from({ length: 130 }, (_, i) => i + 1),
	);
	expect(asked()).toEqual([[0], [50, 100]]);
});

test.each([
	[50, [[0]]],
	[51, [[0], [50]]],
	[100, [[0], [50]]],
])('no more pages than %i users need', async (limit, pages) => {
	bigPortal(130, pages);
	const { outputs } = await users({ limit });
	expect(outputs[0]).toHaveLength(limit);
	expect(asked()).toEqual(pages);
});

test('a last page that is full is known to be the last', async () => {
	bigPortal(100, [[0], [50]]);
	const { outputs } = await users({ returnAll: true });
	expect(outputs[0]).toHaveLength(100);
	expect(asked()).toEqual([[0], [50]]);
});

test('the limit counts those with an extension', async () => {
	bigPortal(130, [[0], [50, 100]]);
	const { outputs } = await users({ limit: 40, onlyWithExtension: true });
	expect(outputs[0]).toHaveLength(40);
	expect(outputs[0][39].json).toMatchObject({ id: 59, extension: '159' });
});

test('dismissed users are left out even if the portal gives them', async () => {
	const result = {
		c0: [
			{ ID: '1', NAME: 'А', ACTIVE: true },
			{ ID: '2', NAME: 'Б', ACTIVE: false },
		],
	};
	bitrix24.portal.answerNext({
		body: { result: { result, result_error: [], result_total: { c0: 2 } } },
	});
	const { outputs } = await users();
	expect(outputs[0].map(({ json }) => json.id)).toEqual([1]);
});

test('with the scope user_basic there is an e-mail', async () => {
	const result = {
		c0: [{ ID: '1', NAME: 'А', ACTIVE: true, EMAIL: 'a@example.com', UF_PHONE_INNER: '' }],
	};
	bitrix24.portal.answerNext({
		body: { result: { result, result_error: [], result_total: { c0: 1 } } },
	});
	const { outputs } = await users();
	expect(outputs[0][0].json).toEqual({
		id: 1,
		name: 'А',
		extension: null,
		email: 'a@example.com',
		workPosition: null,
	});
});

describe('failures', () => {
	test.each(['insufficient_scope', 'ERROR_METHOD_NOT_FOUND'])(
		'%s: the permission to tick is named',
		async (error) => {
			bitrix24.portal.failCommand('user.get', { error, error_description: '' });
			const result = await users();
			expect(result.error?.message).toContain("'user_brief'");
			expect(result.error?.description).toContain("tick 'Users (user_brief)'");
		},
	);

	test('of a later page, as of the first', async () => {
		bigPortal(130, [[0]]);
		bitrix24.portal.failCommand('user.get', { error: 'ACCESS_DENIED', error_description: '' });
		const { error } = await users({ returnAll: true });
		expect(error?.message).toBe('Bitrix24 denied access');
	});

	test('are one item with "continue on fail", whatever comes in', async () => {
		bitrix24.portal.failCommand('user.get', { error: 'ACCESS_DENIED', error_description: '' });
		const { outputs } = await users({}, [{}, {}], { onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ json }) => json.error)).toEqual(['Bitrix24 denied access']);
	});

	test.each([0, -1, 1.5, 'x'])('a limit of %j', async (limit) => {
		const { error } = await users({ limit });
		expect(error?.message).toBe(`'Limit' was ${JSON.stringify(limit)}`);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test('a full page without a total does not pass for all', async () => {
		const rows = Array.from({ length: 50 }, (_, i) => ({ ID: String(i + 1), ACTIVE: true }));
		bitrix24.portal.answerNext({ body: { result: { result: { c0: rows }, result_error: [] } } });
		const { error } = await users({ returnAll: true });
		expect(error?.message).toBe(
			'Bitrix24 gave a full page and did not say how many rows there are',
		);
	});
});
