import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeParameters, INodeType, INodeTypeBaseDescription } from 'n8n-workflow';

import { n8nFolder } from '../../sandbox/n8n/install';
import { runNode, type RunOptions } from './harness';
import { useMango } from './mangoAccount';
import { usePortal } from './portal';

/**
 * n8n's own HTTP Request node, of the n8n that the end-to-end tests install: where that is not there
 * yet, foreignRequests.test.ts sends what it sends.
 */
const NODE = join(
	n8nFolder(),
	'node_modules/n8n-nodes-base/dist/nodes/HttpRequest/V3/HttpRequestV3.node.js',
);
const whereInstalled = existsSync(NODE) ? describe : describe.skip;

whereInstalled("n8n's HTTP Request node", () => {
	const bitrix24 = usePortal();
	const office = useMango();
	let foreign: INodeType;

	beforeAll(async () => {
		const { HttpRequestV3 } = (await import(NODE)) as {
			HttpRequestV3: new (base: Partial<INodeTypeBaseDescription>) => INodeType;
		};
		foreign = new HttpRequestV3({ displayName: 'HTTP Request', name: 'httpRequest' });
	});

	const request = async (
		credentials: NonNullable<RunOptions['credentials']>,
		parameters: INodeParameters,
		onError?: RunOptions['onError'],
	) =>
		await runNode('n8n-nodes-base.httpRequest', {
			foreign,
			credentials,
			onError,
			parameters: {
				method: 'POST',
				authentication: 'predefinedCredentialType',
				nodeCredentialType: Object.keys(credentials)[0],
				options: {},
				...parameters,
			},
		});
	const portalUrl = (path: string) => new URL(path, bitrix24.portal.webhookUrl).href;
	const secret = () => bitrix24.portal.webhookUrl.split('/').at(-2) ?? '';
	const keypairs = (values: object) => ({
		parameters: Object.entries(values).map(([name, value]: [string, string]) => ({ name, value })),
	});
	const DEAL = { entityTypeId: '2', id: '12' };
	const CALL = { from: { extension: '101' }, to_number: '79161234567', command_id: 'mine' };
	const json = { sendBody: true, contentType: 'json' };
	const form = { sendBody: true, contentType: 'form-urlencoded' };
	const raw = { sendBody: true, contentType: 'raw', rawContentType: 'application/json' };

	test.each<[string, INodeParameters]>([
		['JSON', { ...json, specifyBody: 'json', jsonBody: JSON.stringify(DEAL) }],
		['fields of JSON', { ...json, specifyBody: 'keypair', bodyParameters: keypairs(DEAL) }],
		['fields of a form', { ...form, specifyBody: 'keypair', bodyParameters: keypairs(DEAL) }],
		['a form as text', { ...form, specifyBody: 'string', body: 'entityTypeId=2&id=12' }],
		['raw text', { ...raw, body: JSON.stringify(DEAL) }],
		[
			'query parameters',
			{ method: 'GET', sendQuery: true, specifyQuery: 'keypair', queryParameters: keypairs(DEAL) },
		],
		['its URL', { method: 'GET', url: '/rest/crm.item.get.json?entityTypeId=2&id=12' }],
	])('reaches Bitrix24 with %s', async (_, { url = '/rest/crm.item.get', ...parameters }) => {
		const { outputs, error } = await request(bitrix24.credentials(), {
			url: portalUrl(url as string),
			...parameters,
		});
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ result: { item: { id: 12 } } });
		expect(bitrix24.portal.requests).toMatchObject([{ method: 'crm.item.get', params: DEAL }]);
	});

	test.each<[string, INodeParameters]>([
		['JSON', { ...json, specifyBody: 'json', jsonBody: JSON.stringify(CALL) }],
		[
			'fields of JSON',
			{
				...json,
				specifyBody: 'keypair',
				bodyParameters: keypairs({
					'from.extension': '101',
					to_number: '79161234567',
					command_id: 'mine',
				}),
			},
		],
		[
			"a form of MANGO's field",
			{ ...form, specifyBody: 'keypair', bodyParameters: keypairs({ json: JSON.stringify(CALL) }) },
		],
		['raw text', { ...raw, body: JSON.stringify(CALL) }],
	])('reaches MANGO OFFICE with %s', async (_, parameters) => {
		const { outputs, error } = await request(office.credentials(), {
			url: `${office.mango.baseUrl}commands/callback`,
			...parameters,
		});
		expect(error).toBeUndefined();
		expect(Number(outputs[0][0].json.result)).toBe(1000);
		expect(office.sent('commands/callback')).toEqual([CALL]);
	});

	test('reaches MANGO OFFICE as it is added: by GET, without a body', async () => {
		const url = `${office.mango.baseUrl}account/balance`;
		const { outputs } = await request(office.credentials(), { method: 'GET', url });
		expect(outputs[0][0].json.currency).toBe('RUB');
	});

	test.each<['bitrix24' | 'mango', string]>([
		['bitrix24', 'https://example.com/rest/profile'],
		['mango', 'https://example.com/vpbx/account/balance'],
	])('%s: another host is refused, with both settings of errors', async (which, url) => {
		const credentials = which === 'mango' ? office.credentials() : bitrix24.credentials();
		const { error } = await request(credentials, { url });
		expect(error?.message).toMatch(/^'URL' is of the host 'example\.com', so nothing was sent/);
		const { outputs } = await request(credentials, { url }, 'continueRegularOutput');
		expect(JSON.stringify(outputs)).toContain("'URL' is of the host 'example.com'");
	});

	test.each([
		['a method that does not exist', '/rest/no.such.method'],
		['a page', '/rest/profile'],
	])('%s tells nothing of the secret', async (_, path) => {
		for (const onError of [undefined, 'continueRegularOutput'] as const) {
			if (path.endsWith('profile'))
				bitrix24.portal.answerNext({ status: 502, body: '<html>Bad gateway</html>' });
			const result = await request(bitrix24.credentials(), { url: portalUrl(path) }, onError);
			const told = JSON.stringify(result, (__, value: unknown) =>
				typeof value === 'function' ? String(value) : value,
			);
			expect(told).toMatch(/could not be found|gateway/i);
			expect(told).not.toContain(secret());
		}
	});

	test('turns the pages of Bitrix24', async () => {
		for (let id = 1001; id <= 1120; id += 1) bitrix24.portal.addDeal({ id });
		const { outputs, error } = await request(bitrix24.credentials(), {
			method: 'GET',
			url: portalUrl('/rest/crm.item.list?entityTypeId=2&filter[>id]=1000'),
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: 'start', value: '={{ $pageCount * 50 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ !$response.body.next }}',
					},
				},
			},
		});
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json: page }) => (page.result as { items: [] }).items.length)).toEqual(
			[50, 50, 20],
		);
	});
});
