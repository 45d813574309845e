import { sign } from '../../protocols/mangoOffice/sign';
import { trimPasted } from '../../protocols/pastedText';
import { useMango } from './mangoAccount';
import { usePortal } from './portal';
import { hostWebhook } from './webhookHost';

const office = useMango();
const bitrix24 = usePortal();

/** What comes along when a value is copied out of a page, a letter or a messenger. */
const PASTED: Array<[name: string, around: (text: string) => string]> = [
	['blanks', (text) => `  ${text} `],
	['a line end', (text) => `${text}\r\n`],
	['a tab', (text) => `\t${text}`],
	['no-break blanks', (text) => `\u00a0${text}\u202f`],
	['zero-width characters', (text) => `\u200b${text}\u200d\u2060`],
	['a byte order mark', (text) => `\ufeff${text}`],
	['direction marks', (text) => `\u200e\u202a${text}\u202c\u200f`],
	['all of them', (text) => `\n\u200b ${text}\u00ad\u200b\n `],
];

test('what stands inside of a value stays', () => {
	expect(trimPasted(' a b\u200bc ')).toBe('a b\u200bc');
	expect([undefined, null, 12, '\u200b \n'].map(trimPasted)).toEqual(['', '', '12', '']);
});

describe.each(PASTED)('%s around the secrets', (_, around) => {
	const each = <T extends object>(credential: T) =>
		Object.fromEntries(
			Object.entries(credential).map(([name, value]) => [name, around(value as string)]),
		) as T;

	test('MANGO OFFICE takes them', async () => {
		const mangoOfficeApi = each(office.credentials().mangoOfficeApi);
		const { outputs, error } = await office.run(
			{ resource: 'account', operation: 'getBalance' },
			{},
			{ credentials: { mangoOfficeApi } },
		);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json.currency).toBe('RUB');
	});

	test('the link to a recording is signed with what was meant', async () => {
		const link = {
			resource: 'recording',
			operation: 'getLink',
			recordingId: 'r1',
			validFor: 1,
			validUnit: 'days',
			linkAction: 'play',
		};
		const pasted = await office.run(
			link,
			{},
			{ credentials: { mangoOfficeApi: each(office.credentials().mangoOfficeApi) } },
		);
		const { url } = pasted.outputs[0][0].json as { url: string };
		const [timestamp, signature] = url.split('/').slice(-2);
		const { apiKey, apiSalt, baseUrl } = office.credentials().mangoOfficeApi;
		expect(url.startsWith(baseUrl)).toBe(true);
		expect(signature).toBe(sign(apiKey, `${timestamp}r1`, apiSalt));
	});

	test('Bitrix24 takes its URL', async () => {
		const bitrix24WebhookApi = each(bitrix24.credentials().bitrix24WebhookApi);
		const { outputs } = await bitrix24.run(
			{ operation: 'get' },
			{ dealId: 12 },
			{ credentials: { bitrix24WebhookApi } },
		);
		expect(outputs[0][0].json.dealId).toBe(12);
	});

	test('the webhooks of the integration are let in', async () => {
		const mangoBitrixWebhookApi = each({ authData: 'qwerty2', productId: 'qwerty.bitrix24.ru' });
		const parameters = { actions: ['dealMove'] };
		const host = await hostWebhook('mangoBitrixTrigger', {
			parameters,
			credentials: { mangoBitrixWebhookApi },
		});
		const sender = 'Source=Bitrix24&AuthData=qwerty2&Product_id=qwerty.bitrix24.ru';
		const { status } = await fetch(
			`${host.url}?${sender}&Action=Deal_Move&DealID=12&Result=POSITIVE`,
		);
		await host.stop();
		expect(status).toBe(200);
	});

	test("MANGO's events are let in", async () => {
		const keys = { apiKey: 'm4ng0k3yq1w2e3r4', apiSalt: 's4ltz9x8c7v6b5n4' };
		const credentials = {
			mangoOfficeApi: each({ ...keys, baseUrl: 'https://app.mango-office.ru/vpbx/' }),
		};
		const host = await hostWebhook('mangoOfficeTrigger', {
			parameters: { events: ['summary'] },
			credentials,
		});
		const json = '{"entry_id":"e1"}';
		const body = new URLSearchParams({
			vpbx_api_key: keys.apiKey,
			sign: sign(keys.apiKey, json, keys.apiSalt),
			json,
		});
		const { status } = await fetch(`${host.url}/events/summary`, { method: 'POST', body });
		await host.stop();
		expect(status).toBe(200);
	});
});
