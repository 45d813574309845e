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
	const result = Object.fromEntries(parts.map((part, i) => [`c${i}`, part]).filter(([, part]) => part !== undefined));
	bitrix24.portal.answerNext({ body: { result: { result, result_error: errors } } });
}

const DEAL = { item: { id: 50, title: 'Сделка', categoryId: 0, stageId: 'NEW', contactId: 5, companyId: 6, assignedById: 7 } };
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
		expect(await only(15)).toMatchObject({ client: { id: 5, name: 'Артём Волков' }, phone: '+79161234505' });
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
		[31, /^The responsible of deal 31, Вера Климова, has no extension$/, /extension number in the employee's/],
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
		expect(await only(50)).toMatchObject({ employee: null, responsible: { id: 7, name: '' }, problem: 'noExtension' });
		answer([DEAL, CONTACT, undefined, [{ ...USER, ACTIVE: false }]]);
		expect(await only(50)).toMatchObject({ employee: null, responsible: { id: 7, name: 'Анна Соколова' }, problem: 'noExtension' });
	});

	test('a contact that was deleted is passed over for the company', async () => {
		const company = { item: { id: 6, title: 'ООО', fm: PHONE } };
		answer([DEAL, undefined, company, [USER]], { c1: { error: 'NOT_FOUND', error_description: 'Элемент не найден' } });
		expect(await only(50)).toMatchObject({ phone: '+79160000000', phoneFrom: 'company', client: { type: 'company', id: 6 }, employee: '101' });
	});
});

describe('a reference that led nowhere', () => {
	// Bitrix24 takes what the path did lead to, the whole deal, for the ID then, and finds somebody.
	test('does not make a stranger the client or the responsible', async () => {
		const item = { ...DEAL.item, contactId: null, companyId: null, assignedById: null };
		const stranger = (id: number) => ({ item: { id, name: 'Чужой', title: 'Чужая', fm: PHONE } });
		answer([{ item }, stranger(1), stranger(1), [USER]]);
		expect(await only(50)).toMatchObject({ phone: null, client: null, employee: null, responsible: null, problem: 'noPhone' });
	});

	test("nor does it when others than the deal's own come back", async () => {
		answer([DEAL, CONTACT, undefined, [{ ...USER, ID: '1' }, { ...USER, UF_PHONE_INNER: '102' }]]);
		expect(await only(50)).toMatchObject({ employee: '102' });
		answer([DEAL, { item: { ...CONTACT.item, id: 1 } }, undefined, [USER]]);
		const { error } = await target({ dealId: 50 });
		expect(error?.message).toBe("Bitrix24 answered with contact 1 in place of the deal's contact 5");
	});
});

describe('failures', () => {
	test('a deal that does not exist', async () => {
		const { error } = await target({ dealId: 999999 });
		expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
	});

	test('the contact may not be read: nobody is called instead', async () => {
		const company = { item: { id: 6, title: 'ООО', fm: PHONE } };
		answer([DEAL, undefined, company, [USER]], { c1: { error: 'ACCESS_DENIED', error_description: 'Доступ запрещён' } });
		const { error } = await target({ dealId: 50 });
		expect(error?.message).toBe('Bitrix24 denied access: Доступ запрещён');
		expect(error?.description).toContain('its client');
	});

	test('the company may not be read, and is not needed', async () => {
		answer([DEAL, CONTACT, undefined, [USER]], { c2: { error: 'ACCESS_DENIED', error_description: '' } });
		expect(await only(50)).toMatchObject({ phoneFrom: 'contact', employee: '101' });
	});

	test.each(['insufficient_scope', 'ERROR_METHOD_NOT_FOUND'])('the webhook may not read users: %s', async (error) => {
		bitrix24.portal.failCommand('user.get', { error, error_description: 'x' });
		const result = await target({ dealId: 12 });
		expect(result.error?.message).toContain("lacks the permission (scope) 'user_brief'");
		expect(result.error?.description).toContain("tick 'Users (user_brief)'");
	});

	test('an answer of an unknown shape', async () => {
		answer([DEAL, { item: 'x' }, undefined, [USER]]);
		const { error } = await target({ dealId: 50 });
		expect(error?.message).toBe('Bitrix24 answered in a form that this node does not know');
	});

	test.each([[{}, 'was not there'], [{ dealId: 'x' }, 'was "x"']])('%j', async (json, words) => {
		const { error } = await target(json);
		expect(error?.message).toBe(`The incoming item's field 'dealId' ${words}`);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test('bad items do not harm the others with "continue on fail"', async () => {
		const items = [{ dealId: 999999 }, { dealId: 12 }, {}, { dealId: 31 }, { dealId: 33 }];
		const { outputs } = await target(items, { whenMissing: 'error' }, { onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ json }) => json.error ?? json.employee)).toEqual([
			expect.stringMatching(/^Bitrix24 has no such deal/),
			'101',
			"The incoming item's field 'dealId' was not there",
			'The responsible of deal 31, Вера Климова, has no extension',
			'103',
		]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});
});

describe('many deals', () => {
	const deals = (count: number) => Array.from({ length: count }, (_, i) => ({ dealId: bitrix24.portal.addDeal({ contactIds: [(i % 7) + 1] }).id }));

	test('30 deals cost three HTTP requests, and none is torn apart between two', async () => {
		const items = deals(30);
		const { outputs } = await target(items);
		expect(outputs[0].map(({ json }) => json.dealId)).toEqual(items.map(({ dealId }) => dealId));
		expect(outputs[0].map(({ json }) => (json.client as { id: number }).id)).toEqual(items.map((_, i) => (i % 7) + 1));
		expect(outputs[0].every(({ json }) => json.employee === '101')).toBe(true);
		expect(bitrix24.portal.requests.map(({ commands = [] }) => commands.length)).toEqual([48, 48, 24]);
	});

	test('a deal that comes twice is read once', async () => {
		const { outputs } = await target([{ dealId: 12 }, { dealId: 15 }, { dealId: '12' }]);
		expect(outputs[0].map(({ json }) => json.dealId)).toEqual([12, 15, 12]);
		expect(bitrix24.portal.requests.map(({ commands = [] }) => commands.length)).toEqual([8]);
	});
});
