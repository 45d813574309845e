import fc from 'fast-check';

import type { Action } from '../../protocols/mangoWebhook/action';
import { whyGuessable } from '../../protocols/mangoWebhook/authData';
import { WebhookRefusal } from '../../protocols/mangoWebhook/refusal';
import { receiveWebhook, type WebhookRules } from '../../protocols/mangoWebhook/webhook';

const RULES: WebhookRules = {
	authData: 'qwerty2',
	productId: 'qwerty.bitrix24.ru',
	accepted: ['dealMove', 'callback', 'campaignTask'],
	mapped: new Map<string, Action>([['Move_Deal', 'dealMove']]),
};
const SENDER = 'Source=Bitrix24&AuthData=qwerty2&Product_id=qwerty.bitrix24.ru';
const FORM = 'application/x-www-form-urlencoded';

/** `type` null is for none; `text` null for a body that was not read. */
interface Body {
	type?: string | null;
	text?: string | null;
	json?: unknown;
}

function receive(query: string, body?: Body, rules: Partial<WebhookRules> = {}) {
	const text =
		body?.text === undefined
			? body?.json === undefined
				? ''
				: JSON.stringify(body.json)
			: body.text;
	const raw = text ?? undefined;
	const type =
		body?.type === undefined ? (body?.json === undefined ? FORM : 'application/json') : body.type;
	const contentType = type ?? undefined;
	return receiveWebhook(
		{ url: `/webhook/x/mango-bitrix24?${query}`, body: { contentType, raw } },
		{ ...RULES, ...rules },
	);
}

function refusal(...args: Parameters<typeof receive>): WebhookRefusal {
	try {
		receive(...args);
	} catch (error) {
		if (error instanceof WebhookRefusal) return error;
		throw error;
	}
	throw new Error('The webhook was not refused');
}

describe("the document's examples", () => {
	test('Result=POSITIVE is a deal move', () => {
		expect(receive(`${SENDER}&Action=Deal_Move&DealID=12&Result=POSITIVE`)).toEqual({
			action: 'dealMove',
			dealId: 12,
			result: 'POSITIVE',
			source: 'Bitrix24',
			productId: 'qwerty.bitrix24.ru',
			actionName: 'Deal_Move',
		});
	});

	test('Result=HELLO is refused, and the answer names parameter, value and what is allowed', () => {
		const { status, toBody } = refusal(`${SENDER}&Action=Deal_Move&DealID=12&Result=HELLO`);
		expect(status).toBe(400);
		expect(toBody.call(refusal(`${SENDER}&Action=Deal_Move&DealID=12&Result=HELLO`))).toEqual({
			error: {
				code: 'RESULT_INVALID',
				message: 'Result was "HELLO". Allowed, in capital letters: POSITIVE, NEGATIVE, NEUTRAL.',
				parameter: 'Result',
				allowed: ['POSITIVE', 'NEGATIVE', 'NEUTRAL'],
			},
		});
	});
});

describe('where parameters come from', () => {
	const move = {
		Source: 'Bitrix24',
		AuthData: 'qwerty2',
		Product_id: 'qwerty.bitrix24.ru',
		Action: 'Deal_Move',
		DealID: '12',
		Result: 'NEUTRAL',
	};

	test.each([
		['the query', () => receive(new URLSearchParams(move).toString())],
		['a form', () => receive('', { text: new URLSearchParams(move).toString() })],
		['a JSON body', () => receive('', { json: move })],
		['a JSON body with the ID as a number', () => receive('', { json: { ...move, DealID: 12 } })],
	])('%s', (_name, run) => {
		expect(run()).toMatchObject({ action: 'dealMove', dealId: 12, result: 'NEUTRAL' });
	});

	test('a query parameter wins over the body', () => {
		expect(
			receive(`${SENDER}&DealID=7`, { text: 'Action=Deal_Move&DealID=12&Result=POSITIVE' }).dealId,
		).toBe(7);
	});

	test('a query parameter wins over a list of the same name in the body', () => {
		expect(
			receive(`${SENDER}&DealID=7`, { text: 'Action=Deal_Move&DealID[]=12&Result=POSITIVE' })
				.dealId,
		).toBe(7);
	});

	test('a mapped Action value stands for its action and is told apart in the item', () => {
		expect(receive(`${SENDER}&Action=Move_Deal&DealID=12&Result=POSITIVE`)).toMatchObject({
			action: 'dealMove',
			actionName: 'Move_Deal',
		});
	});

	test('Source may be left out, and Product_id when the credential has none', () => {
		const query = 'AuthData=qwerty2&Action=Callback&DealID=5';
		expect(receive(query, undefined, { productId: '' })).toEqual({
			action: 'callback',
			dealId: 5,
			source: 'Bitrix24',
			productId: null,
			actionName: 'Callback',
		});
	});

	test.each(['https://qwerty.bitrix24.ru', 'https://QWERTY.bitrix24.ru/', 'qwerty.bitrix24.ru'])(
		'the portal in the credential may be written %s',
		(productId) => {
			expect(receive(`${SENDER}&Action=Callback&DealID=5`, undefined, { productId }).dealId).toBe(
				5,
			);
		},
	);
});

describe("the body of Bitrix24's robot", () => {
	const flat =
		'document_id[0]=crm&document_id[1]=CCrmDocumentDeal&document_id[2]=DEAL_31&auth[domain]=qwerty.bitrix24.ru';
	const encoded = new URLSearchParams([
		['document_id[0]', 'crm'],
		['document_id[1]', 'CCrmDocumentDeal'],
		['document_id[2]', 'DEAL_31'],
	]).toString();
	const robot = `${SENDER}&Action=Callback`;

	test.each([
		['flat keys', { text: flat }],
		['percent-encoded keys', { text: encoded }],
		['a form type with a charset', { text: encoded, type: `${FORM}; charset=UTF-8` }],
		['nested JSON', { json: { document_id: ['crm', 'CCrmDocumentDeal', 'DEAL_31'] } }],
		[
			'nested JSON with numbered keys',
			{ json: { document_id: { 0: 'crm', 1: 'CCrmDocumentDeal', 2: 'DEAL_31' } } },
		],
		['flat JSON keys', { json: { 'document_id[2]': 'DEAL_31' } }],
	])('%s', (_name, body) => {
		expect(receive(robot, body)).toMatchObject({ action: 'callback', dealId: 31 });
	});

	test('DealID in the URL wins over the document, so that a smart process can name its deal', () => {
		expect(receive(`${robot}&DealID=8`, { text: 'document_id[2]=DYNAMIC_147_1' }).dealId).toBe(8);
	});

	test.each<[string, Array<'lead' | 'smartProcess'>, object | string]>([
		['DEAL_31', ['lead', 'smartProcess'], { dealId: 31 }],
		['LEAD_5', ['lead'], { kind: 'lead', entityTypeId: 1, id: 5, leadId: 5 }],
		['DYNAMIC_177_12', ['smartProcess'], { kind: 'smartProcess', entityTypeId: 177, id: 12 }],
		['LEAD_5', ['smartProcess'], 'NOT_A_DEAL'],
		['DYNAMIC_177_12', ['lead'], 'NOT_A_DEAL'],
		['lead_5', ['lead'], 'NOT_A_DEAL'],
		['DYNAMIC_177', ['smartProcess'], 'NOT_A_DEAL'],
		['DYNAMIC_x_12', ['smartProcess'], 'NOT_A_DEAL'],
		['CONTACT_1', ['lead', 'smartProcess'], 'NOT_A_DEAL'],
		['LEAD_', ['lead'], 'DEAL_ID_INVALID'],
		['LEAD_0', ['lead'], 'DEAL_ID_INVALID'],
		['DYNAMIC_177_1x', ['smartProcess'], 'DEAL_ID_INVALID'],
	])('%s with %j allowed: %j', (document, further, expected) => {
		const args = [robot, { text: `document_id[2]=${document}` }, { further }] as const;
		if (typeof expected === 'string') expect(refusal(...args).code).toBe(expected);
		else
			expect(receive(...args)).toEqual({
				...{ action: 'callback', actionName: 'Callback', source: 'Bitrix24' },
				productId: 'qwerty.bitrix24.ru',
				...expected,
			});
	});

	test.each(['LEAD_5', 'DYNAMIC_147_1', 'CONTACT_1', '31', ''])('%s is not a deal', (document) => {
		const refused = refusal(robot, { text: `document_id[2]=${document}` });
		expect(refused).toMatchObject({ code: 'NOT_A_DEAL', status: 400 });
		expect(refused.message).toContain(JSON.stringify(document));
	});

	test.each(['DEAL_', 'DEAL_0', 'DEAL_1x', 'DEAL_-1'])('%s holds no deal ID', (document) => {
		expect(refusal(robot, { text: `document_id[2]=${document}` })).toMatchObject({
			code: 'DEAL_ID_INVALID',
			status: 400,
		});
	});
});

describe('a body of whatever content type', () => {
	const sender = {
		Source: 'Bitrix24',
		AuthData: 'qwerty2',
		Product_id: 'qwerty.bitrix24.ru',
		Action: 'Deal_Move',
	};
	const deal = { DealID: '12', Result: 'NEUTRAL' };
	const inUrl = new URLSearchParams({ ...sender, ...deal }).toString();
	const withoutDeal = new URLSearchParams(sender).toString();
	const form = new URLSearchParams(deal).toString();
	const json = JSON.stringify({ ...deal, DealID: 12 });
	const robot =
		'document_id[0]=crm&document_id[1]=CCrmDocumentDeal&document_id[2]=DEAL_12&auth[domain]=qwerty.bitrix24.ru';

	const otherTypes = [
		null,
		'',
		'application/octet-stream',
		'text/plain',
		'text/plain; charset=windows-1251',
		'TEXT/PLAIN;CHARSET=utf-8',
		'application/xml',
		'text/json',
		'x',
		'application/x-www-form-urlencodedx',
	];
	const formTypes = [
		FORM,
		FORM.toUpperCase(),
		`${FORM}; charset=windows-1251`,
		` ${FORM} ;x`,
		`${FORM};charset="x"`,
	];
	const jsonTypes = ['application/json', 'Application/JSON; charset=utf-8', 'application/json ;x'];
	const garbage = [
		'hello',
		'<a b="c&d=e"/>',
		'\u0000\u0001=\u0002',
		'[1]',
		'{"DealID":',
		'null',
		'"x=1"',
		'a b=c',
		'%PNG\r\n=\r\n',
	];

	test.each([...otherTypes, ...formTypes])('%j: a form is read', (type) => {
		for (const text of [form, `\uFEFF${form}`, `${form}\r\n`]) {
			expect(receive(withoutDeal, { type, text })).toMatchObject({ dealId: 12, result: 'NEUTRAL' });
		}
		expect(receive('', { type, text: inUrl })).toMatchObject({ dealId: 12, result: 'NEUTRAL' });
		for (const text of [robot, encodeURI(robot)]) {
			expect(receive(withoutDeal.replace('Deal_Move', 'Callback'), { type, text })).toMatchObject({
				dealId: 12,
			});
		}
	});

	test.each([...otherTypes, ...formTypes, ...jsonTypes])('%j: a JSON object is read', (type) => {
		for (const text of [json, ` \n${json}\n`, `\uFEFF${json}`]) {
			expect(receive(withoutDeal, { type, text })).toMatchObject({ dealId: 12, result: 'NEUTRAL' });
		}
	});

	test.each([...otherTypes, ...formTypes, ...jsonTypes])(
		'%j: an empty body adds nothing',
		(type) => {
			for (const text of ['', ' ', '\n', '\uFEFF']) {
				expect(receive(inUrl, { type, text })).toMatchObject({ dealId: 12 });
				expect(refusal(withoutDeal, { type, text })).toMatchObject({ code: 'DEAL_ID_INVALID' });
			}
		},
	);

	test.each(otherTypes)(
		'%j: what is neither matters only where something is missing from the URL',
		(type) => {
			for (const text of garbage) {
				expect([text, receive(inUrl, { type, text }).dealId]).toEqual([text, 12]);
				expect([text, refusal(withoutDeal, { type, text }).code]).toEqual([
					text,
					'BODY_UNREADABLE',
				]);
			}
		},
	);

	const unreadTypes = [null, 'multipart/form-data; boundary=x', 'application/octet-stream'];
	test.each(unreadTypes)('%j: the same holds for one that was not read', (type) => {
		expect(receive(inUrl, { type, text: null })).toMatchObject({ dealId: 12 });
		const { code, message } = refusal(withoutDeal, { type, text: null });
		expect([code, message]).toEqual([
			'BODY_UNREADABLE',
			expect.stringContaining('DealID is not in the URL'),
		]);
		expect(message).toContain(type ?? 'had no content type');
	});

	test('with an unread body, what is wrong in the URL is told; what is missing there may be in the body', () => {
		const body = { type: 'multipart/form-data', text: null };
		expect(refusal(inUrl.replace('qwerty2', 'x'), body).code).toBe('AUTH_DATA_WRONG');
		expect(refusal(inUrl.replace('AuthData=qwerty2', 'API_key=x'), body).code).toBe(
			'AUTH_DATA_WRONG',
		);
		expect(refusal(inUrl.replace('AuthData=qwerty2', ''), body).code).toBe('BODY_UNREADABLE');
		expect(refusal(inUrl.replace('NEUTRAL', 'HELLO'), body).code).toBe('RESULT_INVALID');
		expect(refusal(inUrl.replace('DealID=12', 'DealID=x'), body).code).toBe('DEAL_ID_INVALID');
		expect(refusal(inUrl.replace('DealID=12', 'DealID[]=12'), body).code).toBe('DEAL_ID_INVALID');
		const lead = inUrl.replace('DealID=12', 'document_id[2]=LEAD_5');
		expect(refusal(lead, body).code).toBe('NOT_A_DEAL');
		expect(refusal(inUrl, body, { accepted: ['callback'] }).code).toBe('ACTION_NOT_ACCEPTED');
	});

	test.each(otherTypes)(
		'%j: what is too long or names what is forbidden is refused, whatever the URL has',
		(type) => {
			for (const text of [
				`x=${'1'.repeat(1 << 17)}`,
				'hello '.repeat(1 << 14),
				'__proto__=1',
				'{"__proto__":{"DealID":1}}',
			]) {
				expect([text.slice(0, 9), refusal(inUrl, { type, text }).code]).toEqual([
					text.slice(0, 9),
					'BODY_UNREADABLE',
				]);
			}
		},
	);
});

describe('a parameter that may be left out, and is empty, is as absent', () => {
	const robot = 'document_id[2]=DEAL_31';
	const callback = `${SENDER}&Action=Callback`;
	const empty = ['', '%20', '+', '%09%0A', '%C2%A0'];

	test.each(empty)('EmployeeNUM, TelNumbr, CampaignID and DealID=%j beside a robot', (value) => {
		const query = ['EmployeeNUM', 'TelNumbr', 'CampaignID', 'DealID']
			.map((name) => `${name}=${value}`)
			.join('&');
		expect(receive(`${callback}&${query}`, { text: robot })).toEqual(
			receive(callback, { text: robot }),
		);
		expect(receive(callback, { text: `${query}&${robot}` })).toEqual(
			receive(callback, { text: robot }),
		);
	});

	test('and so is null, or nothing, in JSON', () => {
		const json = {
			EmployeeNUM: null,
			TelNumbr: '',
			CampaignID: [],
			DealID: null,
			'document_id[2]': 'DEAL_31',
		};
		expect(receive(callback, { json })).toEqual(receive(callback, { text: robot }));
	});

	test.each(empty)(
		'Product_id=%j, where the credential has none or the webhook is the generic one',
		(value) => {
			const query = `AuthData=qwerty2&Action=Callback&DealID=5&Product_id=${value}`;
			expect(receive(query, undefined, { productId: '' })).toMatchObject({ productId: null });
			expect(receive(`${query}&Source=Other`)).toMatchObject({ productId: null });
			const { code, message } = refusal(query);
			expect([code, message]).toEqual(['PRODUCT_ID_WRONG', expect.stringContaining('is missing')]);
		},
	);

	test.each(empty)('AuthData=%j beside API_key', (value) => {
		const query = `AuthData=${value}&API_key=qwerty2&Product_id=qwerty.bitrix24.ru&Action=Callback&DealID=5`;
		expect(receive(query)).toMatchObject({ dealId: 5 });
	});

	const names = ['EmployeeNUM', 'TelNumbr', 'DealID'];
	test.each(names)(
		'%s of the body is taken where the URL has an empty one, and beside an empty one',
		(name) => {
			const value = { EmployeeNUM: '101', TelNumbr: '79001234567', DealID: '12' }[name] as string;
			const rest = `${callback}&${name === 'DealID' ? '' : 'DealID=12'}`;
			const expected = receive(`${rest}&${name}=${value}`);
			expect(receive(`${rest}&${name}=`, { text: `${name}=${value}` })).toEqual(expected);
			expect(receive(`${rest}&${name}=&${name}=${value}`)).toEqual(expected);
		},
	);

	test.each([
		['EmployeeNUM=&TelNumbr=79001234567', 'EMPLOYEE_INVALID', 'EmployeeNUM is missing'],
		['EmployeeNUM=101&TelNumbr=', 'PHONE_INVALID', 'TelNumbr is missing'],
		['EmployeeNUM=&TelNumbr=', 'EMPLOYEE_INVALID', 'EmployeeNUM is missing'],
	])('without a deal %s lacks something', (query, code, words) => {
		const refused = refusal(`Source=Other&AuthData=qwerty2&Action=Callback&DealID=&${query}`);
		expect([refused.code, refused.message]).toEqual([code, expect.stringContaining(words)]);
	});

	test.each(['DealID=', 'DealID=%20'])('%s without a robot is a missing deal', (query) => {
		const { code, message } = refusal(`${callback}&${query}`);
		expect([code, message]).toEqual([
			'DEAL_ID_INVALID',
			expect.stringMatching(/^DealID is missing/),
		]);
	});
});

describe('TelNumbr in any usual form', () => {
	const callback = `${SENDER}&Action=Callback&DealID=5&TelNumbr=`;
	const phoneOf = (written: string, rules: Partial<WebhookRules> = {}) =>
		receive(callback + written, undefined, rules).phone;

	test.each([
		'79001234567',
		'89001234567',
		'9001234567',
		'+79001234567',
		'%2B79001234567',
		'+7+900+123-45-67',
		'%2B7%20(900)%20123-45-67',
		'%2B7%C2%A0900%C2%A0123%E2%80%9145%E2%80%9167',
		'8%20900%20123-45-67',
		'8(900)1234567',
		'8-900-123-45-67',
		'+8+900+123-45-67',
		'900.123.45.67',
		'+79001234567+',
	])('%s is +7 900 123-45-67', (written) => {
		expect(phoneOf(written)).toBe('79001234567');
	});

	test.each([
		['%2B375291234567', '375291234567'],
		['+375+29+123-45-67', '375291234567'],
		['+49+30+901820', '+4930901820'],
	])('%s is %s, of another country', (written, phone) => {
		expect(phoneOf(written)).toBe(phone);
	});

	test.each([
		['BY', '8%20029%20123-45-67', '375291234567'],
		['by', '80291234567', '375291234567'],
		['DE', '030%20901820', '4930901820'],
		['DE', '%2B79001234567', '79001234567'],
	])('a number of %s without its code: %s', (country, written, phone) => {
		expect(phoneOf(written, { country })?.replace('+', '')).toBe(phone);
	});

	test('in JSON it may be a number', () => {
		expect(
			receive(`${SENDER}&Action=Callback&DealID=5`, { json: { TelNumbr: 79001234567 } }).phone,
		).toBe('79001234567');
	});

	const wrong = [
		'101',
		'abc',
		'1',
		'-',
		'79001234567,79007654321',
		'79001234567%0079001234567',
		'sip:a@x.ru',
		'0',
		'٧٩٠٠',
	];
	test.each(wrong)('%s is none', (written) => {
		expect(refusal(callback + written)).toMatchObject({ code: 'PHONE_INVALID', status: 400 });
	});
});

describe("MANGO's generic webhook", () => {
	const generic =
		'Source=Other&API_key=qwerty2&Action=Callback&EmployeeNUM=101&TelNumbr=79001234567';

	test('is a callback without a deal and without a portal', () => {
		expect(receive(generic)).toEqual({
			action: 'callback',
			employee: '101',
			phone: '79001234567',
			source: 'Other',
			productId: null,
			actionName: 'Callback',
		});
	});

	test('may name a deal all the same', () => {
		expect(receive(`${generic}&DealID=12`)).toMatchObject({ dealId: 12, employee: '101' });
	});

	test.each([
		[generic.replace('API_key=qwerty2', 'API_key=x'), 'AUTH_DATA_WRONG'],
		[generic.replace('&EmployeeNUM=101', ''), 'EMPLOYEE_INVALID'],
		[generic.replace('&TelNumbr=79001234567', ''), 'PHONE_INVALID'],
		[generic.replace('EmployeeNUM=101', 'EmployeeNUM=10a'), 'EMPLOYEE_INVALID'],
		[generic.replace('EmployeeNUM=101', 'EmployeeNUM=1234567'), 'EMPLOYEE_INVALID'],
		[`${generic}&TelNumbr=1`, 'PHONE_INVALID'],
		[`${generic}&CampaignID=0`, 'CAMPAIGN_ID_INVALID'],
		[`${generic}&Product_id=other.bitrix24.ru`, 'PRODUCT_ID_WRONG'],
		[generic.replace('Callback', 'Deal_Move&Result=POSITIVE'), 'DEAL_ID_INVALID'],
	])('%s', (query, code) => {
		expect(refusal(query).code).toBe(code);
	});
});

test('employee, phone and campaign are passed on where they are given', () => {
	expect(
		receive(`${SENDER}&Action=Campaign_Task&DealID=5&CampaignID=79893&EmployeeNUM=101`, {
			json: { TelNumbr: 79001234567 },
		}),
	).toMatchObject({
		action: 'campaignTask',
		dealId: 5,
		campaignId: 79893,
		employee: '101',
		phone: '79001234567',
	});
});

describe('refusals', () => {
	const ok = `${SENDER}&Action=Deal_Move&DealID=12&Result=POSITIVE`;

	test.each([
		[`${ok}&AuthData=qwerty2`, 'AUTH_DATA_WRONG', 401],
		[ok.replace('AuthData=qwerty2', 'AuthData=qwerty'), 'AUTH_DATA_WRONG', 401],
		[ok.replace('AuthData=qwerty2&', ''), 'AUTH_DATA_WRONG', 401],
		[ok.replace('AuthData=qwerty2', 'AuthData[]=qwerty2'), 'AUTH_DATA_WRONG', 401],
		[ok.replace('Product_id=qwerty', 'Product_id=other'), 'PRODUCT_ID_WRONG', 403],
		[ok.replace('Product_id=qwerty.bitrix24.ru&', ''), 'PRODUCT_ID_WRONG', 403],
		[
			ok.replace('Product_id=', 'Product_id=qwerty.bitrix24.ru&Product_id='),
			'PRODUCT_ID_WRONG',
			403,
		],
		[ok.replace('Source=Bitrix24', 'Source=bitrix24'), 'SOURCE_UNKNOWN', 400],
		[ok.replace('Source=Bitrix24', 'Source='), 'SOURCE_UNKNOWN', 400],
		[ok.replace('Deal_Move', 'deal_move'), 'ACTION_UNKNOWN', 400],
		[ok.replace('&Action=Deal_Move', ''), 'ACTION_UNKNOWN', 400],
		[ok.replace('Deal_Move', '__proto__'), 'ACTION_UNKNOWN', 400],
		[`${ok}&Action=Callback`, 'ACTION_UNKNOWN', 400],
		[ok.replace('&DealID=12', ''), 'DEAL_ID_INVALID', 400],
		[`${ok}&DealID=13`, 'DEAL_ID_INVALID', 400],
		[ok.replace('DealID=12', 'DealID[]=12'), 'DEAL_ID_INVALID', 400],
		[ok.replace('DealID=12', 'DealID[id]=12'), 'DEAL_ID_INVALID', 400],
		...[
			'',
			'0',
			'-1',
			'+1',
			'1.5',
			'1e3',
			'0x10',
			' 12',
			'12 ',
			'12%00',
			'１２',
			'%D9%A1%D9%A2',
			'9007199254740993',
			'99999999999999999999',
			'abc',
			`${'1'.repeat(40)}`,
		].map((id): [string, string, number] => [
			ok.replace('DealID=12', `DealID=${id}`),
			'DEAL_ID_INVALID',
			400,
		]),
		...['', 'positive', 'Positive', 'POSITIVE%20', 'POSITIVE%00', 'HELLO', 'constructor'].map(
			(result): [string, string, number] => [ok.replace('POSITIVE', result), 'RESULT_INVALID', 400],
		),
		[`${ok}&Result=POSITIVE`, 'RESULT_INVALID', 400],
		[ok.replace('&Result=POSITIVE', ''), 'RESULT_INVALID', 400],
		[`${ok}&__proto__=1`, 'BODY_UNREADABLE', 400],
		[`${ok}&a[__proto__][b]=1`, 'BODY_UNREADABLE', 400],
	])('%s', (query, code, status) => {
		expect(refusal(query)).toMatchObject({ code, status });
	});

	test('missing and wrong AuthData get the very same answer', () => {
		const wrong = refusal(ok.replace('AuthData=qwerty2', 'AuthData=x')).toBody();
		expect(refusal(ok.replace('AuthData=qwerty2&', '')).toBody()).toEqual(wrong);
		expect(JSON.stringify(wrong)).not.toContain('qwerty2');
	});

	test('an empty secret lets nobody in', () => {
		expect(
			refusal(ok.replace('AuthData=qwerty2', 'AuthData='), undefined, { authData: '' }).status,
		).toBe(401);
	});

	test('an Action that is known but not accepted', () => {
		expect(refusal(ok, undefined, { accepted: ['callback'] })).toMatchObject({
			code: 'ACTION_NOT_ACCEPTED',
			status: 403,
			details: { parameter: 'Action', allowed: ['Callback'] },
		});
	});

	test.each([
		['a list', { json: [1] }],
		['a text', { json: 'x' }],
		['null', { json: null }],
		['too deep', { json: { a: { b: { c: { d: { e: 1 } } } } } }],
		['__proto__', { json: JSON.parse('{"__proto__":{"DealID":"1"}}') as object }],
		['JSON by its type and not by its look', { type: 'application/json', text: 'DealID=12' }],
		['over 64 KiB', { text: `x=${'1'.repeat(1 << 20)}` }],
	])('a body that is %s', (_name, body) => {
		expect(refusal(ok, body)).toMatchObject({ code: 'BODY_UNREADABLE', status: 400 });
	});

	test.each([
		['a list', ['12']],
		['an object', { id: 12 }],
		['null', null],
		['true', true],
		['a fraction', 1.5],
		['beyond the safe integers', 2 ** 53],
	])('a JSON DealID that is %s', (_name, DealID) => {
		expect(refusal(ok.replace('&DealID=12', ''), { json: { DealID } }).code).toBe(
			'DEAL_ID_INVALID',
		);
	});

	test('the checks run in their order: the first that fails is reported', () => {
		const wrong = {
			AuthData: ['AuthData=qwerty2', 'AuthData=x', 'AUTH_DATA_WRONG'],
			Product: ['Product_id=qwerty', 'Product_id=x', 'PRODUCT_ID_WRONG'],
			Source: ['Source=Bitrix24', 'Source=x', 'SOURCE_UNKNOWN'],
			Action: ['Deal_Move', 'x', 'ACTION_UNKNOWN'],
			DealID: ['DealID=12', 'DealID=x', 'DEAL_ID_INVALID'],
			Result: ['POSITIVE', 'x', 'RESULT_INVALID'],
		};
		let query = ok;
		for (const [right, bad, code] of Object.values(wrong).reverse()) {
			query = query.replace(right, bad);
			expect(refusal(query).code).toBe(code);
		}
		expect(refusal(query, { json: [] }).code).toBe('BODY_UNREADABLE');
	});

	test('a long value is cut in the message, control characters are escaped', () => {
		const { message } = refusal(ok.replace('POSITIVE', `%0A${'x'.repeat(9000)}`));
		expect(message.length).toBeLessThan(200);
		expect(message).toContain('"\\nxxx');
		expect(message).toContain('(9001 characters)');
	});
});

describe('whatever comes in', () => {
	const name = fc.oneof(
		fc.constantFrom(
			'DealID',
			'Result',
			'Action',
			'Source',
			'AuthData',
			'document_id[2]',
			'__proto__',
		),
		fc.string(),
	);
	const value = fc.oneof(
		fc.constantFrom('12', 'POSITIVE', 'Deal_Move', 'Bitrix24', 'qwerty2', 'DEAL_1'),
		fc.string(),
	);

	test('it is a webhook of the documented form, or refused', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(name, value)), fc.jsonValue(), (query, json) => {
				try {
					const webhook = receive(new URLSearchParams(query).toString(), { json });
					expect(
						webhook.dealId === undefined
							? webhook.phone
							: webhook.dealId > 0 && Number.isSafeInteger(webhook.dealId),
					).toBeTruthy();
				} catch (error) {
					expect(error).toBeInstanceOf(WebhookRefusal);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('a deal ID is accepted exactly when it is a safe positive integer in digits', () => {
		fc.assert(
			fc.property(fc.oneof(fc.nat().map(String), fc.bigInt().map(String), fc.string()), (id) => {
				const expected =
					/^[0-9]{1,16}$/.test(id) && Number(id) > 0 && Number.isSafeInteger(Number(id));
				const query = `${SENDER}&Action=Callback&DealID=${encodeURIComponent(id)}`;
				if (expected) expect(receive(query).dealId).toBe(Number(id));
				else expect(refusal(query).code).toBe('DEAL_ID_INVALID');
			}),
		);
	});
});

describe('guessable secrets', () => {
	test.each([
		'',
		'short',
		'aaaaaaaaaaaaaaaaaaaaaaaa',
		'qwerty',
		'abcabcabcabcabcabc',
		'MyMangoOfficeToken2026',
	])('%s', (secret) => {
		expect(whyGuessable(secret)).toEqual(expect.any(String));
	});

	test('a random one is fine', () => {
		expect(whyGuessable('f3A9kzQ07bXw2LmT8cVr')).toBeUndefined();
	});
});
