import { createHash } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { sign } from '../../protocols/mangoOffice/sign';
import { clock } from '../clock/clock';
import { hostWebhook, type WebhookHost } from './webhookHost';

const SECRET = 'aBcDe3fGh1jKlmN0pQrStu7w';
const TOKEN = 'jvh9y1ulvt2m6k5or90v9mg8nn32ozas';
const KEYS = { apiKey: 'm4ng0ak3yq1w2e3r', apiSalt: 's4ltaz9x8c7v6b5n' };
const FORM = 'application/x-www-form-urlencoded';

/** The middle of a text as something else. */
const inside = (text: string, put: string) => `${text.slice(0, 6)}${put}${text.slice(6)}`;
const with1st = (text: string, from: RegExp, to: string) => {
	const changed = text.replace(from, to);
	if (changed === text) throw new Error(`There is no ${from} in ${text}`);
	return changed;
};
const cased = (text: string) =>
	text.replace(/[a-z]/gi, (one) =>
		one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase(),
	);
const wide = (text: string) =>
	text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

/** What is sent in the place of a secret. Each has an `a` and digits. */
const FORGED: Array<[string, (secret: string) => string]> = [
	['nothing', () => ''],
	['a blank', () => ' '],
	['a NUL', () => '\0'],
	['another', () => 'x'],
	['another of this length', (text) => 'x'.repeat(text.length)],
	['the first character', (text) => text.slice(0, 1)],
	['all but the last character', (text) => text.slice(0, -1)],
	['all but the first character', (text) => text.slice(1)],
	['one more character', (text) => `${text}0`],
	['the secret twice', (text) => text + text],
	['the secret backwards', (text) => [...text].reverse().join('')],
	['one wrong character at the end', (text) => `${text.slice(0, -1)}-`],
	['one wrong character at the beginning', (text) => `-${text.slice(1)}`],
	['the other case', cased],
	['a blank before it', (text) => ` ${text}`],
	['a blank behind it', (text) => `${text} `],
	['a line end behind it', (text) => `${text}\r\n`],
	['a NUL behind it', (text) => `${text}\0`],
	['a no-break blank behind it', (text) => `${text}\u00a0`],
	['a byte order mark before it', (text) => `\ufeff${text}`],
	['a blank inside', (text) => inside(text, ' ')],
	['a zero-width blank inside', (text) => inside(text, '\u200b')],
	['a soft hyphen inside', (text) => inside(text, '\u00ad')],
	['a combining accent', (text) => inside(text, '\u0301')],
	['a Cyrillic letter that looks the same', (text) => with1st(text, /a/, 'а')],
	['a Greek letter that looks the same', (text) => with1st(text, /a/, 'α')],
	['one full-width letter', (text) => wide(text.slice(0, 1)) + text.slice(1)],
	['full-width letters', wide],
	['a mathematical letter', (text) => with1st(text, /a/, '\u{1d41a}')],
	['an Arabic digit', (text) => with1st(text, /\d/, '٣')],
	['half of a surrogate pair', (text) => inside(text, '\ud835')],
	['it percent-encoded twice', (text) => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`],
	['its hash', (text) => createHash('sha256').update(text).digest('hex')],
	['base64 of it', (text) => Buffer.from(text).toString('base64')],
	['a pattern', () => '.*'],
	['a star', () => '*'],
	['SQL', () => "' OR '1'='1"],
	['the word null', () => 'null'],
	['the word undefined', () => 'undefined'],
	['the word true', () => 'true'],
	['an object as text', () => '[object Object]'],
	['an expression of n8n', () => '={{ $credentials.authData }}'],
	['six thousand characters', (text) => text.repeat(300).slice(0, 6000)],
];

/** What a JSON body has in the place of a text. */
const SHAPES: Array<[string, (secret: string) => unknown]> = [
	['null', () => null],
	['true', () => true],
	['a number', () => 0],
	['an empty list', () => []],
	['a list of it', (text) => [text]],
	['a list of it and more', (text) => [text, 'x']],
	['a list in a list', (text) => [[text]]],
	['an empty object', () => ({})],
	['an object of it', (text) => ({ 0: text })],
	['an object by its own name', (text) => ({ AuthData: text, application_token: text })],
	['an object that says what it is', (text) => ({ toString: text, valueOf: text, length: 1 })],
];

interface Sent {
	query?: string;
	body?: string | Buffer;
	contentType?: string;
}

/** A form in which a name stands as often as it is given. */
const form = (...pairs: Array<[string, string]>) => new URLSearchParams(pairs).toString();

interface Trigger {
	type: string;
	parameters: INodeParameters;
	credentials: Record<string, Record<string, string>>;
	path: string;
	/** What is let in. */
	right: Sent;
	/** What is refused with 401 unless another status stands there. */
	wrong: Array<[name: string, sent: Sent, status?: number]>;
}

const MOVE = form(['Action', 'Deal_Move'], ['DealID', '12'], ['Result', 'POSITIVE']);
const auth = (...values: string[]) =>
	form(...values.map((value): [string, string] => ['AuthData', value]));
const json = (value: unknown): Sent => ({
	body: JSON.stringify(value),
	contentType: 'application/json',
});
const MOVE_JSON = { Action: 'Deal_Move', DealID: 12, Result: 'POSITIVE' };

const mangoBitrix: Trigger = {
	type: 'mangoBitrixTrigger',
	parameters: { actions: ['dealMove'] },
	credentials: { mangoBitrixWebhookApi: { authData: SECRET, productId: '' } },
	path: '',
	right: { query: `${MOVE}&${auth(SECRET)}` },
	wrong: [
		...FORGED.map(([name, forge]): [string, Sent] => [
			`${name}, as AuthData`,
			{ query: `${MOVE}&${auth(forge(SECRET))}` },
		]),
		...FORGED.map(([name, forge]): [string, Sent] => [
			`${name}, as API_key of a form`,
			{ query: MOVE, body: form(['API_key', forge(SECRET)]) },
		]),
		...SHAPES.map(([name, shape]): [string, Sent] => [
			`${name}, in JSON`,
			json({ ...MOVE_JSON, AuthData: shape(SECRET) }),
		]),
		['it twice', { query: `${MOVE}&${auth(SECRET, SECRET)}` }],
		['it after a wrong one', { query: `${MOVE}&${auth('x', SECRET)}` }],
		['it before a wrong one', { query: `${MOVE}&${auth(SECRET, 'x')}` }],
		[
			'it in the body, a wrong one in the URL',
			{ query: `${MOVE}&${auth('x')}`, body: auth(SECRET) },
		],
		['it as a list', { query: `${MOVE}&${form(['AuthData[]', SECRET])}` }],
		['it as a part', { query: `${MOVE}&${form(['AuthData[0]', SECRET])}` }],
		['it under a name in another case', { query: `${MOVE}&authdata=${SECRET}` }],
		['it under a name with a blank', { query: `${MOVE}&AuthData%20=${SECRET}` }],
		['it under a name with a Cyrillic letter', { query: `${MOVE}&AuthDat%D0%B0=${SECRET}` }],
		['it behind a fragment', { query: `${MOVE}%23&AuthDat=${SECRET}` }],
		['it as a header would have it', { query: `${MOVE}&Authorization=Bearer%20${SECRET}` }],
		['its name alone', { query: `${MOVE}&AuthData` }],
		['nothing at all', {}],
		['a name that is forbidden', { query: `${MOVE}&__proto__[AuthData]=${SECRET}` }, 400],
		['a body too long', { query: MOVE, body: form(['AuthData', 'x'.repeat(70_000)]) }, 400],
	],
};

const CALL = JSON.stringify({ command_id: 'c', result: 1000 });
const signature = sign(KEYS.apiKey, CALL, KEYS.apiSalt);
const event = (changes: Record<string, string> = {}) =>
	form(...Object.entries({ vpbx_api_key: KEYS.apiKey, sign: signature, json: CALL, ...changes }));
const other = (text: string) => JSON.stringify({ command_id: text, result: 1000 });

const mangoOffice: Trigger = {
	type: 'mangoOfficeTrigger',
	parameters: { events: ['commandResult'] },
	credentials: { mangoOfficeApi: { ...KEYS, baseUrl: 'https://app.mango-office.ru/vpbx/' } },
	path: '/result/callback',
	right: { body: event() },
	wrong: [
		...FORGED.map(([name, forge]): [string, Sent] => [
			`${name}, as the key`,
			{ body: event({ vpbx_api_key: forge(KEYS.apiKey) }) },
		]),
		...FORGED.map(([name, forge]): [string, Sent] => [
			`${name}, as the signature`,
			{ body: event({ sign: forge(signature) }) },
		]),
		...FORGED.map(([name, forge]): [string, Sent] => [
			`signed with ${name} for the salt`,
			{ body: event({ sign: sign(KEYS.apiKey, CALL, forge(KEYS.apiSalt)) }) },
		]),
		['the signature of another event', { body: event({ json: other('d') }) }],
		['a blank more than was signed', { body: event({ json: `${CALL} ` }) }],
		['a character less than was signed', { body: event({ json: CALL.slice(0, -1) }) }],
		['another form of the same JSON', { body: event({ json: CALL.replace(':', ': ') }) }],
		['the signature of nothing', { body: event({ sign: sign(KEYS.apiKey, '', KEYS.apiSalt) }) }],
		[
			'key and JSON moved into each other',
			{ body: event({ vpbx_api_key: `${KEYS.apiKey}{`, json: CALL.slice(1) }) },
		],
		['the key as the salt', { body: event({ sign: sign(KEYS.apiKey, CALL, KEYS.apiKey) }) }],
		['the signature in capitals', { body: event({ sign: signature.toUpperCase() }) }],
		['an event as JSON', json({ vpbx_api_key: KEYS.apiKey, sign: signature, json: CALL }), 400],
		['all in the URL', { query: event(), body: '' }],
		['the signature in the URL', { query: `sign=${signature}`, body: event({ sign: 'x' }) }],
		['the key twice', { body: `${event()}&vpbx_api_key=${KEYS.apiKey}` }, 400],
		['the signature twice', { body: `${event()}&sign=${signature}` }, 400],
		['two events', { body: `${event()}&${form(['json', other('d')])}` }, 400],
		['an encoded name twice', { body: `${event()}&%73ign=x` }, 400],
		[
			'the signature as a list',
			{ body: event({ sign: '' }).replace('sign=', `sign[]=${signature}&sign=`) },
		],
		['no event', { body: form(['vpbx_api_key', KEYS.apiKey], ['sign', signature]) }],
		['nothing at all', { body: '' }],
	],
};

const portalEvent = (...token: Array<[string, string]>) =>
	form(
		['event', 'ONCRMDEALUPDATE'],
		['data[FIELDS][ID]', '12'],
		['auth[domain]', 'some-domain.bitrix24.com'],
		...token,
	);
const TOKEN_NAME = 'auth[application_token]';

const bitrix24: Trigger = {
	type: 'bitrix24Trigger',
	parameters: { events: ['ONCRMDEALUPDATE'] },
	credentials: { bitrix24OutgoingWebhookApi: { applicationToken: TOKEN } },
	path: '',
	right: { body: portalEvent([TOKEN_NAME, TOKEN]) },
	wrong: [
		...FORGED.map(([name, forge]): [string, Sent] => [
			name,
			{ body: portalEvent([TOKEN_NAME, forge(TOKEN)]) },
		]),
		...SHAPES.map(([name, shape]): [string, Sent] => [
			`${name}, in JSON`,
			json({ event: 'ONCRMDEALUPDATE', auth: { application_token: shape(TOKEN) } }),
		]),
		['it in the URL', { query: form([TOKEN_NAME, TOKEN]), body: portalEvent() }],
		['it twice', { body: portalEvent([TOKEN_NAME, TOKEN], [TOKEN_NAME, TOKEN]) }],
		['it after a wrong one', { body: portalEvent([TOKEN_NAME, 'x'], [TOKEN_NAME, TOKEN]) }],
		['it as a list', { body: portalEvent([`${TOKEN_NAME}[]`, TOKEN]) }],
		['it without its brackets', { body: portalEvent(['application_token', TOKEN]) }],
		['it in another place', { body: portalEvent([`data${TOKEN_NAME}`, TOKEN]) }],
		['it under a name in another case', { body: portalEvent(['AUTH[application_token]', TOKEN]) }],
		['nothing at all', { body: '' }],
		['a form in parts', { body: '--x--', contentType: 'multipart/form-data; boundary=x' }, 400],
		['a forbidden name', { body: portalEvent(['auth[__proto__][application_token]', TOKEN]) }, 400],
		['a body too long', { body: portalEvent([TOKEN_NAME, 'x'.repeat(70_000)]) }, 400],
	],
};

async function send({ url }: WebhookHost, path: string, { query = '', body, contentType }: Sent) {
	const response = await fetch(`${url}${path}?${query}`, {
		method: 'POST',
		...(body !== undefined && { body: body as string }),
		headers: { 'Content-Type': contentType ?? FORM },
	});
	return { status: response.status, headers: response.headers, text: await response.text() };
}

describe.each([mangoBitrix, mangoOffice, bitrix24])(
	'$type',
	({ type, parameters, credentials, path, right, wrong }) => {
		let host: WebhookHost;
		beforeAll(async () => {
			host = await hostWebhook(type, { parameters, credentials });
		});
		// What an address has sent is forgotten by then.
		beforeEach(() => clock.advance(60_000));
		afterAll(() => host.stop());

		test('lets in what is right', async () => {
			expect((await send(host, path, right)).status).toBe(200);
			expect(host.started).toHaveLength(1);
			host.started.length = 0;
		});

		test.each(wrong)('refuses %s', async (_, sent, status = 401) => {
			const refused = await send(host, path, sent);
			expect(refused.status).toBe(status);
			expect(host.started).toEqual([]);
			const secrets = [SECRET, TOKEN, KEYS.apiKey, KEYS.apiSalt, signature];
			expect(secrets.filter((secret) => refused.text.includes(secret))).toEqual([]);
		});

		test('more than twenty wrong secrets in a minute get 429, and the right one is let in', async () => {
			const [, forged] = wrong[3];
			const refusals = [];
			for (let i = 0; i < 25; i += 1) refusals.push(await send(host, path, forged));
			expect(refusals.map(({ status }) => status)).toEqual([
				...Array<number>(20).fill(401),
				...Array<number>(5).fill(429),
			]);
			expect(refusals[19].headers.get('retry-after')).toBeNull();
			expect(refusals[24].headers.get('retry-after')).toBe('60');
			expect(JSON.parse(refusals[24].text)).toEqual({
				error: {
					code: 'TOO_MANY_WRONG_SECRETS',
					message: expect.stringMatching(/ask again in 60 s to be told why\.$/) as string,
				},
			});
			expect((await send(host, path, right)).status).toBe(200);
			expect((await send(host, path, forged)).status).toBe(429);
			await clock.advance(59_000);
			expect((await send(host, path, forged)).headers.get('retry-after')).toBe('1');
			await clock.advance(1000);
			expect((await send(host, path, forged)).status).toBe(401);
			expect(host.started).toHaveLength(1);
			host.started.length = 0;
		});
	},
);
