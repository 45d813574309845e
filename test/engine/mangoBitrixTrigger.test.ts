import type { INodeParameters, INodeType } from 'n8n-workflow';

import { loadPackage } from './harness';
import { hostWebhook, type WebhookHost } from './webhookHost';

const CREDENTIAL = { authData: 'qwerty2', productId: 'qwerty.bitrix24.ru' };
const SENDER = 'Source=Bitrix24&AuthData=qwerty2&Product_id=qwerty.bitrix24.ru';
const MOVE = `${SENDER}&Action=Deal_Move&DealID=12&Result=POSITIVE`;

const hosts: WebhookHost[] = [];
afterEach(async () => {
	await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function trigger(
	parameters: INodeParameters = {},
	credential: Partial<typeof CREDENTIAL> = {},
) {
	const host = await hostWebhook('mangoBitrixTrigger', {
		parameters,
		credentials: { mangoBitrixWebhookApi: { ...CREDENTIAL, ...credential } },
	});
	hosts.push(host);
	return host;
}

/** What each output is for, and what a webhook asks to leave by it. */
const OUTPUTS = [
	{ action: 'dealMove', name: 'Deal Move', query: 'Deal_Move&Result=NEUTRAL' },
	{ action: 'callback', name: 'Callback', query: 'Callback' },
	{ action: 'campaignTask', name: 'Campaign Task', query: 'Campaign_Task' },
];
const ALL = { actions: OUTPUTS.map(({ action }) => action) };
const SUBSETS = [0b001, 0b010, 0b100, 0b011, 0b101, 0b110, 0b111].map((bits) =>
	ALL.actions.filter((_, i) => bits & (1 << i)),
);

/** Bodies in which no parameter can be read. */
const UNREADABLE: Array<[string, RequestInit]> = [
	['multipart', { body: form() }],
	['plain text', { body: 'deal 12', headers: { 'Content-Type': 'text/plain' } }],
	[
		'bytes of an unknown type',
		{ body: new Uint8Array(9), headers: { 'Content-Type': 'application/octet-stream' } },
	],
	['bytes of no type', { body: new Uint8Array(9) }],
];

describe('a webhook that is let in', () => {
	test('starts an execution and is answered with an empty 200', async () => {
		const { url, started } = await trigger();
		const response = await fetch(`${url}?${MOVE}`);
		expect([response.status, await response.text()]).toEqual([200, '']);
		expect(started).toHaveLength(1);
		expect(started[0][0]).toEqual([
			{
				json: {
					action: 'dealMove',
					dealId: 12,
					result: 'POSITIVE',
					source: 'Bitrix24',
					productId: 'qwerty.bitrix24.ru',
					actionName: 'Deal_Move',
				},
			},
		]);
	});

	test.each(SUBSETS)(
		'%j accepted: each action leaves by its own output, the others start nothing',
		async (...actions) => {
			const { url, started } = await trigger({ actions });
			const answers: number[] = [];
			for (const { query } of OUTPUTS)
				answers.push((await fetch(`${url}?${SENDER}&DealID=5&Action=${query}`)).status);
			expect(answers).toEqual(OUTPUTS.map(({ action }) => (actions.includes(action) ? 200 : 403)));
			const accepted = OUTPUTS.filter(({ action }) => actions.includes(action));
			expect(
				started.map((outputs) => outputs.map((items) => items.map(({ json }) => json.action))),
			).toEqual(
				accepted.map((one) => OUTPUTS.map(({ action }) => (action === one.action ? [action] : []))),
			);
		},
	);

	test("the robot's form body names the deal", async () => {
		const { url, started } = await trigger(ALL);
		const body = new URLSearchParams({
			'document_id[0]': 'crm',
			'document_id[1]': 'CCrmDocumentDeal',
			'document_id[2]': 'DEAL_31',
		});
		const response = await fetch(`${url}?${SENDER}&Action=Callback`, { method: 'POST', body });
		expect(response.status).toBe(200);
		expect(started[0][1][0].json).toMatchObject({ action: 'callback', dealId: 31 });
	});

	// A body of bytes goes out without a Content-Type.
	test.each([
		['no type', (text: string) => ({ body: Buffer.from(text) })],
		[
			'an unknown type',
			(text: string) => ({ body: text, headers: { 'Content-Type': 'application/octet-stream' } }),
		],
		['plain text', (text: string) => ({ body: text, headers: { 'Content-Type': 'text/plain' } })],
		[
			'capitals',
			(text: string) => ({
				body: text,
				headers: { 'Content-Type': 'Application/X-WWW-Form-URLencoded; x=y' },
			}),
		],
	])("the robot's form or JSON of %s", async (_name, init) => {
		const { url, started } = await trigger(ALL);
		const form = 'document_id%5B0%5D=crm&document_id%5B2%5D=DEAL_31';
		for (const text of [
			form,
			JSON.stringify({ document_id: ['crm', 'CCrmDocumentDeal', 'DEAL_31'] }),
		]) {
			const response = await fetch(`${url}?${SENDER}&Action=Callback&TelNumbr=`, {
				method: 'POST',
				...init(text),
			});
			expect(response.status).toBe(200);
		}
		expect(started.map(([, [{ json }]]) => [json.action, json.dealId, json.phone])).toEqual([
			['callback', 31, undefined],
			['callback', 31, undefined],
		]);
	});

	test.each(UNREADABLE)('everything is in the URL, whatever the body: %s', async (_name, init) => {
		const { url, started } = await trigger();
		expect((await fetch(`${url}?${MOVE}`, { method: 'POST', ...init })).status).toBe(200);
		expect(started[0][0][0].json).toMatchObject({ dealId: 12 });
	});

	test.each([
		[{}, '030 901820', 400],
		[{ country: 'DE' }, '030 901820', 200],
		[{}, '8 (900) 123-45-67', 200],
	])('with the options %j a phone %s gets %i', async (options, phone, status) => {
		const { url } = await trigger({ ...ALL, options });
		const query = new URLSearchParams({ Action: 'Callback', DealID: '12', TelNumbr: phone });
		expect((await fetch(`${url}?${SENDER}&${query}`)).status).toBe(status);
	});

	test.each([
		['LEAD_5', { kind: 'lead', entityTypeId: 1, id: 5, leadId: 5 }],
		['DYNAMIC_177_12', { kind: 'smartProcess', entityTypeId: 177, id: 12 }],
	])('a robot of %s, where it is allowed', async (document, expected) => {
		const options = { furtherRobots: ['lead', 'smartProcess'] };
		const { url, started } = await trigger({ ...ALL, options });
		const body = new URLSearchParams({ 'document_id[0]': 'crm', 'document_id[2]': document });
		const query = `${SENDER}&Action=Campaign_Task`;
		expect((await fetch(`${url}?${query}`, { method: 'POST', body })).status).toBe(200);
		const [, , [{ json }]] = started[0];
		expect(json).toMatchObject({ action: 'campaignTask', ...expected });
		expect(json).not.toHaveProperty('dealId');
	});

	test('a mapped Action value', async () => {
		const actionMapping = { mapping: [{ value: 'Move_Deal', action: 'dealMove' }] };
		const { url, started } = await trigger({ options: { actionMapping } });
		await fetch(`${url}?${MOVE.replace('Deal_Move', 'Move_Deal')}`);
		expect(started[0][0][0].json).toMatchObject({ action: 'dealMove', actionName: 'Move_Deal' });
	});
});

describe('a refusal is JSON, has its status, and starts nothing', () => {
	async function refused(query: string, parameters: INodeParameters = {}, init: RequestInit = {}) {
		const { url, started } = await trigger(parameters);
		const response = await fetch(`${url}?${query}`, init);
		expect(response.headers.get('content-type')).toContain('application/json');
		expect(started).toEqual([]);
		const { error } = (await response.json()) as { error: { code: string } };
		return [response.status, error.code];
	}

	test.each([
		[MOVE.replace('qwerty2', 'x'), [401, 'AUTH_DATA_WRONG']],
		[MOVE.replace('qwerty.', 'other.'), [403, 'PRODUCT_ID_WRONG']],
		[MOVE.replace('Source=Bitrix24', 'Source=Elsewhere'), [400, 'SOURCE_UNKNOWN']],
		[MOVE.replace('Deal_Move', 'Move'), [400, 'ACTION_UNKNOWN']],
		[MOVE.replace('Deal_Move', 'Callback'), [403, 'ACTION_NOT_ACCEPTED']],
		[MOVE.replace('12', 'twelve'), [400, 'DEAL_ID_INVALID']],
		[MOVE.replace('POSITIVE', 'HELLO'), [400, 'RESULT_INVALID']],
	])('%s', async (query, expected) => {
		expect(await refused(query)).toEqual(expected);
	});

	test.each(UNREADABLE)(
		'a body of %s, with something missing from the URL',
		async (_name, init) => {
			expect(
				await refused(MOVE.replace('&DealID=12', ''), {}, { method: 'POST', ...init }),
			).toEqual([400, 'BODY_UNREADABLE']);
		},
	);

	test.each([
		['a JSON list', { body: '[1]', headers: { 'Content-Type': 'application/json' } }],
		['a megabyte', { body: new URLSearchParams({ x: 'x'.repeat(1 << 20) }) }],
		['a megabyte of no type', { body: new Uint8Array(1 << 20) }],
	])('a body of %s', async (_name, init) => {
		expect(await refused(MOVE, {}, { method: 'POST', ...init })).toEqual([400, 'BODY_UNREADABLE']);
	});

	test('a lead', async () => {
		const body = new URLSearchParams({ 'document_id[2]': 'LEAD_5' });
		expect(await refused(`${SENDER}&Action=Callback`, ALL, { method: 'POST', body })).toEqual([
			400,
			'NOT_A_DEAL',
		]);
	});

	test('an HTTP method that is not accepted', async () => {
		expect(await refused(MOVE, { options: { httpMethods: ['POST'] } })).toEqual([
			405,
			'METHOD_NOT_ALLOWED',
		]);
	});

	test('an address that is not allowed, before anything else is told', async () => {
		expect(
			await refused('', { options: { allowedAddresses: '10.0.0.0/8, 81.88.80.132 ::2' } }),
		).toEqual([403, 'ADDRESS_NOT_ALLOWED']);
	});
});

test.each(['127.0.0.1', '127.0.0.0/8', '10.0.0.0/8,127.0.0.1', '0.0.0.0/0 ::/0'])(
	'an address within %s is let in',
	async (allowedAddresses) => {
		const { url, started } = await trigger({ options: { allowedAddresses } });
		expect((await fetch(`${url}?${MOVE}`)).status).toBe(200);
		expect(started).toHaveLength(1);
	},
);

describe('settings that cannot hold', () => {
	test.each([
		[{ actions: [] }, {}, /'Accepted Actions' is empty/],
		[{ options: { allowedAddresses: '10.0.0.0/8, nowhere' } }, {}, /holds 'nowhere'/],
		[{ options: { allowedAddresses: '300.1.1.1' } }, {}, /holds '300.1.1.1'/],
		[
			{ options: { actionMapping: { mapping: [{ value: '', action: 'dealMove' }] } } },
			{},
			/'Further Action Values' is empty/,
		],
		[
			{ options: { actionMapping: { mapping: [{ value: 'Callback', action: 'dealMove' }] } } },
			{},
			/is 'Callback', which is known already/,
		],
		[{ options: { country: 'Russia' } }, {}, /'Default Country' was "Russia"/],
		[{}, { authData: '' }, /'Auth Data' of the credential is empty/],
	])('%j %j', async (parameters, credential, message) => {
		const { url, started } = await trigger(parameters as INodeParameters, credential);
		const response = await fetch(`${url}?${MOVE}`);
		expect([response.status, ((await response.json()) as { message: string }).message]).toEqual([
			500,
			expect.stringMatching(message),
		]);
		expect(started).toEqual([]);
	});
});

test('the outputs and their names stand in the description, without an expression', async () => {
	const { type } = (await loadPackage()).getNode('mangoBitrixTrigger') as { type: INodeType };
	expect(type.description.outputs).toEqual(OUTPUTS.map(() => 'main'));
	expect(type.description.outputNames).toEqual(OUTPUTS.map(({ name }) => name));
});

test("the credential's test warns of a guessable secret", async () => {
	const loader = await loadPackage();
	const { type } = loader.getNode('mangoBitrixTrigger');
	const testSecret = (authData: string) =>
		(
			type as { methods: { credentialTest: Record<string, CallableFunction> } }
		).methods.credentialTest.warnOfGuessableSecret({ data: { authData } }) as Promise<unknown>;
	expect(await testSecret('qwerty2')).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('could be guessed'),
	});
	expect(await testSecret('f3A9kzQ07bXw2LmT8cVr')).toEqual({
		status: 'OK',
		message: 'The secret is hard to guess',
	});
});

function form(): FormData {
	const data = new FormData();
	data.append('DealID', '12');
	return data;
}
