import type { IRequestOptions } from 'n8n-workflow';

import { HELPERS, sendFromForeignNode } from './foreignNode';
import { useMango } from './mangoAccount';
import { usePortal } from './portal';

const bitrix24 = usePortal();
const office = useMango();

const portalHost = () => new URL(bitrix24.portal.webhookUrl).host;
const secret = () => bitrix24.portal.webhookUrl.split('/').at(-2) ?? '';

/** URLs of the tests: `{host}` is the credential's own, `{hook}` and `{base}` its whole URL. */
const filled = (url: string) =>
	url
		.replace('{hook}', bitrix24.portal.webhookUrl)
		.replace('{base}', office.mango.baseUrl)
		.replace('{host}', url.includes('vpbx') ? new URL(office.mango.baseUrl).host : portalHost());

/** Where in a result a secret stands: nowhere. */
const leaks = (result: unknown) =>
	[secret(), office.mango.apiSalt].filter((one) =>
		JSON.stringify(result, (_, value: unknown) =>
			typeof value === 'function' ? String(value) : value,
		).includes(one),
	);

describe.each(HELPERS)('by %s', (helper) => {
	const ask = async (uri: string, more: Partial<IRequestOptions> = {}) =>
		await sendFromForeignNode(
			{ method: 'POST', uri: filled(uri), ...more },
			{ helper, credentials: bitrix24.credentials() },
		);
	const order = async (uri: string, more: Partial<IRequestOptions> = {}) =>
		await sendFromForeignNode(
			{ method: 'POST', uri: filled(uri), ...more },
			{ helper, credentials: office.credentials() },
		);

	describe('Bitrix24', () => {
		test.each([
			'profile',
			'/profile',
			'profile.json',
			' profile\u200b',
			'http://{host}/rest/profile',
			'http://{host}/rest/profile.json',
			'https://{host}/rest/profile',
			'http://{host}/profile',
			'{hook}profile',
			'{hook}profile.json',
		])('%s is asked for', async (url) => {
			const { outputs, error } = await ask(url);
			expect(error).toBeUndefined();
			expect(outputs[0][0].json.answer).toMatchObject({ result: { ID: '1' } });
			expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual(['profile']);
		});

		const GOT_12 = { entityTypeId: '2', id: '12' };
		test.each<[string, string, Partial<IRequestOptions>]>([
			['JSON', 'crm.item.get', { body: { entityTypeId: '2', id: '12' } }],
			['query parameters', 'crm.item.get', { qs: GOT_12 }],
			['query parameters by GET', 'crm.item.get', { method: 'GET', qs: GOT_12 }],
			['the query of the URL', 'http://{host}/rest/crm.item.get?entityTypeId=2&id=12', {}],
			['a query after a name', 'crm.item.get?entityTypeId=2&id=12', { method: 'GET' }],
		])('takes parameters as %s', async (_, url, more) => {
			const { outputs, error } = await ask(url, more);
			expect(error).toBeUndefined();
			expect(outputs[0][0].json.answer).toMatchObject({ result: { item: { id: 12 } } });
			expect(bitrix24.portal.requests.map(({ params }) => params)).toEqual([GOT_12]);
		});

		test('takes nested names of a query', async () => {
			const qs = { entityTypeId: 2, 'filter[>id]': 12, filter: { categoryId: 0 }, select: ['id'] };
			const { error } = await ask('crm.item.list', { method: 'GET', qs });
			expect(error).toBeUndefined();
			expect(bitrix24.portal.requests[0].params).toEqual({
				entityTypeId: '2',
				filter: { '>id': '12', categoryId: '0' },
				select: ['id'],
			});
		});

		test.each([
			'https://example.com/rest/profile',
			'//example.com/rest/profile',
			'https://{host}.example.com/rest/profile',
			'https://{host}@example.com/rest/profile',
			'https://example.com\\@{host}/rest/profile',
			'https://user@{host}/rest/profile',
			'http://{host}:1/rest/profile',
			'http://127.0.0.1/rest/profile',
			'mailto:somebody@{host}',
			'http://{host}/rest/5/another-secret-16/profile',
			'http://{host}/rest/api/crm.deal.list',
			'http://{host}/rest/',
			'http://{host}/rest/1/',
			'http://{host}/rest/crm.deal/list/',
			'http://{host}/rest/crm%2Fdeal',
			'../../../rest/x/y/profile',
			'crm..deal',
			'http://{host}/?',
			'https://',
			'',
		])('%s is refused before it is sent', async (url) => {
			const result = await ask(url);
			expect(result.error?.message).toMatch(/^'URL' .*Allowed is a method, as in http:\/\/127/);
			expect(result.error?.message).toContain(`http://${portalHost()}/rest/crm.deal.list`);
			expect(bitrix24.portal.requests).toEqual([]);
			expect(leaks(result)).toEqual([]);
		});

		test.each([301, 302, 307, 308])('a redirect with %i is not followed', async (status) => {
			const elsewhere = filled('{base}');
			bitrix24.portal.answerNext({ status, headers: { Location: elsewhere }, body: '' });
			const result = await ask('profile');
			expect(result.error?.message).toBeDefined();
			expect(office.mango.requests).toEqual([]);
			expect(leaks(result)).toEqual([]);
		});

		test.each([
			['an error', { status: 400, body: { error: 'NOT_FOUND', error_description: 'No such' } }],
			['a page', { status: 502, body: '<html>Bad gateway</html>' }],
		])("what comes back with %s tells nothing of the webhook's secret", async (_, answer) => {
			bitrix24.portal.answerNext(answer);
			const result = await ask('crm.item.get');
			expect(result.error?.message).toBeDefined();
			expect(leaks(result)).toEqual([]);
			bitrix24.portal.answerNext(answer);
			const passedOn = await sendFromForeignNode(
				{ method: 'GET', uri: 'crm.item.get' },
				{ helper, credentials: bitrix24.credentials(), onError: 'continueRegularOutput' },
			);
			expect(leaks(passedOn)).toEqual([]);
		});

		test('a portal that is gone is told without its secret', async () => {
			await bitrix24.portal.stop();
			const result = await ask('profile');
			expect(result.error?.message).toMatch(/refused the connection/);
			expect(leaks(result)).toEqual([]);
		});
	});

	describe('MANGO OFFICE', () => {
		test.each([
			'account/balance',
			'/vpbx/account/balance',
			' account/balance\u200b',
			'{base}account/balance',
			'http://{host}/vpbx/account/balance',
			'https://{host}/vpbx/account/balance',
		])('%s is asked for', async (url) => {
			const { outputs, error } = await order(url);
			expect(error).toBeUndefined();
			expect(outputs[0][0].json.answer).toMatchObject({ currency: 'RUB' });
			expect(office.sent('account/balance')).toEqual([{}]);
		});

		const CALL = { command_id: 'c 1', from: { extension: '101' }, to_number: '79161234567' };
		const text = JSON.stringify(CALL, undefined, 2);
		test.each<[string, Partial<IRequestOptions>]>([
			['JSON', { body: CALL }],
			['JSON, by GET', { method: 'GET', body: CALL }],
			['a form', { form: CALL }],
			["a form of MANGO's field alone", { form: { json: text } }],
			["JSON of MANGO's field alone", { body: { json: text } }],
			['JSON of an object in that field', { body: { json: CALL } }],
			['raw text', { body: text }],
			['raw text of another type', { body: text, headers: { 'content-type': 'application/json' } }],
			[
				'a text with its length',
				{ body: text, headers: { 'content-length': String(text.length) } },
			],
		])('takes and signs parameters as %s', async (_, more) => {
			const { outputs, error } = await order('commands/callback', more);
			expect(error).toBeUndefined();
			expect(outputs[0][0].json.answer).toMatchObject({ result: 1000 });
			expect(office.sent('commands/callback')).toEqual([CALL]);
		});

		test.each<[string, Partial<IRequestOptions>, RegExp]>([
			['a list', { body: [CALL] }, /^'Body' is no JSON object/],
			['a word', { body: 'callback' }, /^'Body' is no JSON object/],
			['broken JSON', { body: '{"a":' }, /^'Body' is no JSON object/],
			['a file', { body: Buffer.from('{}') }, /^'Body' is no JSON object/],
			[
				'a key of its own',
				{ body: { ...CALL, vpbx_api_key: 'x' } },
				/^'Body' holds 'vpbx_api_key'/,
			],
			['a signed form', { form: { sign: 'x', json: text } }, /^'Body' holds 'sign'/],
			['a sign in its JSON', { body: { json: '{"sign":"x"}' } }, /^'Body' holds 'sign'/],
			['query parameters', { qs: { a: 1 } }, /^'Query Parameters' are not empty/],
		])('%s is refused before it is sent', async (_, more, message) => {
			const { error } = await order('commands/callback', more);
			expect(error?.message).toMatch(message);
			expect(office.mango.requests).toEqual([]);
		});

		test.each([
			'https://example.com/vpbx/account/balance',
			'//example.com/vpbx/account/balance',
			'https://{host}.example.com/vpbx/account/balance',
			'https://user@{host}/vpbx/account/balance',
			'http://{host}:1/vpbx/account/balance',
			'account/balance?a=1',
			'{base}..',
			'http://',
		])('%s is refused before it is sent', async (url) => {
			const result = await order(url);
			expect(result.error?.message).toMatch(/^'URL' /);
			expect(office.mango.requests).toEqual([]);
			expect(leaks(result)).toEqual([]);
		});

		test.each([301, 302, 307, 308])('a redirect with %i is not followed', async (status) => {
			const elsewhere = filled('{hook}profile');
			office.mango.answerNext({ status, headers: { Location: elsewhere }, body: '' });
			const result = await order('account/balance');
			expect(result.error?.message).toBeDefined();
			expect(bitrix24.portal.requests).toEqual([]);
			expect(leaks(result)).toEqual([]);
		});
	});
});

test("a form's nested names reach Bitrix24", async () => {
	const form = { entityTypeId: 2, order: { id: 'ASC' }, filter: { '@id': [12, 14] } };
	const { error } = await sendFromForeignNode(
		{ method: 'POST', uri: 'crm.item.list', form },
		{ helper: 'requestWithAuthentication', credentials: bitrix24.credentials() },
	);
	expect(error).toBeUndefined();
	expect(bitrix24.portal.requests[0].params).toMatchObject({ filter: { '@id': ['12', '14'] } });
});

test("the credential's own test reaches its portal", async () => {
	const { outputs } = await sendFromForeignNode(
		{ method: 'POST', uri: 'batch.json', body: { cmd: { c0: 'profile' } } },
		{ helper: 'httpRequestWithAuthentication', credentials: bitrix24.credentials() },
	);
	expect(outputs[0][0].json.answer).toMatchObject({ result: { result: { c0: { ID: '1' } } } });
});
