import { startMango, type MangoStandin } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { SIGNATURE_EXAMPLES } from '../signatureExamples';
import { callMango, openMango, postForm, sha256 } from './openMango';

const open = openMango();
const key = () => open.mango.apiKey;
const signed = (json: string) => ({
	vpbx_api_key: key(),
	sign: sha256(key() + json + open.mango.apiSalt),
	json,
});
const post = (path: string, form: Record<string, string>) =>
	postForm(open.mango.baseUrl + path, form);

describe('the official signature vectors', () => {
	let official: MangoStandin;
	beforeAll(async () => {
		official = await startMango({
			apiKey: '<YOUR_API_KEY>',
			apiSalt: '<YOUR_API_SALT>',
			rateLimit: false,
			lockout: false,
		});
	});
	afterAll(() => official.stop());

	it.each(SIGNATURE_EXAMPLES)('takes %s', async (json, sign) => {
		const reply = await postForm(`${official.baseUrl}incominglines`, {
			vpbx_api_key: '<YOUR_API_KEY>',
			sign,
			json,
		});
		expect([reply.status, Number(reply.body.result)]).toEqual([200, 1000]);
		const other = await postForm(`${official.baseUrl}incominglines`, {
			vpbx_api_key: '<YOUR_API_KEY>',
			sign,
			json: `${json} `,
		});
		expect(other.body.result).toBe(3102);
	});
});

describe('the form', () => {
	it.each([
		['a wrong key', (form: Record<string, string>) => ({ ...form, vpbx_api_key: 'wrong' }), 3105],
		['a wrong sign', (form: Record<string, string>) => ({ ...form, sign: 'f'.repeat(64) }), 3102],
		['a sign of another length', (form: Record<string, string>) => ({ ...form, sign: 'f' }), 3102],
		['json of other bytes', (form: Record<string, string>) => ({ ...form, json: '{ }' }), 3102],
		['broken JSON', () => signed('{"a":'), 3400],
		['a list', () => signed('[]'), 3400],
		[
			'no sign',
			({ vpbx_api_key, json }: Record<string, string>) =>
				({ vpbx_api_key, json }) as Record<string, string>,
			3103,
		],
		[
			'no json',
			({ vpbx_api_key, sign }: Record<string, string>) =>
				({ vpbx_api_key, sign }) as Record<string, string>,
			3103,
		],
	])('refuses %s', async (_what, change, code) => {
		const reply = await post('incominglines', change(signed('{}')));
		expect([reply.status, reply.body.result]).toEqual([400, code]);
		expect(String(reply.body.message)).not.toBe('');
	});

	it('never tells the right sign', async () => {
		const form = signed('{}');
		const { text } = await post('incominglines', { ...form, sign: 'f'.repeat(64) });
		expect(text).not.toContain(form.sign);
		expect(text).not.toContain(open.mango.apiSalt);
	});

	it('refuses GET', async () => {
		const response = await fetch(
			`${open.mango.baseUrl}incominglines?${new URLSearchParams(signed('{}'))}`,
		);
		expect([response.status, await response.json()]).toEqual([
			400,
			expect.objectContaining({ result: 3101 }),
		]);
	});

	it('takes cyrillic as it was signed, and a slash at the end', async () => {
		const { status, body } = await post('stats/calls/result/', signed('{"key":"Ключ"}'));
		expect([status, body.status]).toEqual([200, 'not-found']);
	});

	it('knows a missing and a misshapen parameter', async () => {
		expect((await open.call('commands/callback', { from: { extension: '106' } })).body.result).toBe(
			3103,
		);
		expect(
			(await open.call('commands/callback', { from: '106', to_number: '79161234505' })).body.result,
		).toBe(3104);
		expect(
			(
				await open.call('commands/callback', {
					from: { extension: '106' },
					to_number: '7'.repeat(129),
				})
			).body.result,
		).toBe(3104);
		expect(open.mango.calls).toHaveLength(0);
	});

	it('gives every answer an X-Uuid of its own', async () => {
		const [first, second] = [await open.call('incominglines'), await open.call('nothing')];
		expect(first.headers.get('x-uuid')).toMatch(/^[0-9a-f-]{36}$/);
		expect(second.status).toBe(404);
		expect(second.headers.get('x-uuid')).not.toBe(first.headers.get('x-uuid'));
	});

	it('writes every second 1000 as text', async () => {
		const results = [];
		for (let index = 0; index < 4; index += 1)
			results.push((await open.call('incominglines')).body.result);
		expect(new Set(results)).toEqual(new Set([1000, '1000']));
	});

	it('answers as in 2017 when told to: HTTP 420 and `code`', async () => {
		const old = await startMango({ errorStyle: 'code', resultStyle: 'string' });
		const refused = await callMango(old, 'commands/callback', '{}');
		const good = await callMango(old, 'incominglines', '{}');
		await old.stop();
		expect([refused.status, refused.body]).toEqual([420, { code: 3103 }]);
		expect(good.body.result).toBe('1000');
	});

	it('gives a forced answer once, and logs what came', async () => {
		open.mango.answerNext({
			method: 'account/balance',
			status: 502,
			body: '<html>Bad gateway</html>',
		});
		const [lines, first, second] = [
			await open.call('incominglines'),
			await open.call('account/balance'),
			await open.call('account/balance'),
		];
		expect([lines.status, first.status, first.text, second.body.currency]).toEqual([
			200,
			502,
			'<html>Bad gateway</html>',
			'RUB',
		]);
		expect(open.mango.requests).toEqual([
			{ path: 'incominglines', json: {}, status: 200, result: 1000 },
			{ path: 'account/balance', status: 502 },
			{ path: 'account/balance', json: {}, status: 200, result: 1000 },
		]);
	});

	it('can do the work and lose the answer', async () => {
		open.mango.answerNext({ method: 'task/add', dropConnection: true, runFirst: true, body: '' });
		await expect(
			open.call('task/add', { campaign_id: 79893, number: '79160000001' }),
		).rejects.toThrow();
		expect(open.mango.campaign(79893)?.tasks.at(-1)?.number).toBe('79160000001');
	});
});

describe('the lock-out', () => {
	let mango: MangoStandin;
	beforeAll(async () => {
		mango = await startMango({ rateLimit: false });
	});
	beforeEach(() => mango.reset());
	afterAll(() => mango.stop());
	const good = async () => (await callMango(mango, 'incominglines', '{}')).status;
	const bad = async () => (await callMango(mango, 'commands/callback', '{}')).status;

	it('forgives one invalid request in two minutes', async () => {
		expect([await bad(), await good()]).toEqual([400, 200]);
		await clock.advance(120_000);
		expect([await bad(), await good()]).toEqual([400, 200]);
	});

	it('answers 401 to all after a second one, until two minutes after the first', async () => {
		expect(await bad()).toBe(400);
		await clock.advance(60_000);
		expect([await bad(), await good(), await bad()]).toEqual([401, 401, 401]);
		await clock.advance(59_999);
		expect(await good()).toBe(401);
		await clock.advance(1);
		expect(await good()).toBe(200);
	});

	it('does not count refusals that are no 3xxx', async () => {
		const finished = async () =>
			(await callMango(mango, 'task/add', '{"campaign_id":79895,"number":"79160000001"}')).body
				.result;
		expect([await finished(), await finished(), await good()]).toEqual([5106, 5106, 200]);
	});
});

describe('the rate limits', () => {
	let mango: MangoStandin;
	beforeAll(async () => {
		mango = await startMango({ lockout: false });
	});
	beforeEach(() => mango.reset());
	afterAll(() => mango.stop());
	const call = (path: string, json = '{}') => callMango(mango, path, json);
	const statuses = async (path: string, times: number) => {
		const all = [];
		for (let index = 0; index < times; index += 1) all.push((await call(path)).status);
		return all;
	};

	it('takes four callbacks a second, and refuses the fifth with the odd body', async () => {
		expect(await statuses('commands/callback', 4)).toEqual([400, 400, 400, 400]);
		const fifth = await call('commands/callback');
		expect([fifth.status, fifth.body]).toEqual([
			429,
			{ name: 'Service Unavailable', message: 'Rate limit exceeded.', code: 0, status: 429 },
		]);
		await clock.advance(250);
		expect(await statuses('commands/callback', 2)).toEqual([400, 429]);
	});

	it.each([
		['config/users/request', 1, 2000],
		['stats/request', 1, 2000],
		['commands/transfer', 1, 2000],
		['account/balance', 2, 500],
		['groups', 10, 100],
	])('of %s is %s, and one more after %s ms', async (path, burst, wait) => {
		const all = await statuses(path, burst + 1);
		expect(all.slice(0, burst)).not.toContain(429);
		expect(all[burst]).toBe(429);
		await clock.advance(wait - 1);
		expect((await call(path)).status).toBe(429);
		await clock.advance(1);
		expect((await call(path)).status).not.toBe(429);
	});

	it('counts the methods of the contact centre together, and answers 5008', async () => {
		for (let index = 0; index < 5; index += 1) await call('campaign/list');
		expect(await statuses('custom-type/list', 5)).toEqual([200, 200, 200, 200, 200]);
		expect((await call('task/add')).body).toEqual({ result: 5008 });
		expect((await call('incominglines')).status).toBe(200);
	});
});
