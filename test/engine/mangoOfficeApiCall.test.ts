import type { INodeParameters } from 'n8n-workflow';

import { isReading } from '../../protocols/mangoOffice/anyMethod';
import type { RunOptions, RunResult } from './harness';
import { useMango } from './mangoAccount';

const office = useMango();
const guarded = useMango({ rateLimit: true, lockout: true });
const GO_ON = { onError: 'continueRegularOutput' as const };

const call = (
	method: string,
	json: unknown = {},
	items: object[] = [{}],
	options: Partial<RunOptions> = {},
	on = office,
) =>
	on.run(
		{
			resource: 'api',
			operation: 'call',
			method,
			jsonParameters: typeof json === 'string' ? json : JSON.stringify(json),
		} as INodeParameters,
		items as never,
		options,
	);
const jsons = ({ outputs }: RunResult) => outputs[0].map(({ json }) => json);
const CALL = { from: { extension: '101' }, to_number: '79161234567' };

describe('a method', () => {
	test.each([
		'account/balance',
		'/account/balance',
		'/vpbx/account/balance',
		'vpbx/account/balance/',
		' account/balance ',
	])('%s is called, signed', async (method) => {
		const run = await call(method);
		expect(run.error).toBeUndefined();
		expect(jsons(run)).toEqual([
			{
				result: 1000,
				balance: expect.any(Number),
				currency: 'RUB',
				response_at: expect.any(String),
			},
		]);
		expect(run.outputs[0][0].pairedItem).toEqual({ item: 0 });
		expect(office.sent('account/balance')).toEqual([{}]);
	});

	test.each<[string, unknown]>([
		['text', JSON.stringify({ ext_fields: ['general.user_id'] })],
		['an expression', '={{ { "ext_fields": ["general.user_id"] } }}'],
		['half an emoji', '={{ { "ext_fields": ["general.user_id"], "x": "\\ud83d" } }}'],
	])('takes its parameters as %s', async (_, json) => {
		const run = await call('config/users/request', json);
		expect(run.error).toBeUndefined();
		expect(jsons(run)[0].users).toEqual(expect.arrayContaining([expect.any(Object)]));
		expect(office.sent('config/users/request')[0].ext_fields).toEqual(['general.user_id']);
	});

	test('without parameters has none', async () => {
		expect(jsons(await call('groups', ''))[0].groups).toEqual(expect.any(Array));
		expect(office.sent('groups')).toEqual([{}]);
	});

	test.each([
		['cc/task/add', '/cc/task/add'],
		['/cc/deal/funnels.list', '/cc/deal/funnels.list'],
		['cc/get_presence', '/cc/get_presence'],
		['s2t/queries/records', '/s2t/queries/records'],
	])('%s goes beside the API', async (method, path) => {
		const { error } = await call(method, { event_type: 1, start_time: 1399906980, to_user_id: 7 });
		expect(error?.message).toBe(`MANGO OFFICE has no method '${path}' (HTTP 404)`);
		expect(office.mango.requests).toEqual([]);
	});

	test.each(['vpbx/cc/call', '/vpbx/cc/tags/', 'vpbx/cc/appeals/create-closed-appeals'])(
		'%s goes below the API, where MANGO has it',
		async (method) => {
			const { error } = await call(method, { entry_id: 'x' });
			const path = method.replace(/^\/?vpbx\/|\/$/g, '');
			expect(error?.message).toBe(`MANGO OFFICE has no method '${path}' (HTTP 404)`);
			expect(office.mango.requests.map((request) => request.path)).toEqual([path]);
		},
	);

	test('that MANGO does not have is named', async () => {
		const { error } = await call('no/such', {});
		expect(error?.message).toBe("MANGO OFFICE has no method 'no/such' (HTTP 404)");
		expect(error?.description).toMatch(/^Check 'Method'/);
	});
});

describe('a command', () => {
	test('gets a command_id that leads back to the deal', async () => {
		const run = await call('commands/callback', CALL, [{ dealId: 12 }], { executionId: '7' });
		expect(jsons(run)).toEqual([
			{ result: 1000, command_id: expect.stringMatching(/^mb24\.12\.7\.0\./) },
		]);
		expect(office.sent('commands/callback')).toEqual([
			{ ...CALL, command_id: jsons(run)[0].command_id },
		]);
	});

	test.each(['mine', 'x'.repeat(128)])('keeps the command_id %s', async (id) => {
		const run = await call('commands/callback', { ...CALL, command_id: id });
		expect(jsons(run)).toEqual([{ result: 1000, command_id: id }]);
	});

	test.each([7, 'x'.repeat(129), 'я'.repeat(65), ['a']])('%j is no command_id', async (id) => {
		const { error } = await call('commands/callback', { ...CALL, command_id: id });
		expect(error?.message).toMatch(/^'command_id' in 'JSON' was/);
		expect(office.mango.requests).toEqual([]);
	});
});

describe('checked before anything is sent', () => {
	test.each<[string, string, unknown, RegExp]>([
		['no method', '={{ "" }}', {}, /^'Method' was ""/],
		['a URL', 'https://app.mango-office.ru/vpbx/account/balance', {}, /^'Method' was a URL$/],
		['a path upwards', '../account/balance', {}, /^'Method' was/],
		['a path upwards within', 'cc/../account/balance', {}, /^'Method' was/],
		['a dot alone', 'cc/./balance', {}, /^'Method' was/],
		['a query', 'account/balance?x=1', {}, /^'Method' was/],
		['two slashes', 'account//balance', {}, /^'Method' was/],
		['a blank', 'account balance', {}, /^'Method' was/],
		['a number', '={{ 7 }}', {}, /^'Method' was 7/],
		['a list', 'account/balance', '={{ [1] }}', /^'JSON' was \[1\]/],
		['a word', 'account/balance', '={{ "x" }}', /JSON/],
		['null', 'account/balance', '={{ null }}', /^'JSON' was null/],
		['broken JSON', 'account/balance', '{"a":', /JSON/],
		['a key of its own', 'account/balance', { vpbx_api_key: 'x' }, /^'JSON' holds 'vpbx_api_key'/],
		['a signature of its own', 'account/balance', { sign: 'x' }, /^'JSON' holds 'sign'/],
		['the whole form', 'account/balance', { json: '{}' }, /^'JSON' holds 'json'/],
		[
			'a callback of nobody',
			'commands/callback',
			{ to_number: '79161234567' },
			/^'JSON' lacks what commands\/callback requires: from\.extension$/,
		],
		[
			'a callback to nobody',
			'commands/callback',
			{ ...CALL, to_number: '' },
			/requires: to_number$/,
		],
		[
			'a text where an object has to be',
			'commands/callback',
			{ ...CALL, from: '101' },
			/requires: from\.extension$/,
		],
		['an empty callback', '/vpbx/commands/callback/', {}, /requires: from\.extension, to_number$/],
		['a task without a campaign', 'task/add', { number: '7' }, /requires: campaign_id$/],
		['null for a task', 'task', { task_id: null }, /requires: task_id$/],
		['no contacts', 'ab/contacts/create', { on_error: 'skip' }, /requires: data$/],
		[
			'a report without its page',
			'stats/calls/request',
			{ start_date: '01.11.2026 00:00:00', end_date: '02.11.2026 00:00:00' },
			/requires: limit, offset$/,
		],
		['tasks of no campaign', 'v2/campaign/tasks', { limit: 100 }, /requires: campaign_ids$/],
		['half a cursor', 'ab/contact/cursor', { mode: 'next-page-1' }, /requires: cursor$/],
	])('%s', async (_, method, json, message) => {
		const { error } = await call(method, json, [{}, {}]);
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});

	test('one bad item keeps all from being sent', async () => {
		const items = [{ to: '79161234567' }, { to: '' }, { to: '79161234568' }];
		const json = '={{ { from: { extension: "101" }, to_number: $json.to } }}';
		const { error } = await call('commands/callback', json, items);
		expect(error?.context?.itemIndex).toBe(1);
		expect(office.mango.requests).toEqual([]);

		const run = await call('commands/callback', json, items, GO_ON);
		expect(jsons(run).map(({ result, error: told }) => told ?? Number(result))).toEqual([
			1000,
			expect.stringMatching(/requires: to_number$/),
			1000,
		]);
		expect(run.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
		expect(office.sent('commands/callback')).toHaveLength(2);
	});

	test('the failed one goes to the error output', async () => {
		const run = await call('={{ $json.method }}', {}, [{ method: 'groups' }, { method: '?' }], {
			onError: 'continueErrorOutput',
		});
		expect(run.outputs.map(({ length }) => length)).toEqual([1, 1]);
	});
});

describe('answers', () => {
	test.each<[unknown, RegExp, RegExp]>([
		[{ result: 2240 }, /not enough money.*result 2240/, /Top up/],
		[{ result: '2110' }, /account is blocked/, /personal account/],
		[{ code: 4101 }, /ended or is unknown/, /going on/],
		[{ result: 5107 }, /10,000 tasks/, /another campaign/],
		[{ result: 7777 }, /unknown result code/, /documentation/],
	])('%j is explained', async (body, message, advice) => {
		office.mango.answerNext({ status: 400, body });
		const { error } = await call('some/method');
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(advice);
	});

	test.each<[string, object, object]>([
		['no result code', { body: { users: [] } }, { users: [] }],
		['nothing', { body: '' }, {}],
		['a class of success', { body: { result: 1001 } }, { result: 1001 }],
	])('%s is a good answer', async (_, answer, expected) => {
		office.mango.answerNext(answer);
		expect(jsons(await call('some/method'))).toEqual([expected]);
	});

	test('the link to a recording is given', async () => {
		const Location = 'https://files.mango-office.ru/once';
		office.mango.answerNext({ status: 302, headers: { Location }, body: '' });
		const params = { recording_id: 'r', action: 'download' };
		expect(jsons(await call('queries/recording/post', params))).toEqual([{ location: Location }]);
	});

	test('basic statistics come as text', async () => {
		office.mango.answerNext({ status: 200, body: '1;2;3\n4;5;6' });
		expect(jsons(await call('stats/result', { key: 'k' }))).toEqual([{ data: '1;2;3\n4;5;6' }]);
	});

	test.each([
		['a page', { status: 200, body: '<html>Log in</html>' }],
		['a list', { status: 200, body: '[1]' }],
		['a fault', { status: 502, body: '<html></html>' }],
		['an internal fault', { status: 500, body: { result: 5000 } }],
		['no time', { status: 500, body: { result: 5011 } }],
	])(
		'%s of a method that may do something: the outcome is unknown, and it is not sent again',
		async (_, answer) => {
			office.mango.answerNext(answer);
			const { error } = await call('some/method');
			expect(error?.message).toMatch(/^It is not known whether MANGO OFFICE has done this/);
			expect(error?.description).toMatch(/Look in MANGO OFFICE before you run this again/);
			expect(office.mango.requests).toHaveLength(1);
		},
	);

	test.each([
		['account/balance', {}],
		['groups', {}],
		['v2/campaign/tasks', { campaign_ids: 1 }],
	])('%s only reads, and is sent again after a fault', async (method, params) => {
		office.mango.answerNext({ status: 502, body: '<html></html>' });
		office.mango.answerNext({ body: { result: 1000 } });
		expect(jsons(await call(method, params))).toEqual([{ result: 1000 }]);
	});

	test('what was done is told with the error of another item', async () => {
		const items = [{ to: '79161234567' }, { to: '79161234568' }];
		const json = '={{ { from: { extension: "101" }, to_number: $json.to } }}';
		office.mango.answerNext({ body: { result: 1000 } });
		office.mango.answerNext({ status: 400, body: { result: 2240 } });
		const { error } = await call('commands/callback', json, items);
		expect(error?.description).toContain(
			'Done all the same, for other items: commands/callback of item 0',
		);
	});
});

test.each<[string, boolean]>([
	['account/balance', true],
	['ab/contact', true],
	['ab/contact/init', true],
	['ab/contact/cursor', true],
	['ab/contacts/update', false],
	['campaign', true],
	['task', true],
	['stats/calls/request', true],
	['task/add', false],
	['campaign/start', false],
	['commands/callback', false],
	['/cc/task/add', false],
	['some/list', false],
])('%s only reads: %s', (path, reads) => expect(isReading(path)).toBe(reads));

describe('the guard', () => {
	const on = (method: string, json: unknown, items?: object[], options?: Partial<RunOptions>) =>
		call(method, json, items, options, guarded);

	test('keeps a second wrong request from being sent', async () => {
		const wrong = { ...CALL, from: { extension: '999' } };
		guarded.mango.answerNext({ method: 'commands/callback', status: 400, body: { result: 3200 } });
		expect((await on('commands/callback', wrong)).error?.message).toMatch(/result 3200/);
		expect((await on('some/method', { id: 5 })).error?.message).toMatch(
			/^This was not sent to MANGO OFFICE/,
		);
		expect(guarded.mango.requests).toHaveLength(1);
	});

	test('ends a run with a wrong request, also where it continues on failures', async () => {
		guarded.mango.answerNext({ method: 'incominglines', status: 400, body: { result: 3100 } });
		const run = await on(
			'={{ $json.method }}',
			{},
			[{ method: 'groups' }, { method: 'incominglines' }, { method: 'account/balance' }],
			GO_ON,
		);
		expect(jsons(run).map(({ error }) => error)).toEqual([
			undefined,
			expect.stringMatching(/result 3100/),
			'This item was not sent to MANGO OFFICE',
		]);
	});

	test('keeps the pace: four callbacks a second', async () => {
		const items = Array.from({ length: 9 }, (_, i) => ({ to: `7916123456${i}` }));
		const run = await on(
			'commands/callback',
			'={{ { from: { extension: "101" }, to_number: $json.to } }}',
			items,
		);
		expect(run.error).toBeUndefined();
		expect(guarded.mango.requests.map(({ status }) => status)).toEqual(Array(9).fill(200));
	});
});
