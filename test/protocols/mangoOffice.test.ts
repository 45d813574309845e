import fc from 'fast-check';

import { wordsOf } from '../../nodes/MangoOffice/errorWords';
import { adviceFor } from '../../nodes/MangoOffice/resultAdvice';
import {
	LockedOutError,
	MangoError,
	NotMangoError,
	endangersAccess,
	readAnswer,
	SentOnError,
} from '../../protocols/mangoOffice/answer';
import { missingFields } from '../../protocols/mangoOffice/anyMethod';
import { parseBaseUrl } from '../../protocols/mangoOffice/baseUrl';
import { formatCommandId, parseCommandId } from '../../protocols/mangoOffice/commandId';
import {
	lineValue,
	readEmployees,
	readGroups,
	readLines,
} from '../../protocols/mangoOffice/directory';
import { Pace } from '../../protocols/mangoOffice/limits';
import { signedForm } from '../../protocols/mangoOffice/request';
import { isSuccess, meaningOf } from '../../protocols/mangoOffice/resultCodes';
import { sign } from '../../protocols/mangoOffice/sign';
import { whyNotSendable } from '../../protocols/mangoOffice/smsText';
import { SIGNATURE_EXAMPLES } from '../signatureExamples';

describe('the signature', () => {
	test.each(SIGNATURE_EXAMPLES)('of %s', (json, expected) => {
		expect(sign('<YOUR_API_KEY>', json, '<YOUR_API_SALT>')).toBe(expected);
	});

	test('is that of the very text that the form carries', () => {
		fc.assert(
			fc.property(fc.json(), (json) => {
				const form = new URLSearchParams(
					signedForm(json, { apiKey: 'k', apiSalt: 's' }).toString(),
				);
				expect(form.get('json')).toBe(json);
				expect(form.get('sign')).toBe(sign('k', json, 's'));
				expect(form.get('vpbx_api_key')).toBe('k');
			}),
		);
	});
});

test('a path that every object has a field of is a method without required fields', () => {
	for (const path of ['constructor', 'toString', 'valueOf', '__proto__'])
		expect(missingFields(path, {})).toEqual([]);
});

describe('command_id', () => {
	test('leads back to the deal, the execution and the item', () => {
		const commandId = formatCommandId({
			dealId: 12,
			executionId: '345',
			itemIndex: 0,
			nonce: 'k3x9a2',
		});
		expect(commandId).toBe('mb24.12.345.0.k3x9a2');
		expect(parseCommandId(commandId)).toEqual({
			dealId: 12,
			executionId: '345',
			itemIndex: 0,
			nonce: 'k3x9a2',
		});
		expect(parseCommandId('mb24.-.345.7.x')).toEqual({
			executionId: '345',
			itemIndex: 7,
			nonce: 'x',
		});
	});

	const NO_NUMBERS = [
		'mb24.0.345.0.n',
		'mb24.012.345.0.n',
		`mb24.12.345.${'9'.repeat(16)}.n`,
	].concat(['9007199254740993', '9'.repeat(400)].map((deal) => `mb24.${deal}.345.0.n`));

	test.each([
		'',
		'my-own-id',
		'mb24.12.345.0',
		'mb24.x.345.0.n',
		'xmb24.12.345.0.n',
		...NO_NUMBERS,
	])('%j is not one of ours', (commandId) => {
		expect(parseCommandId(commandId)).toBeUndefined();
	});

	test('never has more than the 128 bytes that MANGO takes', () => {
		const longest = {
			dealId: Number.MAX_SAFE_INTEGER,
			executionId: 'f'.repeat(36),
			itemIndex: 1e6,
			nonce: 'x'.repeat(8),
		};
		expect(Buffer.byteLength(formatCommandId(longest))).toBeLessThanOrEqual(128);
	});
});

describe('the text of an SMS', () => {
	test.each([
		['a'.repeat(612), undefined],
		['a'.repeat(613), /613 characters; with Latin letters only it may have 612/],
		['я'.repeat(268), undefined],
		['я'.repeat(269), /269 characters; with Cyrillic .* it may have 268/],
		[`${'a'.repeat(300)}я`, /301 characters/],
		['😀'.repeat(135), /270 characters/],
		['', /empty/],
		[' \n', /empty/],
	])('%s', (text, problem) => {
		if (problem === undefined) expect(whyNotSendable(text)).toBeUndefined();
		else expect(whyNotSendable(text)).toMatch(problem);
	});
});

describe('result codes', () => {
	const range = (from: number, to: number) =>
		Array.from({ length: to - from + 1 }, (_, i) => from + i);

	/** mango-office.md#result-codes: each code with words of its own meaning. */
	const TABLE: Array<[codes: number[], words: RegExp]> = [
		[[1000, 1001, 1090], /Done/],
		[[1100, 1300, 1320], /call ended/],
		[[1110], /caller hung up/],
		[[1111], /Nobody answered/],
		[[1120], /called party hung up/],
		[[1121, 1312], /busy/],
		[[1122], /rejected/],
		[[1123], /disturbed/],
		[[1124], /Contact Center/],
		[[1125], /operator stopped/],
		[[1130, 1131], /reached|unreachable/],
		[[1132], /not served/],
		[[1133], /does not exist/],
		[[1134, 1135], /[Ff]orward/],
		[[1140], /region/],
		[[1150, 1151, 1152], /list/],
		[[1160], /group/],
		[[1161], /[Hh]old/],
		[[1162], /queue is full/],
		[[1163], /wait in the queue/],
		[[1164], /operators are unavailable/],
		[[1170], /scheme ended the call/],
		[[1171], /scheme is set up wrongly/],
		[[1180], /command/],
		[[1181], /external system/],
		[[1182], /intercepted/],
		[[1183], /Another operator/],
		[[1190], /inactive/],
		[[1191], /switched off/],
		[[1192], /working hours/],
		[[1193], /busy and the call was rejected/],
		[[1200, 1201, 1250], /Contact Center session/],
		[[1310], /answering machine/],
		[[1314], /antirobot did not answer in time/],
		[[1311], /unavailable/],
		[[1313], /voicemail/],
		[[2000, 2999], /billing/],
		[[2110], /blocked/],
		[[2120], /closed/],
		[[2130], /frozen/],
		[[2211], /day/],
		[[2212], /month/],
		[[2220], /at the same time/],
		[[2230], /service is not available/],
		[[2240], /not enough money/],
		[[2250], /quota/],
		[[2300], /direction/],
		[[2400], /billing failed/],
		[[3000], /could not read the request/],
		[
			[3100, ...range(3106, 3110), ...range(3112, 3123), ...range(3125, 3135), 3137],
			/did not take the parameters/,
		],
		[[3101], /POST/],
		[[3102], /signature .* salt/],
		[[3103], /missing/],
		[[3104], /format/],
		[[3105], /API key/],
		[[3111], /dates/],
		[[3124], /line/],
		[[3136], /phone number/],
		[[3200], /subscriber's number/],
		[[3300], /no such object/],
		[[3310], /no such call/],
		[[3320], /no such recording/],
		[[3330], /no such number/],
		[[3340], /no such file/],
		[[3400], /JSON/],
		[[3503], /too much/],
		[[4000], /cannot do this/],
		[[4001], /does not support/],
		[[4002], /too short/],
		[[4100], /state of the call/],
		[[4101], /ended or is unknown/],
		[[4102], /recorded already/],
		[[4200], /cannot be reached now/],
		[[4290], /too many requests/],
		[range(4300, 4393), /SMS/],
		[range(4400, 4499), /conference/],
		[[4500, ...range(4502, 4506)], /security/],
		[[4501], /Too many calls/],
		[[4507], /subscriber is blocked/],
		[range(5000, 5007), /internal fault/],
		[[5008], /overloaded or unavailable/],
		[[5011], /in time/],
		[[5100, 5150], /campaign/],
		[[5101], /no Contact Center/],
		[[5102], /Too many campaigns are running/],
		[[5103], /too many campaigns/],
		[[5104], /parameters of the campaign/],
		[[5105], /creator/],
		[[5106], /campaign's status/],
		[[5107], /10,000/],
		[[5108], /active/],
		[[5109], /holds this number already/],
		[[5110], /started/],
		[[5111], /task's status/],
		[[5112], /without operators/],
		[[5113], /active tasks/],
		[[5114], /with operators/],
		[range(5200, 5299), /user or group/],
		[range(5300, 5399), /address book/],
		[range(6000, 6999), /fax/],
	];

	test.each(TABLE.map(([codes, words]) => ({ first: codes[0], codes, words })))(
		'$first and its like: $words',
		({ codes, words }) => {
			for (const code of codes) {
				const { message } = meaningOf(code);
				expect(`${code} ${message}`).toMatch(words);
				expect(`${code} ${adviceFor(code)}`).toMatch(/^\d+ [A-Z].{8,}\.$/);
			}
		},
	);

	test('a code of no known class is told as such', () => {
		expect(meaningOf(9999).message).toContain('unknown result code');
	});

	test('only what was surely refused before it ran may always be sent again', () => {
		const all = range(1000, 6999).filter((code) => meaningOf(code).repeat === 'always');
		expect(all).toEqual([4290, 5008]);
	});

	test('what may have run is never said to be repeatable for writes', () => {
		const reads = range(4000, 5099).filter((code) => meaningOf(code).repeat === 'reads');
		expect(reads).toEqual([...range(4291, 4299), ...range(5000, 5007), ...range(5009, 5099)]);
	});

	test('success is 1000 and its class', () => {
		expect([1000, 1001, 1090, 1099].every(isSuccess)).toBe(true);
		expect([999, 1100, 1111, 3100].some(isSuccess)).toBe(false);
	});
});

describe('answers', () => {
	const read = (status: number, body: unknown, headers = {}) =>
		readAnswer({ status, body: typeof body === 'string' ? body : JSON.stringify(body), headers });
	const failure = (...args: Parameters<typeof read>): unknown => {
		try {
			read(...args);
		} catch (error) {
			return error;
		}
		throw new Error('The answer was taken for a success');
	};

	test.each([
		[{ result: 1000 }],
		[{ result: '1000' }],
		[{ code: 1000 }],
		[{ result: 1001 }],
		[{ users: [] }],
		[{ status: 200, result: [{ id: 1 }] }],
		[{}],
	])('%j is a success', (body) => {
		expect(read(200, body)).toEqual(body);
	});

	test('an empty body with 2xx is one too: a command was accepted', () => {
		expect(read(200, '')).toEqual({});
		expect(read(204, '')).toEqual({});
	});

	test.each([
		[400, { result: 3100, message: 'wrong parameters' }, 3100],
		[420, { code: 3104 }, 3104],
		[420, { code: '3104' }, 3104],
		[200, { result: 5008 }, 5008],
		[503, { result: 5008 }, 5008],
		[
			429,
			{ name: 'Service Unavailable', message: 'Rate limit exceeded.', code: 0, status: 429 },
			4290,
		],
		[
			200,
			{ name: 'Service Unavailable', message: 'Rate limit exceeded.', code: 0, status: 429 },
			4290,
		],
		[429, '<html>Too Many Requests</html>', 4290],
		[500, { message: 'x' }, 5000],
		[400, { message: 'x' }, 3000],
		[200, { result: 1111 }, 1111],
	])('HTTP %i %j is result %i', (status, body, code) => {
		const error = failure(status, body);
		expect(error).toBeInstanceOf(MangoError);
		expect((error as MangoError).code).toBe(code);
	});

	test("MANGO's own words, its fields and the request ID are told", () => {
		const error = failure(
			400,
			{ result: 3100, message: 'wrong parameters', fields: { date_to: 3111 } },
			{ 'x-uuid': 'u-1' },
		) as MangoError;
		expect(error.message).toBe(
			'MANGO OFFICE did not take the parameters (result 3100: wrong parameters, fields {"date_to":3111})',
		);
		expect(wordsOf(error).advice).toContain('u-1');
	});

	test.each(['', '{}', '<html>', { name: 'Unauthorized', code: 0, status: 401 }, { result: 3102 }])(
		'HTTP 401 with %j is the lock-out',
		(body) => {
			const error = failure(401, body);
			expect(error).toBeInstanceOf(LockedOutError);
			expect(endangersAccess(error)).toBe(true);
		},
	);

	test.each([
		[200, '<html>Log in</html>'],
		[200, '[]'],
		[200, '"x"'],
		[404, { name: 'Not Found', code: 0, status: 404 }],
		[502, '<html>Bad Gateway</html>'],
	])('HTTP %i with %j is not MANGO', (status, body) => {
		expect(failure(status, body)).toBeInstanceOf(NotMangoError);
	});

	test.each(['', '{}', '{"result":1000}'])('HTTP 302 with %j is a redirect', (body) => {
		expect(failure(302, body)).toBeInstanceOf(SentOnError);
	});

	test('only 3xxx and the lock-out endanger the access', () => {
		const dangerous = [2240, 3000, 3105, 3999, 4101, 5008].filter((code) =>
			endangersAccess(new MangoError(code, '', undefined)),
		);
		expect(dangerous).toEqual([3000, 3105, 3999]);
		expect(endangersAccess(new Error('x'))).toBe(false);
	});
});

describe('the pace', () => {
	/** When requests start that are sent one after the other, each answered after `takes` ms. */
	function starts(path: string | string[], count: number, takes = 0): number[] {
		const pace = new Pace();
		let now = 0;
		return Array.from({ length: count }, (_, i) => {
			const slot = pace.reserve(Array.isArray(path) ? path[i % path.length] : path, now);
			const start = now + slot.leftMs(now);
			now = start + takes;
			slot.answered(now);
			return start;
		});
	}

	/** The most requests within any span of this length. */
	const most = (times: number[], span: number) =>
		Math.max(
			...times.map((from) => times.filter((time) => time >= from && time < from + span).length),
		);

	test.each([
		['commands/callback', 4, 1000],
		['commands/callback_group', 4, 1000],
		['commands/call/hangup', 4, 1000],
		['commands/recording/start', 4, 1000],
		['commands/transfer', 1, 2000],
		['commands/route', 1, 2000],
		['commands/sms', 10, 1000],
		['stats/request', 1, 2000],
		['stats/calls/request/', 1, 2000],
		['config/users/request', 1, 2000],
		['account/balance', 2, 1000],
		['incominglines', 10, 1000],
		['task/add', 10, 1000],
	])('%s: %i requests in %i ms', (path, requests, span) => {
		const times = starts(path, requests * 3 + 1);
		expect(most(times, span)).toBe(requests);
		// No slower than needed.
		expect(times.at(-1)).toBeLessThanOrEqual(3 * (span + 50));
	});

	test('counts from the answer: MANGO may have seen a request as late as then', () => {
		const times = starts('commands/callback', 6, 100);
		expect(times.slice(0, 4)).toEqual([0, 100, 200, 300]);
		expect(times[4]).toBeGreaterThanOrEqual(1100);
		expect(times[5]).toBeGreaterThanOrEqual(1200);
	});

	test('the Contact Center counts all methods together, the others each', () => {
		const paths = ['task/add', 'campaign/list', 'v2/campaign/tasks', 'cc/call', '/cc/get_presence'];
		expect(most(starts(paths, 25), 1000)).toBe(10);
		expect(
			starts(['commands/callback', 'commands/call/hangup'], 8).every((time) => time === 0),
		).toBe(true);
	});

	test('requests that are sent at once take one place each', () => {
		const pace = new Pace();
		const waits = Array.from({ length: 5 }, () => pace.reserve('account/balance', 0).leftMs(0));
		expect(waits.map((wait) => Math.round(wait / 1000))).toEqual([0, 0, 1, 1, 2]);
	});

	test('a refusal for the rate moves everybody, in the order in which they came', () => {
		const pace = new Pace();
		const slots = Array.from({ length: 10 }, () => pace.reserve('commands/callback', 0));
		slots.slice(0, 4).forEach((slot) => slot.leftMs(0));
		pace.holdUntil(3000);
		const planned = slots.slice(4).map((slot) => slot.leftMs(1000) + 1000);
		expect(planned.slice(0, 4)).toEqual([3000, 3000, 3000, 3000]);
		expect(Math.min(...planned.slice(4))).toBeGreaterThanOrEqual(4000);
		expect(pace.reserve('account/balance', 1000).leftMs(1000)).toBe(2000);
	});

	test('100 at 25 a second all fit into 25 seconds', () => {
		const pace = new Pace();
		const times = Array.from({ length: 100 }, (_, i) => {
			const now = i * 40;
			return now + pace.reserve('commands/callback', now).leftMs(now);
		});
		expect(most(times, 1000)).toBe(4);
		expect(times.at(-1)).toBeLessThanOrEqual(25_000);
	});

	test('keeps no chain of all requests that ever were', () => {
		const pace = new Pace();
		for (let i = 0; i < 5000; i += 1) pace.reserve('commands/callback', i * 1000).leftMs(i * 1000);
		expect(JSON.stringify(pace).length).toBeLessThan(500);
	});
});

describe('the base URL', () => {
	test.each([
		['https://app.mango-office.ru/vpbx/', 'https://app.mango-office.ru/vpbx/'],
		[' https://app.mango-office.ru/vpbx ', 'https://app.mango-office.ru/vpbx/'],
		['http://127.0.0.1:8080/vpbx', 'http://127.0.0.1:8080/vpbx/'],
	])('%s', (text, expected) => {
		expect(parseBaseUrl(text)).toBe(expected);
	});

	test.each([
		'',
		'app.mango-office.ru',
		'http://app.mango-office.ru/vpbx/',
		'ftp://127.0.0.1/',
		'http://127.0.0.1.example.com/',
	])('%j is refused', (text) => {
		expect(() => parseBaseUrl(text)).toThrow("'Base URL'");
	});
});

describe('employees, groups and lines', () => {
	test('with numbers as text, and without what is not set', () => {
		const users = [
			{
				general: { name: 'Анна', user_id: '7' },
				telephony: {
					extension: 101,
					numbers: [{ number: 'sip:a@b', order: '1', wait_sec: 30, status: 'on' }],
				},
			},
			{ general: { name: null }, telephony: {}, groups: ['80101'] },
		];
		expect(readEmployees({ users })).toMatchObject([
			{
				userId: 7,
				extension: '101',
				numbers: [{ number: 'sip:a@b', order: 1, waitSeconds: 30, isOn: true, protocol: '' }],
				groupIds: [],
			},
			{ userId: null, name: '', extension: '', numbers: [], groupIds: [80101] },
		]);
		expect(readGroups({ groups: [{ id: '1', name: 'G', extension: 200 }] })).toMatchObject([
			{ groupId: 1, extension: '200', members: [], lineId: null },
		]);
	});

	test('an answer of another shape is not taken for an empty list', () => {
		expect(() => readEmployees({})).toThrow();
		expect(() => readGroups({ result: 1000 })).toThrow();
		expect(() => readLines({ lines: [{ number: '7' }] })).toThrow();
	});

	test('a SIP line goes by its name', () => {
		expect(lineValue({ number: '74951234567', name: 'Отдел продаж' })).toBe('74951234567');
		expect(lineValue({ number: 'sip:office@vpbx1.mangosip.ru', name: 'Офис' })).toBe('Офис');
		expect(lineValue({ number: 'office@vpbx1.mangosip.ru', name: '' })).toBe(
			'office@vpbx1.mangosip.ru',
		);
	});
});
