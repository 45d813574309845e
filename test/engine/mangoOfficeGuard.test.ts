import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../clock/clock';
import { chosen, useMango } from './mangoAccount';

const office = useMango({ rateLimit: true, lockout: true });

const CALLBACK: INodeParameters = {
	resource: 'call',
	operation: 'callback',
	callFrom: 'parameter',
	employee: chosen('101'),
	phone: '={{ $json.phone }}',
};
const phoneOf = (i: number) => `7916111${String(i).padStart(4, '0')}`;
const callback = (i: number, more: INodeParameters = {}, options = {}) =>
	office.run({ ...CALLBACK, ...more }, { phone: phoneOf(i), dealId: i }, options);
const statuses = () => office.mango.requests.map(({ status }) => status);
const wrong = (result: number) => office.mango.answerNext({ status: 400, body: { result } });
const retryFor = (seconds: number) => ({ options: { retryFor: seconds } });

describe('the pace of an account', () => {
	test('100 executions at 25 a second: no refusal, and all within 25 seconds', async () => {
		const start = clock.now();
		const runs: Array<ReturnType<typeof callback>> = [];
		for (let i = 0; i < 100; i += 1) {
			runs.push(callback(i));
			await clock.advance(40);
		}
		const results = await Promise.all(runs);
		expect(results.filter(({ outputs }) => outputs[0]?.[0].json.accepted)).toHaveLength(100);
		expect(statuses()).toEqual(Array(100).fill(200));
		expect(clock.now() - start).toBeLessThanOrEqual(25_000);
	});

	test('waiting for it does not count against Retry For', async () => {
		const runs = Array.from({ length: 40 }, (_, i) => callback(i, retryFor(0)));
		const results = await Promise.all(runs);
		expect(results.every(({ outputs }) => outputs[0]?.[0].json.accepted)).toBe(true);
		expect(statuses()).toEqual(Array(40).fill(200));
	});

	test('a refusal for the rate, by what others send, holds everybody back', async () => {
		await callback(0);
		office.mango.answerNext({ status: 429, body: { code: 0, status: 429 } });
		const start = clock.now();
		await Promise.all(Array.from({ length: 12 }, (_, i) => callback(i)));
		expect(statuses().filter((status) => status === 429)).toHaveLength(1);
		expect(clock.now() - start).toBeGreaterThanOrEqual(2000);
		expect(office.mango.requests).toHaveLength(14);
	});
});

describe('Retry For', () => {
	const LIMIT = { status: 429, body: { code: 0, status: 429 } };

	test.each([1, 7, 30, 100])('%i seconds are used to the last', async (seconds) => {
		for (let i = 0; i < 100; i += 1) office.mango.answerNext(LIMIT);
		const start = clock.now();
		const { error } = await callback(0, retryFor(seconds));
		expect(error?.message).toMatch(/too many requests/);
		expect(clock.now() - start).toBe(seconds * 1000);
	});

	test('pauses grow, and are not the same for all', async () => {
		const pauses = async () => {
			office.mango.reset();
			for (let i = 0; i < 3; i += 1) office.mango.answerNext(LIMIT);
			const start = clock.now();
			await callback(0);
			return clock.now() - start;
		};
		const sums: number[] = [];
		for (let i = 0; i < 8; i += 1) sums.push(await pauses());
		expect(new Set(sums).size).toBeGreaterThan(1);
		for (const sum of sums) expect(sum >= 7000 && sum <= 10_600).toBe(true);
	});
});

describe('after a wrong request', () => {
	test('the same one is answered from memory for two minutes', async () => {
		await callback(1);
		wrong(3200);
		const [first, second] = [await callback(2), await callback(2)];
		expect(first.error?.message).toMatch(/result 3200/);
		expect(second.error?.message).toBe(first.error?.message);
		expect(office.mango.requests).toHaveLength(2);
		await clock.advance(125_000);
		expect((await callback(2)).outputs[0][0].json.accepted).toBe(true);
	});

	test('calls whose fields are known go on, and one bad telephone number does not stop them', async () => {
		await callback(1);
		wrong(3200);
		await callback(2);
		for (let i = 3; i < 8; i += 1)
			expect((await callback(i)).outputs[0][0].json.accepted).toBe(true);
		expect(statuses().filter((status) => status === 400)).toHaveLength(1);
	});

	test.each<[string, INodeParameters]>([
		['another extension', { ...CALLBACK, employee: chosen('999') }],
		['another line', { ...CALLBACK, line: chosen('74950000000') }],
		[
			'another method',
			{
				resource: 'sms',
				operation: 'send',
				employee: chosen('101'),
				phone: '79161110001',
				text: 'x',
			},
		],
		[
			'a task for another campaign',
			{ resource: 'campaignTask', operation: 'start', taskId: 7, campaign: chosen('1') },
		],
		[
			'another recording',
			{
				resource: 'recording',
				operation: 'download',
				recordingId: 'MToxMDI0MjQyNzoyNTg2MzI1NzAxODow',
			},
		],
	])('%s waits, or is told that nothing was sent', async (_, parameters) => {
		await callback(1);
		wrong(3104);
		await callback(2);
		const sent = office.mango.requests.length;
		const { error } = await office.run(parameters, { phone: phoneOf(3) });
		expect(error?.message).toMatch(/^This was not sent to MANGO OFFICE, which has just refused/);
		expect(error?.description).toMatch(
			/Nothing has been done: it is safe to run this again after \d\d:\d\d:\d\d UTC/,
		);
		expect(office.mango.requests).toHaveLength(sent);
	});

	test('with a long Retry For it is sent after the two minutes', async () => {
		wrong(3104);
		await callback(1);
		const start = clock.now();
		expect((await callback(2, retryFor(150))).outputs[0][0].json.accepted).toBe(true);
		expect(clock.now() - start).toBeGreaterThanOrEqual(120_000);
	});

	test('many wrong ones at once: one is sent, and the account stays open', async () => {
		const before = await office.run({ resource: 'account', operation: 'getBalance' });
		expect(before.error).toBeUndefined();
		for (let i = 0; i < 5; i += 1)
			office.mango.answerNext({ method: 'commands/callback', status: 400, body: { result: 3300 } });
		const results = await Promise.all(
			[991, 992, 993, 994].map((n, i) => callback(i, { employee: chosen(String(n)) })),
		);
		expect(results.map(({ error }) => error?.message)).toEqual([
			expect.stringMatching(/result 3300/),
			...Array(3).fill(expect.stringMatching(/^This was not sent/)),
		]);
		expect(statuses()).toEqual([200, 400]);
	});
});

describe('wrong keys', () => {
	const keys = (changes: object) => ({
		credentials: { mangoOfficeApi: { ...office.credentials().mangoOfficeApi, ...changes } },
	});
	const LISTS = ['searchEmployees', 'searchLines', 'searchGroups', 'searchCampaigns'];

	test.each([
		['salt', { apiSalt: 'wrong' }, /The signature is wrong/],
		['key', { apiKey: 'wrong' }, /does not know the API key/],
	])(
		'a wrong %s is asked once by all lists of the editor, and production goes on',
		async (_, changes, words) => {
			expect((await callback(1)).error).toBeUndefined();
			for (let i = 0; i < 3; i += 1) {
				for (const list of LISTS)
					await expect(office.search(list, '', keys(changes))).rejects.toThrow(words);
				await clock.advance(200_000);
			}
			const { error } = await callback(1, {}, keys(changes));
			expect(error?.message).toMatch(words);
			expect(statuses()).toEqual([200, 400]);
			expect((await callback(2)).outputs[0][0].json.accepted).toBe(true);
		},
	);

	test('lists that are opened at once ask once', async () => {
		const lists = await Promise.allSettled(
			LISTS.map((list) => office.search(list, '', keys({ apiSalt: 'wrong' }))),
		);
		expect(lists.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
		expect(office.mango.requests).toHaveLength(1);
	});

	test('another salt is asked at once, as long as nobody else uses the account', async () => {
		await expect(office.search('searchLines', '', keys({ apiSalt: 'wrong' }))).rejects.toThrow(
			/signature/,
		);
		expect(await office.search('searchLines')).toHaveLength(2);
	});

	test('while production uses the account another new salt waits for the two minutes', async () => {
		await callback(1);
		await expect(office.search('searchLines', '', keys({ apiSalt: 'wrong' }))).rejects.toThrow(
			/signature/,
		);
		await expect(office.search('searchLines', '', keys({ apiSalt: 'wrong too' }))).rejects.toThrow(
			/was not sent/,
		);
		expect(statuses()).toEqual([200, 400]);
	});
});

describe('a lock-out', () => {
	const lock = (times: number) => {
		for (let i = 0; i < times; i += 1) office.mango.answerNext({ status: 401, body: '' });
	};

	test('is waited out within Retry For, since nothing has run', async () => {
		lock(3);
		expect((await callback(1)).outputs[0][0].json.accepted).toBe(true);
		expect(office.mango.requests).toHaveLength(4);
		expect(office.mango.calls.length).toBeLessThanOrEqual(1);
	});

	test('longer than Retry For: is told, within that time', async () => {
		lock(100);
		const start = clock.now();
		const { error } = await callback(1, retryFor(20));
		expect(error?.message).toMatch(/has locked the API access/);
		expect(clock.now() - start).toBeLessThanOrEqual(20_000);
	});

	test('made by others: a hundred executions do not all knock, and all are let in after it', async () => {
		const body = new URLSearchParams({
			vpbx_api_key: office.mango.apiKey,
			sign: 'wrong',
			json: '{}',
		});
		for (let i = 0; i < 2; i += 1)
			await fetch(`${office.mango.baseUrl}account/balance`, { method: 'POST', body });
		const results = await Promise.all(
			Array.from({ length: 100 }, (_, i) => callback(i, retryFor(180))),
		);
		expect(results.filter(({ outputs }) => outputs[0]?.[0].json.accepted)).toHaveLength(100);
		expect(statuses().filter((status) => status === 401).length).toBeLessThanOrEqual(25);
		expect(statuses().filter((status) => status === 200)).toHaveLength(100);
	});

	test('whose end is known and too late is told at once, without asking', async () => {
		wrong(3300);
		await callback(1);
		await clock.advance(60_000);
		lock(1);
		await office.run({ resource: 'account', operation: 'getBalance' });
		const [sent, start] = [office.mango.requests.length, clock.now()];
		const { error } = await callback(2);
		expect(error?.message).toMatch(/has locked the API access/);
		expect([office.mango.requests.length, clock.now()]).toEqual([sent, start]);
	});
});
