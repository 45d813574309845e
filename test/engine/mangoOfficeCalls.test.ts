import type { INodeParameters } from 'n8n-workflow';

import { startMango } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { chosen, until, useMango } from './mangoAccount';

const office = useMango();
const ITEM = { employee: '101', phone: '8 (916) 111-00-01', dealId: 12 };
const CALLBACK = { resource: 'call', operation: 'callback' };
const SMS = {
	resource: 'sms',
	operation: 'send',
	employee: chosen('101'),
	phone: '+7 916 111-00-01',
	text: 'Привет',
};
const callback = (
	json: Parameters<typeof office.run>[1] = ITEM,
	parameters: INodeParameters = {},
	more: Parameters<typeof office.run>[2] = {},
) => office.run({ ...CALLBACK, ...parameters }, json, more);

describe('callback', () => {
	test("takes the item's fields, rings employee and client, and says by which command_id", async () => {
		const { outputs, error } = await callback();
		expect(error).toBeUndefined();
		const [{ json, pairedItem }] = outputs[0];
		expect(json).toEqual({
			commandId: expect.stringMatching(/^mb24\.12\.1\.0\.[\w-]{8}$/),
			employee: '101',
			phone: '79161110001',
			dealId: 12,
			accepted: true,
		});
		expect(pairedItem).toEqual({ item: 0 });
		expect(office.sent('commands/callback')).toEqual([
			{ command_id: json.commandId, from: { extension: '101' }, to_number: '79161110001' },
		]);
		await until(() => office.mango.calls.length > 0);
		expect(office.mango.calls.map(({ commandId }) => commandId)).toEqual([json.commandId]);
	});

	test('all that can be set', async () => {
		const { outputs } = await callback(
			{},
			{
				callFrom: 'parameter',
				employee: chosen(102, 'id'),
				phone: '+375 29 123-45-67',
				dealId: '7',
				line: chosen('+7 (495) 123-45-67', 'id'),
				options: { autoAnswer: true, employeeNumber: '8 916 222-33-44' },
			},
		);
		expect(outputs[0][0].json).toMatchObject({ employee: '102', phone: '375291234567', dealId: 7 });
		expect(office.sent('commands/callback')).toEqual([
			{
				command_id: expect.stringMatching(/^mb24\.7\./),
				from: { extension: '102', number: '79162223344' },
				to_number: '375291234567',
				line_number: '74951234567',
				sip_headers: { 'Call-Info/answer-after': '0' },
			},
		]);
	});

	test('without a deal', async () => {
		const { outputs } = await callback({ employee: 101, phone: 79161110001 });
		expect(outputs[0][0].json).toEqual({
			commandId: expect.stringMatching(/^mb24\.-\.1\.0\./),
			employee: '101',
			phone: '79161110001',
			accepted: true,
		});
	});

	test('numbers without a country code are those of the default country', async () => {
		await callback({ ...ITEM, phone: '8 029 123-45-67' }, { options: { country: 'BY' } });
		expect(office.sent('commands/callback')[0].to_number).toBe('375291234567');
	});

	test.each([
		[
			'no phone',
			{ employee: '101', dealId: 12 },
			/^The incoming item has no 'phone'$/,
			/Set Below/,
		],
		[
			'an empty phone',
			{ ...ITEM, phone: null },
			/^The incoming item has no 'phone'$/,
			/Get Call Target/,
		],
		[
			"a deal's client without one",
			{ ...ITEM, phone: null, problem: 'noPhone' },
			/'phone': the deal's client has no phone number in Bitrix24/,
			/contact or company/,
		],
		[
			"a deal whose client's numbers are masks",
			{ ...ITEM, phone: null, problem: 'badPhone' },
			/'phone': none of the phone numbers of the deal's client can be dialled/,
			/Correct the number/,
		],
		[
			'a deal that lacks both',
			{ dealId: 12, phone: null, employee: null, problem: 'noPhone' },
			/the deal's client has no phone number/,
			/contact or company/,
		],
		['no employee', { phone: '79161110001' }, /^The incoming item has no 'employee'$/, /Set Below/],
		[
			'an employee without an extension',
			{ ...ITEM, employee: null, problem: 'noExtension' },
			/'employee': the employee who is responsible for the deal has no extension/,
			/Внутренний телефон/,
		],
		[
			'another problem than the missing field',
			{ employee: null, phone: '79161110001', problem: 'noPhone' },
			/^The incoming item has no 'employee'$/,
			/Set Below/,
		],
		[
			'a name for an extension',
			{ ...ITEM, employee: 'Anna' },
			/field 'employee' was "Anna"/,
			/digits only/,
		],
		['a short number', { ...ITEM, phone: '12345' }, /phone number was "12345"/, /Nothing was sent/],
		['letters', { ...ITEM, phone: 'abc' }, /phone number was "abc"/, /Default Country/],
		['a wrong deal', { ...ITEM, dealId: 'twelve' }, /field 'dealId' was "twelve"/, /whole number/],
	])('%s: nothing is sent', async (_, json, message, description) => {
		const { error } = await callback(json as typeof ITEM);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
		expect(office.mango.requests).toEqual([]);
	});

	test.each([
		[{ employee: chosen('={{ "" }}') }, /'Employee' was empty/],
		[{ employee: chosen('101 ') }, undefined],
		[{ employee: '101' }, undefined],
		[{ phone: '={{ "" }}' }, /phone number was empty/],
		[{ dealId: '-1' }, /'Deal ID' was "-1"/],
		[{ options: { employeeNumber: '102' } }, /phone number was "102"/],
		[{ options: { country: 'Russia' } }, /country "Russia" is not known/],
	])('set below: %j', async (parameters, message) => {
		const { error } = await callback({}, {
			callFrom: 'parameter',
			employee: chosen('101'),
			phone: '79161110001',
			...parameters,
		} as INodeParameters);
		if (message === undefined) expect(error).toBeUndefined();
		else expect(error?.message).toMatch(message);
		expect(office.mango.requests).toHaveLength(message === undefined ? 1 : 0);
	});

	test('one bad item keeps all from being sent', async () => {
		const { error } = await callback([ITEM, { ...ITEM, phone: 'abc' }]);
		expect(error?.context?.itemIndex).toBe(1);
		expect(office.mango.requests).toEqual([]);
	});

	test('with "Continue" it becomes an item, and the others are sent', async () => {
		const { outputs } = await callback(
			[{ ...ITEM, phone: 'abc' }, ITEM],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0].map(({ json }) => json)).toEqual([
			{ error: expect.stringMatching(/phone number was "abc"/), message: expect.any(String) },
			expect.objectContaining({
				commandId: expect.stringMatching(/^mb24\.12\.1\.1\./),
				accepted: true,
			}),
		]);
		expect(office.sent('commands/callback')).toHaveLength(1);
	});
});

describe('the other commands', () => {
	const CALL_ID = 'MToxMDA4NjI3NzphOjE=';

	test.each<[string, INodeParameters, string, object, object]>([
		[
			'callbackGroup',
			{ callFrom: 'item', group: chosen('200'), line: chosen('78005553501') },
			'commands/callback_group',
			{ from: '200', to: '79161110001', line_number: '78005553501' },
			{ group: '200', phone: '79161110001', line: '78005553501', dealId: 12 },
		],
		[
			'hangUp',
			{ callId: CALL_ID },
			'commands/call/hangup',
			{ call_id: CALL_ID },
			{ callId: CALL_ID },
		],
		[
			'transfer',
			{ callId: CALL_ID, destination: '8 495 540-44-44', initiator: chosen('101'), method: 'hold' },
			'commands/transfer',
			{ call_id: CALL_ID, method: 'hold', to_number: '74955404444', initiator: '101' },
			{ callId: CALL_ID, destination: '74955404444', initiator: '101', method: 'hold' },
		],
		[
			'route',
			{ callId: CALL_ID, destination: '102' },
			'commands/route',
			{ call_id: CALL_ID, to_number: '102' },
			{ callId: CALL_ID, destination: '102' },
		],
		[
			'startRecording',
			{ callId: CALL_ID, employee: chosen('101') },
			'commands/recording/start',
			{ call_id: CALL_ID, call_party_number: '101' },
			{ callId: CALL_ID, employee: '101' },
		],
	])('%s', async (operation, parameters, path, sent, output) => {
		const { outputs, error } = await office.run(
			{ resource: 'call', operation, ...parameters },
			ITEM,
		);
		expect(error).toBeUndefined();
		const { commandId } = outputs[0][0].json;
		expect(outputs[0][0].json).toEqual({
			commandId: expect.stringMatching(/^mb24\.12\.1\.0\./),
			...output,
			accepted: true,
		});
		expect(office.sent(path)).toEqual([{ command_id: commandId, ...sent }]);
		expect(office.mango.requests.map(({ status }) => status)).toEqual([200]);
	});

	test.each<[string, INodeParameters, RegExp]>([
		[
			'callbackGroup',
			{ group: chosen('={{ "" }}'), line: chosen('78005553501') },
			/'Group' was empty/,
		],
		['callbackGroup', { group: chosen('200'), line: chosen('={{ "" }}') }, /'Line' was empty/],
		['hangUp', { callId: '={{ "" }}' }, /'Call ID' was empty/],
		['hangUp', { callId: 'x'.repeat(129) }, /'Call ID' was/],
		[
			'transfer',
			{ callId: 'a', destination: '1', initiator: chosen('101'), method: 'hold' },
			/phone number was "1"/,
		],
		[
			'transfer',
			{ callId: 'a', destination: '102', initiator: chosen('={{ "" }}'), method: 'hold' },
			/'Transferred By' was empty/,
		],
		[
			'transfer',
			{ callId: 'a', destination: '102', initiator: chosen('101'), method: 'warm' },
			/'Method' was "warm"/,
		],
		['route', { callId: 'a', destination: '={{ "" }}' }, /phone number was empty/],
		['startRecording', { callId: 'a', employee: chosen('sip:a@b') }, /'Employee' was "sip:a@b"/],
	])('%s with %j: nothing is sent', async (operation, parameters, message) => {
		const { error } = await office.run({ resource: 'call', operation, ...parameters }, ITEM);
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});

	test('an SMS', async () => {
		const text = 'Заказ №5 & «скидка» = 10% + 😀';
		const { outputs, error } = await office.run(
			{ ...SMS, text, options: { smsSender: 'SHOP' } },
			{ dealId: 12 },
		);
		expect(error).toBeUndefined();
		const { commandId } = outputs[0][0].json;
		expect(outputs[0][0].json).toEqual({
			commandId: expect.stringMatching(/^mb24\.12\./),
			employee: '101',
			phone: '79161110001',
			accepted: true,
		});
		expect(office.sent('commands/sms')).toEqual([
			{
				command_id: commandId,
				text,
				from_extension: '101',
				to_number: '79161110001',
				sms_sender: 'SHOP',
			},
		]);
	});

	test.each([
		[{ text: 'я'.repeat(269) }, /269 characters/],
		[{ text: '={{ "" }}' }, /empty/],
		[{ phone: '101' }, /phone number was "101"/],
		[{ employee: chosen('={{ "" }}') }, /'Employee' was empty/],
	])('an SMS with %j is not sent', async (parameters, message) => {
		const { error } = await office.run({ ...SMS, ...parameters });
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});
});

describe('reading', () => {
	test('employees', async () => {
		const { outputs } = await office.run({ resource: 'employee', operation: 'getMany' });
		expect(outputs[0]).toHaveLength(5);
		expect(outputs[0][0].json).toEqual({
			userId: 400210101,
			name: 'Анна Соколова',
			extension: '101',
			email: 'sokolova@example.com',
			department: 'Продажи',
			position: 'Руководитель отдела продаж',
			mobile: '79990000101',
			line: '74951234567',
			numbers: [
				{
					number: 'sip:sokolova@vpbx400210001.mangosip.ru',
					protocol: 'sip',
					isOn: true,
					order: 0,
					waitSeconds: 30,
				},
				{ number: '79990000101', protocol: 'tel', isOn: false, order: 1, waitSeconds: 30 },
			],
			groupIds: [80101],
		});
	});

	test('groups', async () => {
		const { outputs } = await office.run({ resource: 'group', operation: 'getMany' });
		expect(outputs[0].map(({ json }) => json.extension)).toEqual(['200', '201']);
		expect(outputs[0][1].json).toMatchObject({
			groupId: 80102,
			name: 'Сервис',
			members: [
				{ userId: 400210103, name: 'Максим Гусев', extension: '103', priority: 1, order: 0 },
				{ extension: '105' },
			],
		});
	});

	test('lines', async () => {
		const { outputs } = await office.run({ resource: 'line', operation: 'getMany' });
		expect(outputs[0].map(({ json }) => json)).toMatchObject([
			{
				lineId: 405519147,
				number: '74951234567',
				name: 'Отдел продаж',
				region: 'Москва',
				comment: '',
				schemeId: 12001,
				schemeName: 'Основная схема',
			},
			{ lineId: 405519148, number: '78005553501' },
		]);
	});

	test('the balance', async () => {
		const { outputs } = await office.run({ resource: 'account', operation: 'getBalance' });
		expect(outputs[0][0].json).toEqual({
			balance: 963592.45,
			currency: 'RUB',
			responseAt: expect.stringMatching(/^\d{4}-\d\d-\d\d /),
		});
	});

	test('an answer of another shape', async () => {
		office.mango.answerNext({ body: { result: 1000, lines: 'none' } });
		const { error } = await office.run({ resource: 'line', operation: 'getMany' });
		expect(error?.message).toBe('MANGO OFFICE answered in a form that this node does not know');
		expect(error?.description).toContain('lines');
	});
});

describe('lists of the editor', () => {
	test('employees by name and extension', async () => {
		expect(await office.search('searchEmployees')).toHaveLength(5);
		expect(await office.search('searchEmployees', 'анна')).toEqual([
			{ name: 'Анна Соколова (101)', value: '101' },
		]);
		expect(await office.search('searchEmployees', '106')).toEqual([
			{ name: 'Игорь Павлов (106)', value: '106' },
		]);
		expect(await office.search('searchEmployees', 'nobody')).toEqual([]);
	});

	test('where a call can go: employees, then groups', async () => {
		const all = await office.search('searchDestinations');
		expect(all.map(({ value }) => value)).toEqual([
			'101',
			'102',
			'103',
			'105',
			'106',
			'200',
			'201',
		]);
		expect(await office.search('searchDestinations', 'продажи')).toEqual([
			{ name: 'Продажи (200)', value: '200' },
		]);
	});

	test.each([
		['as it was saved before there was a list', '102'],
		['chosen from the list', chosen('102')],
		['by hand', chosen('102', 'id')],
		['by an expression', chosen('={{ 102 }}', 'id')],
		['by an expression of before', '={{ 102 }}'],
	])('a destination %s', async (_, destination) => {
		const { error } = await office.run({
			resource: 'call',
			operation: 'route',
			callId: 'MToxMDA4',
			destination,
		});
		expect(error).toBeUndefined();
		expect(office.sent('commands/route')[0]).toMatchObject({ to_number: '102' });
	});

	test('who has no extension is not offered', async () => {
		office.mango.answerNext({
			body: {
				users: [
					{ general: { name: 'A' }, telephony: {} },
					{ general: { name: 'B' }, telephony: { extension: 7 } },
				],
			},
		});
		expect(await office.search('searchEmployees')).toEqual([{ name: 'B (7)', value: '7' }]);
	});

	test('groups', async () => {
		expect(await office.search('searchGroups', 'сервис')).toEqual([
			{ name: 'Сервис (201)', value: '201' },
		]);
	});

	test('lines, those of SIP by their names', async () => {
		expect(await office.search('searchLines')).toEqual([
			{ name: 'Отдел продаж (74951234567)', value: '74951234567' },
			{ name: 'Горячая линия (78005553501)', value: '78005553501' },
		]);
		office.mango.answerNext({
			body: { result: '1000', lines: [{ line_id: 1, number: 'sip:office@x.ru', name: 'Офис' }] },
		});
		expect(await office.search('searchLines')).toEqual([
			{ name: 'Офис (sip:office@x.ru)', value: 'Офис' },
		]);
	});

	test('campaigns with their status', async () => {
		expect(await office.search('searchCampaigns')).toEqual([
			{ name: 'Повторные звонки (Running)', value: '79893' },
			{ name: 'Ноябрьская акция (Running)', value: '79894' },
			{ name: 'Опрос, октябрь (Finished)', value: '79895' },
		]);
	});

	test('what went wrong is told', async () => {
		const credentials = {
			mangoOfficeApi: { ...office.credentials().mangoOfficeApi, apiKey: 'nosuch' },
		};
		await expect(office.search('searchLines', '', { credentials })).rejects.toThrow(
			/does not know the API key/,
		);
	});
});

describe('failures', () => {
	test.each([
		[
			{ status: 400, body: { result: 2240, message: 'no money' } },
			/not enough money on the account \(result 2240: no money\)/,
			/Top up/,
		],
		[
			{ status: 420, body: { code: 3102 } },
			/signature is wrong: the API salt/,
			/Copy 'Ключ для создания подписи' anew/,
		],
		[
			{ status: 400, body: { result: '3105' } },
			/does not know the API key/,
			/Copy 'Уникальный код вашей АТС' anew/,
		],
		[{ status: 400, body: { result: 2219 } }, /billing \(result 2219\)/, /Check the account/],
		[
			{ status: 200, body: '<html>Log in</html>' },
			/answered HTTP 200 with something that is not its JSON/,
			/Base URL/,
		],
		[
			{ status: 302, headers: { Location: 'https://example.com/' }, body: '' },
			/sends this on to example\.com \(HTTP 302\)/,
			/Base URL/,
		],
	])('%j', async (answer, message, description) => {
		office.mango.answerNext(answer);
		const { error } = await callback();
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
		expect(office.mango.requests).toHaveLength(1);
	});

	test('401: the account is locked, and until when', async () => {
		office.mango.answerNext({ status: 401, body: '' });
		const { error } = await callback(ITEM, { options: { retryFor: 0 } });
		expect(error?.message).toBe(
			'MANGO OFFICE has locked the API access of this account for about two minutes',
		);
		const [, until] = /Try again after (\d\d:\d\d:\d\d) UTC/.exec(error?.description ?? '') ?? [];
		const seconds = (Date.parse(`1970-01-01T${until}Z`) - (Date.now() % 86_400_000)) / 1000;
		expect(((seconds % 86_400) + 86_400) % 86_400).toBeGreaterThan(110);
		expect(((seconds % 86_400) + 86_400) % 86_400).toBeLessThanOrEqual(120);
		expect(office.mango.requests).toHaveLength(1);
	});

	test('after a wrong request nothing more is sent, also with "Continue"', async () => {
		office.mango.answerNext({ status: 400, body: { result: 3104 } });
		const { outputs } = await callback(
			[ITEM, ITEM, { ...ITEM, phone: 'abc' }],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0].map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/wrong format/),
			expect.stringMatching(/^This item was not sent/),
			expect.stringMatching(/"abc"/),
		]);
		expect(office.mango.requests).toHaveLength(1);
	});

	test('after another refusal the next items are sent with "Continue", and not without', async () => {
		const answer = { status: 400, body: { result: 2240 } };
		office.mango.answerNext(answer);
		const { outputs } = await callback([ITEM, ITEM], {}, { onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ json }) => json.accepted)).toEqual([undefined, true]);
		office.mango.reset();
		office.mango.answerNext(answer);
		expect((await callback([ITEM, ITEM])).error?.message).toMatch(/not enough money/);
		expect(office.mango.requests).toHaveLength(1);
	});
});

describe('what is sent again', () => {
	const LIMIT = {
		status: 429,
		body: { name: 'Service Unavailable', message: 'Rate limit exceeded.', code: 0, status: 429 },
	};

	test.each([
		[LIMIT],
		[{ status: 400, body: { result: 4290 } }],
		[{ status: 503, body: { result: 5008 } }],
	])('%j, a callback too', async (answer) => {
		office.mango.answerNext(answer);
		expect((await callback()).outputs[0][0].json.accepted).toBe(true);
		expect(office.mango.requests).toHaveLength(2);
		await until(() => office.mango.calls.length > 0);
		expect(office.mango.calls).toHaveLength(1);
	});

	test('with growing pauses', async () => {
		for (let i = 0; i < 2; i += 1) office.mango.answerNext(LIMIT);
		expect((await callback()).outputs[0][0].json.accepted).toBe(true);
		expect(clock.slept).toBeGreaterThanOrEqual(2900);
	});

	test('not longer than the user allows', async () => {
		office.mango.answerNext(LIMIT);
		const { error } = await callback(ITEM, { options: { retryFor: 0 } });
		expect(error?.message).toMatch(/receives too many requests/);
		expect(office.mango.requests).toHaveLength(1);
	});

	test('an internal fault, for reading', async () => {
		office.mango.answerNext({ status: 500, body: { result: 5000 } });
		expect((await office.run({ resource: 'line', operation: 'getMany' })).outputs[0]).toHaveLength(
			2,
		);
		expect(office.mango.requests).toHaveLength(2);
	});
});

describe('a write of which nobody knows whether it has run', () => {
	test.each<[string, Parameters<typeof office.mango.answerNext>[0], INodeParameters]>([
		[
			'the connection breaks: a callback',
			{ body: '', dropConnection: true, runFirst: true },
			CALLBACK,
		],
		['the connection breaks: an SMS', { body: '', dropConnection: true, runFirst: true }, SMS],
		['an internal fault', { status: 500, body: { result: 5000 }, runFirst: true }, CALLBACK],
		['MANGO ran out of time', { status: 500, body: { result: 5011 }, runFirst: true }, CALLBACK],
		[
			'a proxy ran out of time',
			{ status: 504, body: '<html>Gateway Timeout</html>', runFirst: true },
			CALLBACK,
		],
	])('%s: it is not sent again, and the user is told', async (_, answer, parameters) => {
		office.mango.answerNext(answer);
		const { error } = await office.run(parameters, ITEM);
		expect(error?.message).toMatch(/^It is not known whether MANGO OFFICE has done this: /);
		expect(error?.description).toContain('may have gone through');
		expect(office.mango.requests).toHaveLength(1);
	});

	test('a connection that never stood is no such case', async () => {
		const { error } = await callback(
			ITEM,
			{},
			{
				credentials: {
					mangoOfficeApi: {
						...office.credentials().mangoOfficeApi,
						baseUrl: 'http://127.0.0.1:9/',
					},
				},
			},
		);
		expect(error?.message).toMatch(/refused the connection/);
	});
});

describe('secrets', () => {
	const KEYS = { apiKey: 'secret-key-1234', apiSalt: 'secret-salt-5678' };

	test.each<[string, object, Parameters<typeof office.mango.answerNext>[0] | undefined]>([
		['a wrong key', KEYS, undefined],
		['a wrong salt', { apiSalt: KEYS.apiSalt }, undefined],
		['a broken connection', KEYS, { body: '', dropConnection: true }],
		[
			'an answer that repeats them',
			KEYS,
			{
				status: 400,
				body: {
					result: 3105,
					message: `No vpbx key ${KEYS.apiKey}, ${encodeURIComponent(KEYS.apiKey)}`,
				},
			},
		],
		['no connection', { ...KEYS, baseUrl: 'http://127.0.0.1:9/' }, undefined],
		['a wrong base URL', { ...KEYS, baseUrl: 'http://example.com/vpbx/' }, undefined],
	])('are in no error: %s', async (_, keys, answer) => {
		if (answer) office.mango.answerNext(answer);
		const credentials = { mangoOfficeApi: { ...office.credentials().mangoOfficeApi, ...keys } };
		const { error, run } = await callback(ITEM, {}, { credentials });
		expect(error?.message).toEqual(expect.stringMatching(/.{10}/));
		const seen = JSON.stringify({
			run,
			error,
			own: JSON.stringify(error, Object.getOwnPropertyNames(error)),
		});
		for (const secret of [
			KEYS.apiKey,
			KEYS.apiSalt,
			office.mango.apiKey,
			office.mango.apiSalt,
			'vpbx_api_key',
		])
			expect(seen).not.toContain(secret);
	});
});

describe('on an account with all its limits', () => {
	const limited = useMango({ rateLimit: true, lockout: true });

	test('nine callbacks of one execution meet no rate limit', async () => {
		const start = clock.now();
		const { outputs } = await limited.run(
			CALLBACK,
			Array.from({ length: 9 }, () => ITEM),
		);
		expect(outputs[0]).toHaveLength(9);
		expect(new Set(outputs[0].map(({ json }) => json.commandId)).size).toBe(9);
		expect(limited.mango.requests.map(({ status }) => status)).toEqual(Array(9).fill(200));
		// The limit is 4 a second: the ninth begins two seconds after the first, and little later.
		expect(clock.now() - start).toBeGreaterThanOrEqual(2000);
		expect(clock.now() - start).toBeLessThan(4000);
	});

	test('a wrong salt with many items does not lock the account out', async () => {
		const credentials = {
			mangoOfficeApi: { ...limited.credentials().mangoOfficeApi, apiSalt: 'wrong' },
		};
		await limited.run(CALLBACK, [ITEM, ITEM, ITEM], {
			credentials,
			onError: 'continueRegularOutput',
		});
		expect((await limited.run(CALLBACK, ITEM)).outputs[0][0].json.accepted).toBe(true);
	});
});

test('answers with codes under the old name and as text are understood', async () => {
	const old = await startMango({ errorStyle: 'code', resultStyle: 'string' });
	try {
		const good = {
			mangoOfficeApi: { apiKey: old.apiKey, apiSalt: old.apiSalt, baseUrl: old.baseUrl },
		};
		expect((await callback(ITEM, {}, { credentials: good })).outputs[0][0].json.accepted).toBe(
			true,
		);
		const bad = { mangoOfficeApi: { ...good.mangoOfficeApi, apiSalt: 'x' } };
		expect((await callback(ITEM, {}, { credentials: bad })).error?.message).toMatch(/result 3102/);
	} finally {
		await old.stop();
	}
});
