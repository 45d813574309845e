import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

async function target(
	json: INodeExecutionData['json'] | Array<INodeExecutionData['json']>,
	parameters: INodeParameters = {},
	options: Partial<RunOptions> = {},
) {
	return await bitrix24.run({ operation: 'getCallTarget', ...parameters }, json, options);
}

async function only(dealId: number, parameters: INodeParameters = {}) {
	const { outputs, error } = await target({ dealId }, parameters);
	expect(error).toBeUndefined();
	expect(outputs[0]).toHaveLength(1);
	return outputs[0][0].json;
}

const NO_RESULT_ERROR: Record<string, unknown> = {};

/** Answers the next request for one deal as a portal would: the deal, its contact, its company, its responsible. */
function answer(parts: unknown[], errors = NO_RESULT_ERROR) {
	const result = Object.fromEntries(
		parts.map((part, i) => [`c${i}`, part]).filter(([, part]) => part !== undefined),
	);
	bitrix24.portal.answerNext({ body: { result: { result, result_error: errors } } });
}

const DEAL = {
	item: {
		id: 50,
		title: 'Сделка',
		categoryId: 0,
		stageId: 'NEW',
		contactId: 5,
		companyId: 6,
		assignedById: 7,
	},
};
const PHONE = [{ id: 1, typeId: 'PHONE', valueType: 'MOBILE', value: '+79160000000' }];
const CONTACT = { item: { id: 5, name: 'Пётр', lastName: null, fm: PHONE } };
const USER = { ID: '7', ACTIVE: true, NAME: 'Анна', LAST_NAME: 'Соколова', UF_PHONE_INNER: '101' };

describe('one deal', () => {
	test("gives the contact's phone and the responsible's extension", async () => {
		const { outputs, error } = await target({ dealId: 12, other: 'x' });
		expect(error).toBeUndefined();
		expect(outputs).toEqual([
			[
				{
					json: {
						dealId: 12,
						title: 'Подключение телефонии',
						phone: '+7 (495) 123-45-67',
						phoneType: 'WORK',
						phoneFrom: 'contact',
						timeZone: 'Europe/Moscow',
						client: { type: 'contact', id: 1, name: 'Мария Лебедева' },
						employee: '101',
						responsible: { id: 1, name: 'Анна Соколова' },
						pipeline: { id: 0 },
						stage: { id: 'NEW' },
					},
					pairedItem: { item: 0 },
				},
			],
		]);
	});

	test('costs one HTTP request', async () => {
		await only(12);
		expect(bitrix24.portal.requests.map(({ method }) => method)).toEqual(['batch']);
		expect(bitrix24.portal.requests[0].commands).toHaveLength(4);
	});

	test.each([
		['MOBILE', '+79161234501', 'MOBILE'],
		['WORK', '+7 (495) 123-45-67', 'WORK'],
		['any', '+7 (495) 123-45-67', 'WORK'],
		['HOME', '+7 (495) 123-45-67', 'WORK'],
	])('preferring %s it is %s', async (preferredPhone, phone, phoneType) => {
		expect(await only(12, { preferredPhone })).toMatchObject({ phone, phoneType });
	});

	test('the deal can be set by hand', async () => {
		const { outputs } = await target({}, { dealFrom: 'parameter', dealId: '15' });
		expect(outputs[0][0].json).toMatchObject({ dealId: 15, client: { id: 5 }, employee: '106' });
	});

	test('of several contacts it is the primary one', async () => {
		expect(bitrix24.portal.deal(15)?.contactIds).toEqual([5, 4]);
		expect(await only(15)).toMatchObject({
			client: { id: 5, name: 'Артём Волков' },
			phone: '+79161234505',
		});
	});

	test('without a contact it is the company', async () => {
		expect(await only(33)).toMatchObject({
			phone: '+7 495 444-00-04',
			phoneFrom: 'company',
			client: { type: 'company', id: 4, name: 'ИП Кузнецова О. В.' },
			employee: '103',
		});
	});

	test("with a contact that has no phone it is the company's phone, and the contact is whom to ask for", async () => {
		bitrix24.portal.setDeal(36, { companyId: 2 });
		expect(await only(36)).toMatchObject({
			phone: '8 (812) 222-00-02',
			phoneFrom: 'company',
			client: { type: 'contact', id: 8, name: 'Виктор Смирнов' },
		});
	});
});

describe('the first phone that can be dialled', () => {
	const phones = (...values: string[]) =>
		values.map((value) => ({ type: 'MOBILE' as const, value }));
	const contact = (...values: string[]) =>
		bitrix24.portal.addContact({ phones: phones(...values) }).id;
	const company = (...values: string[]) =>
		bitrix24.portal.addCompany({ phones: phones(...values) }).id;
	const ofDeal = (contactIds: number[], companyId = 0, parameters: INodeParameters = {}) =>
		only(bitrix24.portal.addDeal({ contactIds, companyId }).id, parameters);

	test.each([
		['+7 (___) ___-__-__'],
		['+7'],
		['8 916'],
		['+7 000 123-45-67'],
		['8 495 123-45-6'],
		['8 029 123-45-67'],
		['нет'],
		['-'],
		['101'],
		['sip:client@example.com'],
	])('on the card, after %j', async (bad) => {
		const id = contact(bad, '8 (916) 000-11-22', '+79160001133');
		expect(await ofDeal([id])).toMatchObject({
			phone: '8 (916) 000-11-22',
			phoneFrom: 'contact',
			client: { id },
		});
	});

	test('of two in one field', async () => {
		expect(
			await ofDeal([contact('8 495 540-44-4, 8 (916) 000-11-22; 8 916 000-11-33')]),
		).toMatchObject({ phone: '8 (916) 000-11-22' });
	});

	test('with an extension, whose digits are none of the number', async () => {
		expect(await ofDeal([contact('(495) 123-45-67 доб. 12')])).toMatchObject({
			phone: '(495) 123-45-67 доб. 12',
			timeZone: 'Europe/Moscow',
		});
	});

	test('of the preferred type, if one of these can be dialled', async () => {
		const id = bitrix24.portal.addContact({
			phones: [
				{ type: 'MOBILE', value: '+7 916' },
				{ type: 'WORK', value: '+74951234567' },
				{ type: 'HOME', value: '+74951234568' },
			],
		}).id;
		expect(await ofDeal([id], 0, { preferredPhone: 'MOBILE' })).toMatchObject({
			phone: '+74951234567',
		});
		expect(await ofDeal([id], 0, { preferredPhone: 'HOME' })).toMatchObject({
			phone: '+74951234568',
		});
	});

	test('of a further contact, who is the client then, before the company', async () => {
		const [first, second, third] = [
			contact('+7 (___) ___-__-__'),
			contact(),
			contact('+79160001122'),
		];
		const firm = company('+74951110001');
		expect(await ofDeal([first, second, third], firm)).toMatchObject({
			phone: '+79160001122',
			phoneFrom: 'contact',
			client: { type: 'contact', id: third },
		});
	});

	test('of the company, and the primary contact is whom to ask for', async () => {
		const [first, second] = [contact('+7'), contact('8 916')];
		expect(await ofDeal([first, second], company('+7', '+74951110001'))).toMatchObject({
			phone: '+74951110001',
			phoneFrom: 'company',
			client: { type: 'contact', id: first },
		});
	});

	test('a fax is called when nobody has a telephone', async () => {
		const fm = (valueType: string, value: string) => [{ id: 1, typeId: 'PHONE', valueType, value }];
		const card = { item: { id: 5, name: 'Пётр', fm: fm('FAX', '+74951234567') } };
		answer([DEAL, card, { item: { id: 6, title: 'ООО', fm: fm('WORK', '+74951110001') } }, [USER]]);
		expect(await only(50)).toMatchObject({ phone: '+74951110001', phoneFrom: 'company' });
		answer([DEAL, card, { item: { id: 6, title: 'ООО', fm: fm('WORK', '+7') } }, [USER]]);
		expect(await only(50)).toMatchObject({
			phone: '+74951234567',
			phoneType: 'FAX',
			phoneFrom: 'contact',
		});
	});

	test('further contacts cost one more HTTP request for all deals, and only where they are needed', async () => {
		const [bad, good] = [contact('+7'), contact('+79160001122')];
		const deals = Array.from({ length: 12 }, (_, i) => ({
			dealId: bitrix24.portal.addDeal({ contactIds: i % 2 ? [bad, good] : [good, bad] }).id,
		}));
		const { outputs } = await target(deals);
		expect(outputs[0].map(({ json }) => json.phone)).toEqual(deals.map(() => '+79160001122'));
		expect(bitrix24.portal.requests.map(({ commands = [] }) => commands.length)).toEqual([48, 6]);
	});

	/** A deal whose contact has no phone, while its company has one. */
	function answerWithFurther(): void {
		const item = { ...DEAL.item, contactIds: [5, 8] };
		answer([
			{ item },
			{ item: { ...CONTACT.item, fm: [] } },
			{ item: { id: 6, title: 'ООО', fm: PHONE } },
			[USER],
		]);
	}

	test('a further contact may not be read: nobody is called instead', async () => {
		answerWithFurther();
		answer([undefined], { c0: { error: 'ACCESS_DENIED', error_description: 'Доступ запрещён' } });
		const { error } = await target({ dealId: 50 });
		expect(error?.message).toBe('Bitrix24 denied access: Доступ запрещён');
	});

	test('a further contact that was deleted is passed over', async () => {
		answerWithFurther();
		answer([undefined], { c0: { error: 'NOT_FOUND', error_description: 'Элемент не найден' } });
		expect(await only(50)).toMatchObject({
			phone: '+79160000000',
			phoneFrom: 'company',
			client: { type: 'contact', id: 5 },
		});
	});

	test.each([
		['BY', '8 029 123-45-67', 'Europe/Minsk'],
		['by', '29 123-45-67', 'Europe/Minsk'],
		['UZ', '71 200-00-00', 'Asia/Tashkent'],
		['KZ', '8 727 250-00-00', 'Asia/Almaty'],
	])('with %s for the country, %s', async (country, phone, timeZone) => {
		expect(await ofDeal([contact('+7', phone)], 0, { country })).toMatchObject({ phone, timeZone });
	});

	test.each(['Russia', '', 7])('a country that is none: %j', async (country) => {
		const { error } = await target({ dealId: 12 }, { country: country as string });
		expect(error?.message).toBe(`'Default Country' was ${JSON.stringify(country)}`);
		expect(error?.description).toMatch(/two letters/);
		expect(bitrix24.portal.requests).toEqual([]);
	});
});

describe('an item that says itself who calls whom', () => {
	const own = { phone: '79001234567', employee: '205' };

	test('wins over the card', async () => {
		const { outputs } = await target([
			{ dealId: 12, ...own },
			{ dealId: 12, phone: own.phone },
			{ dealId: 12, employee: own.employee },
		]);
		expect(
			outputs[0].map(({ json }) => [json.dealId, json.phone, json.phoneFrom, json.employee]),
		).toEqual([
			[12, '79001234567', 'item', '205'],
			[12, '79001234567', 'item', '101'],
			[12, '+7 (495) 123-45-67', 'contact', '205'],
		]);
		expect(outputs[0][0].json).toMatchObject({
			client: { id: 1 },
			responsible: { id: 1 },
			phoneType: null,
			timeZone: null,
			stage: { id: 'NEW' },
		});
	});

	test.each([null, undefined, '', ' '])('but not with fields that are %j', async (nothing) => {
		const { outputs } = await target({
			dealId: 12,
			phone: nothing as string,
			employee: nothing as string,
		});
		expect(outputs[0][0].json).toMatchObject({
			phone: '+7 (495) 123-45-67',
			phoneFrom: 'contact',
			employee: '101',
		});
	});

	test('may be a number in JSON', async () => {
		const { outputs } = await target({ dealId: 12, phone: 79001234567, employee: 205 });
		expect(outputs[0][0].json).toMatchObject(own);
	});

	test('makes up for what the card lacks, also where that is an error', async () => {
		const items = [
			{ dealId: 36, phone: own.phone },
			{ dealId: 31, employee: own.employee },
		];
		const { outputs, error } = await target(items, { whenMissing: 'error' });
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => [json.phone, json.employee, json.problem])).toEqual([
			[own.phone, '103', undefined],
			['+7 916 123 45 06', own.employee, undefined],
		]);
	});

	test.each([{}, { dealId: null }, { dealId: '' }])(
		'needs no deal (%j): nothing is asked of Bitrix24',
		async (deal) => {
			const { outputs, error } = await target({
				action: 'callback',
				source: 'Other',
				...deal,
				...own,
				phone: '74951234567',
			});
			expect(error).toBeUndefined();
			expect(outputs[0]).toEqual([
				{
					json: {
						phone: '74951234567',
						phoneType: null,
						phoneFrom: 'item',
						timeZone: 'Europe/Moscow',
						client: null,
						employee: '205',
					},
					pairedItem: { item: 0 },
				},
			]);
			expect(bitrix24.portal.requests).toEqual([]);
		},
	);

	test('stands among deals', async () => {
		const { outputs } = await target([{ dealId: 12 }, own, { dealId: 31, ...own }]);
		expect(outputs[0].map(({ json }) => [json.dealId, json.phone, json.employee])).toEqual([
			[12, '+7 (495) 123-45-67', '101'],
			[undefined, own.phone, own.employee],
			[31, own.phone, own.employee],
		]);
	});

	test.each([{ phone: own.phone }, { employee: own.employee }])(
		'with %j alone a deal is needed',
		async (json) => {
			const { error } = await target(json);
			expect(error?.message).toBe("The incoming item's field 'dealId' was not there");
		},
	);

	test('is passed over for the card where the node is set so: a queue holds what the card said earlier', async () => {
		const { outputs } = await target({ dealId: 12, ...own }, { preferItem: false });
		expect(outputs[0][0].json).toMatchObject({ phone: '+7 (495) 123-45-67', employee: '101' });
		const { error } = await target(own, { preferItem: false });
		expect(error?.message).toBe("The incoming item's field 'dealId' was not there");
	});
});

describe('something is missing', () => {
	test('no phone at all', async () => {
		expect(await only(36)).toMatchObject({
			phone: null,
			phoneType: null,
			phoneFrom: null,
			client: { type: 'contact', id: 8 },
			employee: '103',
			problem: 'noPhone',
		});
	});

	test('phones that cannot be dialled: which, and why', async () => {
		const phones = [
			'+7 (___) ___-__-__',
			'+7 000 123-45-67',
			'8 916',
			'не звонить',
			'8 029 123-45-67',
		].map((value) => ({ type: 'WORK' as const, value }));
		const contact = bitrix24.portal.addContact({ phones }).id;
		const company = bitrix24.portal.addCompany({ phones: [{ type: 'WORK', value: '+7' }] }).id;
		const { id } = bitrix24.portal.addDeal({ contactIds: [contact], companyId: company });
		expect(await only(id)).toMatchObject({
			phone: null,
			timeZone: null,
			client: { type: 'contact', id: contact },
			employee: '101',
			problem: 'badPhone',
			badPhones: [
				{
					value: '+7 (___) ___-__-__',
					type: 'WORK',
					from: 'contact',
					why: 'a mask that is not filled in',
				},
				{ value: '+7 000 123-45-67', from: 'contact', why: 'no country has such a number' },
				{ value: '8 916', from: 'contact', why: 'digits are missing' },
				{ value: 'не звонить', from: 'contact', why: 'not a phone number' },
				{ value: '8 029 123-45-67', from: 'contact', why: 'no country has such a number' },
				{ value: '+7', from: 'company', why: 'digits are missing' },
			],
		});
		const { error } = await target({ dealId: id }, { whenMissing: 'error' });
		expect(error?.message).toMatch(
			/^Deal \d+ has no phone that can be dialled: "\+7 \(___\) ___-__-__" of the contact \(a mask that /,
		);
		expect(error?.message).toMatch(
			/ is not filled in\), .*"\+7" of the company \(digits are missing\)$/,
		);
		expect(error?.description).toMatch(/^Correct the phone/);
	});

	test('neither contact nor company', async () => {
		const { id } = bitrix24.portal.addDeal({ title: 'Пусто', contactIds: [], companyId: 0 });
		expect(await only(id)).toMatchObject({ client: null, phone: null, problem: 'noPhone' });
	});

	test('no extension', async () => {
		expect(await only(31)).toMatchObject({
			phone: '+7 916 123 45 06',
			timeZone: null,
			employee: null,
			responsible: { id: 9, name: 'Вера Климова' },
			problem: 'noExtension',
		});
	});

	test('neither phone nor extension: the phone is told', async () => {
		bitrix24.portal.setDeal(36, { assignedById: 9 });
		expect(await only(36)).toMatchObject({ phone: null, employee: null, problem: 'noPhone' });
	});

	test.each([
		[36, /^Deal 36 has no phone: neither its contact nor its company has one$/, /Add a phone/],
		[
			31,
			/^The responsible of deal 31, Вера Климова, has no extension$/,
			/extension number in the employee's/,
		],
	])('deal %i is an error when the user wants it so', async (dealId, message, advice) => {
		const { error } = await target({ dealId }, { whenMissing: 'error' });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(advice);
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});

	test('a deal that has both passes when missing ones are errors', async () => {
		expect(await only(12, { whenMissing: 'error' })).toMatchObject({ employee: '101' });
	});

	test('a responsible whom the portal does not show, or who was dismissed, has no extension', async () => {
		answer([DEAL, CONTACT, undefined, []]);
		expect(await only(50)).toMatchObject({
			employee: null,
			responsible: { id: 7, name: '' },
			problem: 'noExtension',
		});
		answer([DEAL, CONTACT, undefined, [{ ...USER, ACTIVE: false }]]);
		expect(await only(50)).toMatchObject({
			employee: null,
			responsible: { id: 7, name: 'Анна Соколова' },
			problem: 'noExtension',
		});
	});

	test('a contact that was deleted is passed over for the company', async () => {
		const company = { item: { id: 6, title: 'ООО', fm: PHONE } };
		answer([DEAL, undefined, company, [USER]], {
			c1: { error: 'NOT_FOUND', error_description: 'Элемент не найден' },
		});
		expect(await only(50)).toMatchObject({
			phone: '+79160000000',
			phoneFrom: 'company',
			client: { type: 'company', id: 6 },
			employee: '101',
		});
	});
});

describe('a reference that led nowhere', () => {
	// Bitrix24 takes what the path did lead to, the whole deal, for the ID then, and finds somebody.
	test('does not make a stranger the client or the responsible', async () => {
		const item = { ...DEAL.item, contactId: null, companyId: null, assignedById: null };
		const stranger = (id: number) => ({ item: { id, name: 'Чужой', title: 'Чужая', fm: PHONE } });
		answer([{ item }, stranger(1), stranger(1), [USER]]);
		expect(await only(50)).toMatchObject({
			phone: null,
			client: null,
			employee: null,
			responsible: null,
			problem: 'noPhone',
		});
	});

	test("nor does it when others than the deal's own come back", async () => {
		answer([
			DEAL,
			CONTACT,
			undefined,
			[
				{ ...USER, ID: '1' },
				{ ...USER, UF_PHONE_INNER: '102' },
			],
		]);
		expect(await only(50)).toMatchObject({ employee: '102' });
		answer([DEAL, { item: { ...CONTACT.item, id: 1 } }, undefined, [USER]]);
		const { error } = await target({ dealId: 50 });
		expect(error?.message).toBe(
			"Bitrix24 answered with contact 1 in place of the deal's contact 5",
		);
	});
});

describe('failures', () => {
	test('a deal that does not exist', async () => {
		const { error } = await target({ dealId: 999999 });
		expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
	});

	test('the contact may not be read: nobody is called instead', async () => {
		const company = { item: { id: 6, title: 'ООО', fm: PHONE } };
		answer([DEAL, undefined, company, [USER]], {
			c1: { error: 'ACCESS_DENIED', error_description: 'Доступ запрещён' },
		});
		const { error } = await target({ dealId: 50 });
		expect(error?.message).toBe('Bitrix24 denied access: Доступ запрещён');
		expect(error?.description).toContain('its client');
	});

	test('the company may not be read, and is not needed', async () => {
		answer([DEAL, CONTACT, undefined, [USER]], {
			c2: { error: 'ACCESS_DENIED', error_description: '' },
		});
		expect(await only(50)).toMatchObject({ phoneFrom: 'contact', employee: '101' });
	});

	test.each(['insufficient_scope', 'ERROR_METHOD_NOT_FOUND'])(
		'the webhook may not read users: %s',
		async (error) => {
			bitrix24.portal.failCommand('user.get', { error, error_description: 'x' });
			const result = await target({ dealId: 12 });
			expect(result.error?.message).toContain("lacks the permission (scope) 'user_brief'");
			expect(result.error?.description).toContain("tick 'Users (user_brief)'");
		},
	);

	test('an answer of an unknown shape', async () => {
		answer([DEAL, { item: 'x' }, undefined, [USER]]);
		const { error } = await target({ dealId: 50 });
		expect(error?.message).toBe('Bitrix24 answered in a form that this node does not know');
	});

	test.each([
		[{}, 'was not there'],
		[{ dealId: 'x' }, 'was "x"'],
	])('%j', async (json, words) => {
		const { error } = await target(json);
		expect(error?.message).toBe(`The incoming item's field 'dealId' ${words}`);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test('bad items do not harm the others with "continue on fail"', async () => {
		const items = [{ dealId: 999999 }, { dealId: 12 }, {}, { dealId: 31 }, { dealId: 33 }];
		const { outputs } = await target(
			items,
			{ whenMissing: 'error' },
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.employee)).toEqual([
			expect.stringMatching(/^Bitrix24 has no such deal/),
			'101',
			"The incoming item's field 'dealId' was not there",
			'The responsible of deal 31, Вера Климова, has no extension',
			'103',
		]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});
});

describe('many deals', () => {
	const deals = (count: number) =>
		Array.from({ length: count }, (_, i) => ({
			dealId: bitrix24.portal.addDeal({ contactIds: [(i % 7) + 1] }).id,
		}));

	test('30 deals cost three HTTP requests, and none is torn apart between two', async () => {
		const items = deals(30);
		const { outputs } = await target(items);
		expect(outputs[0].map(({ json }) => json.dealId)).toEqual(items.map(({ dealId }) => dealId));
		expect(outputs[0].map(({ json }) => (json.client as { id: number }).id)).toEqual(
			items.map((_, i) => (i % 7) + 1),
		);
		expect(outputs[0].every(({ json }) => json.employee === '101')).toBe(true);
		expect(bitrix24.portal.requests.map(({ commands = [] }) => commands.length)).toEqual([
			48, 48, 24,
		]);
	});

	test('a deal that comes twice is read once', async () => {
		const { outputs } = await target([{ dealId: 12 }, { dealId: 15 }, { dealId: '12' }]);
		expect(outputs[0].map(({ json }) => json.dealId)).toEqual([12, 15, 12]);
		expect(bitrix24.portal.requests.map(({ commands = [] }) => commands.length)).toEqual([8]);
	});
});
