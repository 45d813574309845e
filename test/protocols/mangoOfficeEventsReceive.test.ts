import fc from 'fast-check';

import type { MangoEvent } from '../../protocols/mangoOffice/events/kinds';
import { EVENT_PATHS } from '../../protocols/mangoOffice/events/paths';
import { receiveEvent } from '../../protocols/mangoOffice/events/receive';
import { EventRefusal } from '../../protocols/mangoOffice/events/refusal';
import { sign } from '../../protocols/mangoOffice/sign';
import { SIGNATURE_EXAMPLES } from '../signatureExamples';

const KEYS = { apiKey: 'm4ng0k3y+/=&', apiSalt: 's4lt%20 соль' };
const FORM = 'application/x-www-form-urlencoded';
const JSON_TEXT = '{"command_id":"c","result":1000}';

const signed = (json: string | Buffer) => sign(KEYS.apiKey, json, KEYS.apiSalt);

interface Fields {
	vpbx_api_key?: string;
	sign?: string;
	json?: string;
}

function fieldsOf(json: string, changes: Partial<Fields> = {}): Record<string, string> {
	const fields = { vpbx_api_key: KEYS.apiKey, sign: signed(json), json, ...changes };
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function receive(
	body: string | Buffer,
	{ path = 'result/callback', contentType = FORM as string | undefined } = {},
): MangoEvent | undefined {
	return receiveEvent({ path, body: { contentType, raw: Buffer.from(body as string) } }, KEYS);
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

function refusal(action: () => unknown) {
	try {
		action();
	} catch (error) {
		if (error instanceof EventRefusal)
			return {
				status: error.status,
				...error.toBody().error,
				text: JSON.stringify(error.toBody()),
			};
		throw error;
	}
	throw new Error('It was let in');
}

describe("the signature's official examples", () => {
	test.each(SIGNATURE_EXAMPLES)('%s', (json, expected) => {
		expect(sign('<YOUR_API_KEY>', json, '<YOUR_API_SALT>')).toBe(expected);
		expect(sign('<YOUR_API_KEY>', Buffer.from(json), '<YOUR_API_SALT>')).toBe(expected);
		const body = form({ vpbx_api_key: '<YOUR_API_KEY>', sign: expected, json });
		const item = receiveEvent(
			{ path: '', body: { contentType: FORM, raw: Buffer.from(body) } },
			{ apiKey: '<YOUR_API_KEY>', apiSalt: '<YOUR_API_SALT>' },
		);
		expect(item).toBeDefined();
	});
});

describe('the bytes of json are what is signed', () => {
	const json = '{"command_id":"a b+c%20d&e=f;ё😀\\u00e9","result":1000}';
	const commandId = 'a b+c%20d&e=f;ё😀é';
	const key = encodeURIComponent(KEYS.apiKey);
	const encodings: Array<[string, string]> = [
		['spaces as plus', form({ json }).slice('json='.length)],
		['spaces as %20', encodeURIComponent(json)],
		[
			'every byte encoded, in lower case',
			[...Buffer.from(json)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
		],
		['nothing encoded but what must be', json.replace(/[%&+]/g, encodeURIComponent)],
	];

	test.each(encodings)('%s', (_name, encoded) => {
		expect(receive(`json=${encoded}&sign=${signed(json)}&vpbx_api_key=${key}`)).toMatchObject({
			commandId,
		});
	});

	test('a BOM in it, and one that was not signed', () => {
		const withBom = `\uFEFF${JSON_TEXT}`;
		expect(receive(form(fieldsOf(withBom)))).toMatchObject({
			event: 'commandResult',
			resultCode: 1000,
		});
		expect(refusal(() => receive(form(fieldsOf(withBom, { sign: signed(JSON_TEXT) })))).code).toBe(
			'SIGN_WRONG',
		);
	});

	test('bytes that are not UTF-8 are passed on as well as text can', () => {
		const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
		expect(receive(`vpbx_api_key=${key}&sign=${signed(bytes)}&json=%7b%FF%7D`)).toMatchObject({
			unknownShape: true,
			raw: '{\uFFFD}',
		});
	});

	test('a percent sign that encodes nothing', () => {
		expect(receive(`vpbx_api_key=${key}&sign=${signed('100%')}&json=100%`)).toMatchObject({
			raw: '100%',
		});
		expect(receive(`vpbx_api_key=${key}&sign=${signed('100%zz')}&json=100%zz`)).toMatchObject({
			raw: '100%zz',
		});
	});
});

describe('key and signature', () => {
	test.each<[string, Partial<Fields>, string]>([
		['a wrong key', { vpbx_api_key: 'wrong' }, 'API_KEY_WRONG'],
		['no key', { vpbx_api_key: undefined }, 'API_KEY_WRONG'],
		['an empty key', { vpbx_api_key: '' }, 'API_KEY_WRONG'],
		['the salt for a key', { vpbx_api_key: KEYS.apiSalt }, 'API_KEY_WRONG'],
		['a wrong signature', { sign: '0'.repeat(64) }, 'SIGN_WRONG'],
		['a part of the signature', { sign: signed(JSON_TEXT).slice(1) }, 'SIGN_WRONG'],
		['a longer one', { sign: `${signed(JSON_TEXT)}0` }, 'SIGN_WRONG'],
		['no signature', { sign: undefined }, 'SIGN_WRONG'],
		[
			'the signature of another event',
			{ sign: signed('{"command_id":"d","result":1000}') },
			'SIGN_WRONG',
		],
		[
			'another event with the signature of this one',
			{ json: '{"command_id":"d","result":1000}' },
			'SIGN_WRONG',
		],
		['the signature without the salt', { sign: sign(KEYS.apiKey, JSON_TEXT, '') }, 'SIGN_WRONG'],
	])('%s is refused with 401, and the right signature is not told', (_name, changes, code) => {
		const refused = refusal(() => receive(form(fieldsOf(JSON_TEXT, changes))));
		expect([refused.status, refused.code]).toEqual([401, code]);
		expect(refused.text).not.toContain(signed(JSON_TEXT));
		expect(refused.text).not.toContain(signed(changes.json ?? JSON_TEXT));
	});

	test('of any body without the salt none is let in', () => {
		fc.assert(
			fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (given, json) => {
				const refused = refusal(() => receive(form(fieldsOf(json, { sign: given }))));
				expect(refused.code).toBe('SIGN_WRONG');
			}),
		);
	});
});

describe('a body that cannot be read is refused with 400', () => {
	const good = form(fieldsOf(JSON_TEXT));
	test.each([
		[
			'JSON',
			JSON.stringify(fieldsOf(JSON_TEXT)),
			'application/json',
			/content type was "application\/json"/,
		],
		['a form in parts', '--x', 'multipart/form-data; boundary=x', /content type was "multipart/],
		['a body without a type', good, undefined, /content type was ""/],
		['json twice', `${good}&json=%7B%7D`, FORM, /'json' is there 2 times/],
		['json twice, once in disguise', `${good}&%6Ason=%7B%7D`, FORM, /'json' is there 2 times/],
		['the key twice', `${good}&vpbx_api_key=x`, FORM, /'vpbx_api_key' is there 2 times/],
		['the signature twice', `${good}&sign=x`, FORM, /'sign' is there 2 times/],
		// Each costs a moment, and who sends them need know no key.
		['a thousand fields more', good + '&x=1'.repeat(1000), FORM, /more than 1000 fields/],
		['a megabyte of fields without a name', '&'.repeat(1 << 20), FORM, /more than 1000 fields/],
		['two megabytes', `json=${'x'.repeat(2 << 20)}`, FORM, /at most 1048576/],
		['no json', form({ vpbx_api_key: KEYS.apiKey, sign: signed('') }), FORM, /'json' is missing/],
	])('%s', (_name, body, contentType, message) => {
		const refused = refusal(() =>
			receiveEvent(
				{ path: 'result/callback', body: { contentType, raw: Buffer.from(body) } },
				KEYS,
			),
		);
		expect([refused.status, refused.code, refused.message]).toEqual([
			400,
			'BODY_UNREADABLE',
			expect.stringMatching(message),
		]);
	});

	test('an empty one lacks the key', () => {
		expect(
			refusal(() => receiveEvent({ path: '', body: { raw: Buffer.alloc(0) } }, KEYS)).code,
		).toBe('API_KEY_WRONG');
	});

	test('further fields, and a charset, do no harm', () => {
		expect(
			receive(`${good}&extra=1&extra=2&`, {
				contentType: 'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
			}),
		).toMatchObject({ event: 'commandResult' });
	});
});

describe('the connection check', () => {
	test.each([
		['nothing', '', undefined],
		['an empty form', '', FORM],
		['another form', 'json=%7B%7D', FORM],
		['JSON', '{}', 'application/json'],
		['a signed form', form(fieldsOf('{}')), FORM],
	])('with %s is answered and is no event', (_name, body, contentType) => {
		expect(
			receiveEvent({ path: 'ping', body: { contentType, raw: Buffer.from(body) } }, KEYS),
		).toBeUndefined();
	});

	test.each<[string, Partial<Fields>]>([
		['a wrong key', { vpbx_api_key: 'x' }],
		['a wrong signature', { sign: 'x' }],
		['a key alone', { sign: undefined }],
		['a signature alone', { vpbx_api_key: undefined }],
	])('with %s is refused', (_name, changes) => {
		expect(refusal(() => receive(form(fieldsOf('{}', changes)), { path: 'ping' })).status).toBe(
			401,
		);
	});
});

describe('whatever is signed is neither lost nor fails', () => {
	const path = fc.constantFrom('', ...EVENT_PATHS.filter((one) => one !== 'ping'));

	function expectKept(at: string, json: string): void {
		const item = receive(form(fieldsOf(json)), { path: at }) as MangoEvent;
		expect(typeof item.event).toBe('string');
		expect(typeof item.final).toBe('boolean');
		if (item.unknownShape === true) {
			// What URLSearchParams sends: lone surrogates are no text.
			const text = Buffer.from(json)
				.toString()
				.replace(/^\uFEFF/, '');
			expect(item.raw).toEqual(typeof item.raw === 'string' ? text : withoutProto(text));
		}
		JSON.stringify(item);
	}

	/** No service has such a field, and copies of the item would inherit from it. */
	const withoutProto = (text: string): unknown =>
		JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));

	test('any text', () => {
		fc.assert(fc.property(path, fc.string({ unit: 'binary' }), expectKept));
	});

	test('any JSON', () => {
		fc.assert(fc.property(path, fc.json(), expectKept));
	});

	test('events whose fields may be anything', () => {
		const names = [
			'entry_id',
			'call_id',
			'timestamp',
			'seq',
			'call_state',
			'location',
			'from',
			'to',
			'dct',
			'disconnect_reason',
			'command_id',
			'task_id',
			'callback_initiator',
			'call_direction',
			'create_time',
			'forward_time',
			'talk_time',
			'end_time',
			'entry_result',
			'recording_id',
			'recording_state',
			'product_id',
			'user_id',
			'dtmf',
			'reason',
			'result',
			'status',
			'when',
			'key',
			'event',
			'final',
			'__proto__',
			'constructor',
		];
		const side = fc.record(
			{
				extension: fc.anything(),
				number: fc.oneof(fc.string(), fc.integer()),
				line_number: fc.string(),
			},
			{ requiredKeys: [] },
		);
		const value = fc.oneof(
			fc.constantFrom(
				1,
				'1',
				0,
				'',
				null,
				-1,
				1e15,
				'1e3',
				'Disconnected',
				'Completed',
				1399906976,
				'1399906976',
				[],
				{},
			),
			fc.jsonValue(),
			side,
		);
		const event = fc.dictionary(fc.constantFrom(...names), value, {
			noNullPrototype: true,
			maxKeys: names.length,
		});
		fc.assert(
			fc.property(path, event, (at, json) => expectKept(at, JSON.stringify(json))),
			{ numRuns: 1000 },
		);
	});
});
