import type { INodeParameters } from 'n8n-workflow';

import type { RunOptions, RunResult } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();
const GO_ON = { onError: 'continueRegularOutput' as const };

const call = (
	parameters: INodeParameters,
	items: object[] = [{}],
	options: Partial<RunOptions> = {},
) => bitrix24.run({ resource: 'api', operation: 'call', ...parameters }, items as never, options);
const withJson = (method: string, params: object, more: INodeParameters = {}) =>
	call({ method, specifyParameters: 'json', jsonParameters: JSON.stringify(params), ...more });
const fields = (rows: Array<[name: string, value: unknown]>): INodeParameters => ({
	parameters: { parameter: rows.map(([name, value]) => ({ name, value })) } as never,
});
const jsons = ({ outputs }: RunResult) => outputs[0].map(({ json }) => json);
const answer = (result: unknown, more: object = {}) =>
	bitrix24.portal.answerNext({
		body: { result: { result: { c0: result }, result_error: [], ...more } },
	});
const commands = () =>
	bitrix24.portal.requests.map(({ commands: list = [] }) => list.map(decodeURIComponent));

describe('what comes of a method', () => {
	test.each<[string, unknown, unknown[]]>([
		['a record', { ID: '1', NAME: 'А' }, [{ ID: '1', NAME: 'А' }]],
		['a record in an object', { item: { id: 1 } }, [{ item: { id: 1 } }]],
		['a list', [{ ID: 1 }, { ID: 2 }], [{ ID: 1 }, { ID: 2 }]],
		['a list in an object', { items: [{ id: 1 }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
		['a list with gaps', { 1: { ID: 1 }, 4: { ID: 2 } }, [{ ID: 1 }, { ID: 2 }]],
		['names by ID', { 1: 'Продажи', 4: 'Склад' }, [{ 1: 'Продажи', 4: 'Склад' }]],
		['a list of words', ['crm', 'user'], [{ result: 'crm' }, { result: 'user' }]],
		['a list of lists', [[1, 2]], [{ result: [1, 2] }]],
		['IDs by type', { CONTACT: [1, 2] }, [{ CONTACT: [1, 2] }]],
		[
			'a list beside something',
			{ items: [{ id: 1 }], more: true },
			[{ items: [{ id: 1 }], more: true }],
		],
		['an empty list', [], []],
		['an empty list in an object', { tasks: [] }, []],
		['an empty object', {}, [{}]],
		['true', true, [{ result: true }]],
		['a number', 7, [{ result: 7 }]],
		['a text', 'x', [{ result: 'x' }]],
		['null', null, [{ result: null }]],
	])('%s', async (_, result, expected) => {
		answer(result);
		const run = await call({ method: 'some.method.get' });
		expect(run.error).toBeUndefined();
		expect(jsons(run)).toEqual(expected);
		expect(
			run.outputs[0].every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}'),
		).toBe(true);
	});

	test('comes from the portal', async () => {
		expect(jsons(await call({ method: 'scope' }))).toEqual([
			{ result: 'crm' },
			{ result: 'user_brief' },
			{ result: 'im' },
			{ result: 'task' },
		]);
		expect(jsons(await call({ method: 'server.time' }))).toEqual([{ result: expect.any(String) }]);
		const got = await withJson('crm.item.get', { entityTypeId: 2, id: 12 });
		expect(jsons(got)[0]).toMatchObject({ item: { id: 12, stageId: 'NEW' } });
	});
});

describe('parameters', () => {
	test.each<[string, Array<[string, unknown]>, string]>([
		[
			'plain',
			[
				['entityTypeId', '2'],
				['id', 12],
			],
			'entityTypeId=2&id=12',
		],
		[
			'nested',
			[
				['filter[>ID]', '5'],
				['filter[CATEGORY_ID]', 0],
			],
			'filter[>ID]=5&filter[CATEGORY_ID]=0',
		],
		[
			'a list',
			[
				['select[]', 'ID'],
				['select[]', 'TITLE'],
			],
			'select[0]=ID&select[1]=TITLE',
		],
		[
			'deep',
			[
				['fields[PHONE][0][VALUE]', '+7'],
				['fields[PHONE][0][TYPE]', 'WORK'],
			],
			'fields[PHONE][0][VALUE]=+7&fields[PHONE][0][TYPE]=WORK',
		],
		['with blanks around the name', [[' id ', '12']], 'id=12'],
		[
			'a list out of an expression',
			[['select', '={{ ["ID", "TITLE"] }}']],
			'select[0]=ID&select[1]=TITLE',
		],
		[
			'an object out of an expression',
			[['filter', '={{ { "@ID": [1, 2] } }}']],
			'filter[@ID][0]=1&filter[@ID][1]=2',
		],
		[
			'times out of an expression',
			[
				['filter[>A]', '={{ new Date(0) }}'],
				['filter[B]', '={{ DateTime.fromMillis(0).toUTC() }}'],
			],
			'filter[>A]=1970-01-01T00:00:00.000Z&filter[B]=1970-01-01T00:00:00.000Z',
		],
		['an empty value', [['COMMENTS', '']], 'COMMENTS='],
		[
			'a row that nobody filled',
			[
				['', ''],
				['id', '1'],
			],
			'id=1',
		],
		[
			'names of JavaScript',
			[
				['toString[x]', '1'],
				['constructor', '2'],
			],
			'toString[x]=1&constructor=2',
		],
	])('as fields: %s', async (_, rows, query) => {
		answer(true);
		const { error } = await call({ method: 'crm.deal.list', ...fields(rows) });
		expect(error).toBeUndefined();
		expect(commands()).toEqual([[`crm.deal.list?${query}`]]);
	});

	test('of each item', async () => {
		const run = await call(
			{
				method: '={{ $json.method }}',
				...fields([
					['entityTypeId', 2],
					['id', '={{ $json.id }}'],
				]),
			},
			[
				{ method: 'crm.item.get', id: 12 },
				{ method: 'profile' },
				{ method: 'crm.item.get', id: 15 },
			],
		);
		expect(run.error).toBeUndefined();
		expect(jsons(run)).toMatchObject([{ item: { id: 12 } }, { ID: '1' }, { item: { id: 15 } }]);
		expect(run.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});

	test.each<[string, unknown]>([
		['text', '{ "id": 12, "entityTypeId": 2 }'],
		['an expression', '={{ { "id": 12, "entityTypeId": 2 } }}'],
	])('as JSON: %s', async (_, jsonParameters) => {
		const run = await call({
			method: 'crm.item.get',
			specifyParameters: 'json',
			jsonParameters: jsonParameters as string,
		});
		expect(jsons(run)).toMatchObject([{ item: { id: 12 } }]);
	});

	test.each<[string, object]>([
		['true and false', { notify: true, quiet: false }],
		['null', { fields: { UF_CRM_1: null } }],
		['an empty list', { fields: { UF_CRM_1: [] } }],
		['an empty object', { filter: {} }],
		['a text that looks like a reference', { text: 'costs $result[c0][x]' }],
		['a name that looks like a reference', { '$result[c0]': 1 }],
		['a file', { FILE: ['a.txt', 'YQ'.repeat(30_000)] }],
		['very many values', { ids: Array.from({ length: 600 }, (_, i) => i) }],
	])('that no batch can hold go by themselves, as they are: %s', async (_, params) => {
		bitrix24.portal.answerNext({ body: { result: 'done' } });
		const run = await withJson('some.method.get', params);
		expect(jsons(run)).toEqual([{ result: 'done' }]);
		expect(bitrix24.portal.requests).toMatchObject([{ method: 'some.method.get', params }]);
	});

	test.each<[string, INodeParameters, RegExp, RegExp]>([
		[
			'no method',
			{ method: '={{ "" }}' },
			/^'Method' was ""/,
			/name of a method such as crm\.deal\.list/,
		],
		[
			'a URL',
			{ method: 'https://x.bitrix24.ru/rest/1/s/profile' },
			/^'Method' was a URL$/,
			/letters, digits, dots/,
		],
		['a path', { method: 'crm/deal' }, /^'Method' was "crm\/deal"/, /letters/],
		['a query', { method: 'crm.deal.list?start=1' }, /^'Method' was/, /letters/],
		['two dots', { method: 'crm..list' }, /^'Method' was/, /letters/],
		['a blank', { method: 'crm deal' }, /^'Method' was/, /letters/],
		['a number', { method: '={{ 5 }}' }, /^'Method' was/, /letters/],
		['nothing at all', { method: '={{ null }}' }, /^'Method' was/, /letters/],
		['batch', { method: 'batch' }, /^'Method' was "batch"/, /one by one, an item each/],
		[
			'a list as JSON',
			{ method: 'profile', specifyParameters: 'json', jsonParameters: '[1]' },
			/^'JSON' was "\[1\]"/,
			/must be a JSON object/,
		],
		[
			'broken JSON',
			{ method: 'profile', specifyParameters: 'json', jsonParameters: '{"a"' },
			/JSON/,
			/./,
		],
		[
			'a name that cannot be read',
			{ method: 'profile', ...fields([['filter[>ID', 1]]) },
			/^'Parameters': The name 'filter\[>ID' cannot be read/,
			/brackets/,
		],
		[
			'a name that would change what all that is made of it inherits',
			{ method: 'profile', ...fields([['__proto__[x]', 1]]) },
			/^'Parameters': The name '__proto__\[x\]' cannot be sent/,
			/brackets/,
		],
		[
			'names in names without end',
			{ method: 'profile', ...fields([[`a${'[a]'.repeat(9000)}`, 1]]) },
			/^'Parameters': The name "a\[a\].* is nested more than 100 levels deep/,
			/brackets/,
		],
		[
			'JSON in JSON without end',
			{
				method: 'profile',
				specifyParameters: 'json',
				jsonParameters: `{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`,
			},
			/^'JSON' was/,
			/It must be a JSON object/,
		],
		[
			'a value without a name',
			{ method: 'profile', ...fields([['', 1]]) },
			/^'Parameters': The name '' cannot be read/,
			/brackets/,
		],
		[
			'a name twice',
			{
				method: 'profile',
				...fields([
					['id', 1],
					['id', 2],
				]),
			},
			/^'Parameters': 'id' is there twice/,
			/brackets/,
		],
		[
			'a part of what is set',
			{
				method: 'profile',
				...fields([
					['a', 1],
					['a[b]', 2],
				]),
			},
			/^'Parameters': 'a\[b\]' is part of a parameter that is set/,
			/brackets/,
		],
		[
			'what has parts already',
			{
				method: 'profile',
				...fields([
					['a[b]', 2],
					['a', 1],
				]),
			},
			/^'Parameters': 'a' is there twice/,
			/brackets/,
		],
		[
			'a page and all',
			{ method: 'crm.deal.list', returnAll: true, ...fields([['start', 50]]) },
			/'start', and 'Return All' is on/,
			/the one page/,
		],
		[
			'a limit of nothing',
			{ method: 'profile', limit: 0 },
			/^'Limit' was 0/,
			/positive whole number/,
		],
	])('%s is refused, and nothing is sent', async (_, parameters, message, advice) => {
		const { error } = await call(parameters, [{}, {}]);
		expect(error?.message).toMatch(message);
		expect(error?.description ?? '').toMatch(advice);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test('.json at the end of a method is left out', async () => {
		expect(jsons(await call({ method: ' profile.json ' }))).toMatchObject([{ ID: '1' }]);
	});
});

describe('many items', () => {
	const DEALS = Array.from({ length: 120 }, (_, i) => ({ id: i === 70 ? 99_999 : 12 }));
	const get = {
		method: 'crm.item.get',
		...fields([
			['entityTypeId', 2],
			['id', '={{ $json.id }}'],
		]),
	};

	test('go in batches of 50, and the error of one is its own', async () => {
		const run = await call(get, DEALS, GO_ON);
		expect(bitrix24.portal.requests).toHaveLength(3);
		expect(jsons(run)).toHaveLength(120);
		expect(jsons(run)[70]).toEqual({
			error: expect.stringMatching(/^Bitrix24 has no such/),
			message: expect.any(String),
		});
		expect(jsons(run).filter(({ error }) => error === undefined)).toHaveLength(119);
		expect(run.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			DEALS.map((__, item) => ({ item })),
		);
	});

	test('the failed one goes to the error output', async () => {
		const run = await call(get, DEALS, { onError: 'continueErrorOutput' });
		expect(run.outputs.map(({ length }) => length)).toEqual([119, 1]);
		expect(run.outputs[1][0].json).toMatchObject({ error: expect.any(String) });
	});

	test('none is sent after a batch that failed', async () => {
		const run = await call(get, DEALS);
		expect(run.error?.message).toMatch(/^Bitrix24 has no such/);
		expect(run.error?.context?.itemIndex).toBe(70);
		expect(bitrix24.portal.requests).toHaveLength(2);
	});

	test('a method that the portal takes in no batch goes by itself', async () => {
		const error = { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED', error_description: '' };
		bitrix24.portal.failCommand('profile', error, 2);
		const run = await call({ method: '={{ $json.method }}' }, [
			{ method: 'profile' },
			{ method: 'scope' },
			{ method: 'profile' },
		]);
		expect(run.outputs[0].map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			0, 1, 1, 1, 1, 2,
		]);
		expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual([
			'batch',
			'profile',
			'profile',
		]);
	});

	test('what cannot be in a batch keeps its turn, and none is sent after one that failed', async () => {
		const add = {
			method: '={{ $json.method }}',
			specifyParameters: 'json',
			jsonParameters: '={{ $json.params }}',
		};
		const items = [
			{ method: 'profile', params: {} },
			{ method: 'crm.no.such', params: { flag: true } },
			{ method: 'crm.item.get', params: { entityTypeId: 2, id: 12 } },
		];
		expect((await call(add, items)).error?.message).toMatch(/knows no such method/);
		expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual(['batch', 'crm.no.such']);
		expect(jsons(await call(add, items, GO_ON))).toMatchObject([
			{ ID: '1' },
			{ error: expect.any(String) },
			{ item: { id: 12 } },
		]);
	});
});

describe('writes', () => {
	const add = (count: number, options: Partial<RunOptions> = {}) =>
		call(
			{
				method: 'crm.timeline.comment.add',
				...fields([
					['fields[ENTITY_ID]', '={{ $json.deal }}'],
					['fields[ENTITY_TYPE]', 'deal'],
					['fields[COMMENT]', '={{ $json.text }}'],
				]),
			},
			Array.from({ length: count }, (_, i) => ({ deal: 12, text: `n ${i}` })),
			options,
		);

	test('go in batches of 50', async () => {
		const run = await add(105);
		expect(jsons(run)).toHaveLength(105);
		expect(jsons(run)[0]).toEqual({ result: expect.any(Number) });
		expect(commands().map(({ length }) => length)).toEqual([50, 50, 5]);
		expect(bitrix24.portal.comments).toHaveLength(105);
	});

	test('one whose answer was lost is told as such, never sent twice, and ends the run', async () => {
		bitrix24.portal.answerNext({ status: 504, body: '<html></html>', runFirst: true });
		const { error } = await add(105);
		expect(error?.message).toMatch(/^Bitrix24's answer does not tell whether this was carried out/);
		expect(error?.description).toMatch(
			/^crm\.timeline\.comment\.add may have been carried out all the same\. Look in Bitrix24/,
		);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});

	test('one that went by itself, and whose answer has another form, is told as such', async () => {
		bitrix24.portal.answerNext({ body: { result: 7, total: 'many' } });
		const { error } = await withJson('crm.deal.add', { fields: { IS_NEW: true } });
		expect(error?.message).toMatch(/^Bitrix24's answer does not tell whether this was carried out/);
		expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual(['crm.deal.add']);
	});

	test('a reading beside them is sent again, and not told as a write', async () => {
		const items = [{ method: 'profile' }, { method: 'some.method' }, { method: 'profile' }];
		bitrix24.portal.answerNext({ status: 504, body: '<html></html>' });
		answer({ ID: '1' });
		answer(true);
		bitrix24.portal.answerNext({ status: 403, body: '<html></html>' });
		const run = await call({ method: '={{ $json.method }}' }, items, GO_ON);
		expect(jsons(run)).toEqual([
			{ ID: '1' },
			{ result: true },
			{
				error: expect.stringMatching(/^The portal answered HTTP 403/),
				message: expect.any(String),
			},
		]);
	});

	test('what was done is told with the error of another', async () => {
		bitrix24.portal.failCommand(
			'crm.timeline.comment.add',
			{ error: 'X', error_description: 'no' },
			1,
		);
		const { error } = await add(3);
		expect(error?.description).toContain(
			'Done all the same, for other items: crm.timeline.comment.add of item 1; crm.timeline.comment.add of item 2',
		);
	});

	test.each<[string, 'read' | 'write']>([
		['crm.deal.list', 'read'],
		['crm.deal.get', 'read'],
		['disk.folder.getchildren', 'read'],
		['crm.deal.fields', 'read'],
		['crm.duplicate.findbycomm', 'read'],
		['profile', 'read'],
		['crm.deal.add', 'write'],
		['im.notify.system.add', 'write'],
		['crm.deal.contact.items.set', 'write'],
		['bizproc.workflow.start', 'write'],
		['tasks.task.complete', 'write'],
		['disk.folder.uploadfile', 'write'],
		['im.chat.getorcreate', 'write'],
		['some.method', 'write'],
	])('%s is a %s', async (method, kind) => {
		for (const flag of [true, 'Y']) {
			const before = bitrix24.portal.requests.length;
			bitrix24.portal.answerNext({ status: 504, body: '<html></html>' });
			if (flag === true) bitrix24.portal.answerNext({ body: { result: 'ok' } });
			else answer('ok');
			const run = await withJson(method, { flag });
			const sent = bitrix24.portal.requests.length - before;
			expect(sent).toBe(kind === 'read' ? 2 : 1);
			if (kind === 'read') expect(jsons(run)).toEqual([{ result: 'ok' }]);
			else
				expect(run.error?.description).toContain(
					`${method} may have been carried out all the same`,
				);
			bitrix24.portal.reset();
		}
	});

	test('what was refused for the rate is sent again', async () => {
		bitrix24.portal.answerNext({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } });
		expect(jsons(await add(1))).toEqual([{ result: expect.any(Number) }]);
		expect(bitrix24.portal.comments).toHaveLength(1);
	});
});

describe('the limits of the portal', () => {
	const limited = usePortal({ rateLimit: { perSecond: 2, burst: 3 } });

	test('hold for requests that go by themselves, too', async () => {
		const run = await limited.run(
			{
				resource: 'api',
				operation: 'call',
				method: 'profile',
				specifyParameters: 'json',
				jsonParameters: '{ "flag": true }',
			},
			Array.from({ length: 12 }, () => ({})),
		);
		expect(jsons(run)).toEqual(Array(12).fill(expect.objectContaining({ ID: '1' })));
		const refused = limited.portal.requests.filter(({ status }) => status !== 200);
		expect(limited.portal.requests).toHaveLength(12 + refused.length);
		expect(refused.length).toBeLessThan(4);
	});
});

describe('errors', () => {
	test.each<[string, string, RegExp, RegExp]>([
		[
			'disk.file.get',
			'ERROR_METHOD_NOT_FOUND',
			/no such method/,
			/permission that its documentation names/,
		],
		[
			'calendar.event.get',
			'insufficient_scope',
			/permission \(scope\) for this method/,
			/documentation names/,
		],
		['crm.contact.get', 'NOT_FOUND', /no such record/, /Check the ID/],
		['crm.contact.get', 'insufficient_scope', /permission \(scope\) 'crm'/, /CRM \(crm\)/],
		['disk.file.get', 'ACCESS_DENIED', /denied access/, /no right to do this/],
		['user.get', 'insufficient_scope', /'user_brief'/, /user_brief/],
		['tasks.task.get', 'ERROR_METHOD_NOT_FOUND', /no such method.*'task'/, /Tasks \(task\)/],
		['im.notify.system.add', 'insufficient_scope', /'im'/, /\(im\)/],
		['crm.item.get', 'NOT_FOUND', /no such record/, /Check the ID/],
	])('%s: %s', async (method, error, message, advice) => {
		for (const flag of [true, 'Y']) {
			bitrix24.portal.failCommand(method, { error, error_description: '' });
			const run = await withJson(method, { flag });
			expect(run.error?.message).toMatch(message);
			expect(run.error?.description).toMatch(advice);
		}
	});

	test.each([
		['null', null],
		['a text', 'x'],
		['a list', []],
	])('an answer that is %s is one that is not known', async (_, body) => {
		bitrix24.portal.answerNext({ body: { result: body } });
		expect((await call({ method: 'profile' })).error?.message).toMatch(
			/form that this node does not know|did not answer/,
		);
	});
});
