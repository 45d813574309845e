import type { INodeParameters } from 'n8n-workflow';

import { useMango } from './mangoAccount';

const office = useMango({ rateLimit: true, lockout: true });
const contact = (operation: string, more: INodeParameters = {}, json = {}, options = {}) =>
	office.run({ resource: 'contact', operation, ...more }, json, options);
const itemsOf = ({ outputs }: Awaited<ReturnType<typeof contact>>) =>
	outputs[0].map(({ json }) => json);
const create = async (name: string, phones = '', more: INodeParameters = {}) =>
	itemsOf(await contact('create', { name, phones, ...more }))[0];

describe('Contact: Create', () => {
	test('sends what is set, phones as digits, the first for the default', async () => {
		const additionalFields = {
			birthday: '1990-12-31',
			comment: 'VIP',
			emails: 'anna@example.com; a.p@example.com',
			employee: 400210102,
			importance: 5,
			organization: 'Romashka',
			position: 'Director',
			site: 'romashka.ru',
		};
		const made = await create('Anna', '8 (916) 123-45-67, +7 495 123-45-67', { additionalFields });
		expect(office.sent('ab/contacts/create')).toEqual([
			{
				data: [
					{
						name: 'Anna',
						phones: [
							{ phone: '79161234567', is_default: true },
							{ phone: '74951234567', is_default: false },
						],
						office: 'Director',
						org: { org_name: 'Romashka' },
						site: 'romashka.ru',
						comment: 'VIP',
						birthday: '1990-12-31',
						importance: 5,
						emails: [
							{ email: 'anna@example.com', is_default: true },
							{ email: 'a.p@example.com', is_default: false },
						],
						user_id: 400210102,
					},
				],
				on_error: 'skip',
			},
		]);
		expect(made).toMatchObject({
			created: true,
			contactId: '12761841',
			name: 'Anna',
			phone: '+79161234567',
			email: 'anna@example.com',
			createdAt: expect.stringMatching(/^2026-11-25T/),
			lastCallAt: null,
		});
	});

	test('leaves a duplicate, or makes it all the same', async () => {
		await create('Anna', '79161234567');
		expect(await create('Anna', '79161234567')).toEqual({ created: false, name: 'Anna' });
		expect(await create('Anna', '79161234567', { ifDuplicate: 'duplicate' })).toMatchObject({
			created: true,
		});
	});

	test.each<[INodeParameters, RegExp]>([
		[{ name: '={{ "" }}' }, /^'Name' was empty/],
		[{ name: '={{ {} }}' }, /It must be a text|^'Name' was/],
		[{ name: 'A'.repeat(256) }, /^'Name' has 256 characters/],
		[{ name: 'Anna', phones: '+7 000' }, /^The phone number was/],
		[{ name: 'Anna', phones: '79161234567, 12' }, /^The phone number was "12"/],
		[{ name: 'Anna', additionalFields: { emails: 'anna' } }, /^'Emails' was "anna"/],
		[{ name: 'Anna', additionalFields: { birthday: '31.12.1990' } }, /^'Birthday' was/],
		[{ name: 'Anna', additionalFields: { birthday: '1990-02-30' } }, /^'Birthday' was/],
		[{ name: 'Anna', additionalFields: { importance: '={{ 10 }}' } }, /^'Importance' was 10/],
		[{ name: 'Anna', additionalFields: { employee: '={{ "Anna" }}' } }, /^'Personal Employee' was/],
		[{ name: 'Anna', ifDuplicate: '={{ "ask" }}' }, /^'If There Is a Duplicate' was "ask"/],
	])('%j is not sent', async (parameters, message) => {
		const { error } = await contact('create', parameters);
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});

	test('is not sent again when its answer is lost', async () => {
		office.mango.answerNext({ method: 'ab/contacts/create', runFirst: true, dropConnection: true });
		const { error } = await contact('create', { name: 'Anna' });
		expect(error?.message).toMatch(/^It is not known whether MANGO OFFICE has done this/);
		expect(office.sent('ab/contacts/create')).toHaveLength(1);
	});

	test('one that MANGO refuses as wrong does not hold the next one back', async () => {
		await create('Anna', '79161234567');
		office.mango.answerNext({ status: 400, body: { result: 3136 } });
		const refused = await contact(
			'create',
			{ name: 'Boris', phones: '74951234567', options: { retryFor: 0 } },
			{},
		);
		expect(refused.error?.message).toMatch(/3136/);
		const next = { name: 'Vera', phones: '74957654321', options: { retryFor: 0 } };
		expect(itemsOf(await contact('create', next))).toMatchObject([{ created: true }]);
	});

	test('a refusal in a list is one', async () => {
		office.mango.answerNext({ status: 200, body: { result: [5300] } });
		const { error } = await contact('create', { name: 'Anna' });
		expect(error?.message).toMatch(/no address book API.*5300/);
	});
});

describe('Contact: Get Many', () => {
	test('all of them, page by page, or as many as the limit', async () => {
		const names = Array.from({ length: 505 }, (_, i) => `Client ${i}`);
		await office.run(
			{ resource: 'contact', operation: 'create', name: '={{ $json.name }}' },
			names.map((name) => ({ name })),
		);
		const all = itemsOf(await contact('getMany', { returnAll: true }));
		expect(all.map(({ name }) => name)).toEqual(names);
		expect(office.sent('ab/contact/cursor')).toHaveLength(1);
		expect(itemsOf(await contact('getMany', { limit: 3 }))).toHaveLength(3);
		expect(office.sent('ab/contact/init').map(({ limit_rows }) => limit_rows)).toEqual([500, 3]);
	});

	test('what is searched for, and nothing where nothing is found', async () => {
		await create('Anna', '79161234567');
		await create('Boris', '74951234567');
		const found = async (search: string) =>
			itemsOf(await contact('getMany', { search })).map(({ name }) => name);
		expect(await found('Bor')).toEqual(['Boris']);
		expect(await found('9161234567')).toEqual(['Anna']);
		expect(await found('nobody')).toEqual([]);
		expect(await found('')).toEqual(['Anna', 'Boris']);
	});

	test('a cursor that leads nowhere new ends it', async () => {
		const body = {
			result: 1000,
			data: Array.from({ length: 500 }, (_, i) => ({ contact_id: String(i + 1), name: 'x' })),
			state: { cursor: 'round and round' },
		};
		for (const method of ['ab/contact/init', 'ab/contact/cursor'])
			office.mango.answerNext({ method, status: 200, body });
		expect(itemsOf(await contact('getMany', { returnAll: true }))).toHaveLength(500);
		expect(office.mango.requests).toHaveLength(2);
	});

	test.each([
		[{ contact_id: 5, name: 'A', phones: [{ phone: '8 916 1234567', phone_num: '79161234567' }] }],
		[
			{
				contact_id: '5',
				name: 'A',
				phones: [{ phone: 'x' }, { phone: '79161234567', is_default: true }],
			},
		],
	])('reads the phone of %j', async (one) => {
		office.mango.answerNext({
			status: 200,
			body: { result: 1000, data: [one, { name: 'no ID' }] },
		});
		expect(itemsOf(await contact('getMany'))).toEqual([
			expect.objectContaining({ contactId: '5', phone: '+79161234567', email: null }),
		]);
	});
});

describe('Contact: Get, Update, Delete', () => {
	test('by the ID', async () => {
		const { contactId } = await create('Anna', '79161234567');
		const byId = { contactId: String(contactId) };
		expect(itemsOf(await contact('get', byId))).toMatchObject([{ contactId, name: 'Anna' }]);
		const changed = await contact('update', { ...byId, updateFields: { position: 'Director' } });
		expect(itemsOf(changed)).toMatchObject([{ updated: true, contactId, name: 'Anna' }]);
		expect(office.sent('ab/contacts/update')).toEqual([
			{ data: [{ contact_id: contactId, type: 0, office: 'Director' }], on_error: 'skip' },
		]);
		expect(itemsOf(await contact('delete', byId))).toEqual([{ contactId, deleted: true }]);
		const { error } = await contact('get', byId);
		expect(error?.message).toMatch(/3300/);
	});

	test('the incoming item has no say: its contact may be one of the CRM', async () => {
		for (const operation of ['get', 'update', 'delete']) {
			const { error } = await contact(operation, { contactId: '={{ "" }}' }, { contactId: 12 });
			expect(error?.message).toMatch(/^'Contact ID' was empty/);
		}
		expect(office.mango.requests).toEqual([]);
	});

	test.each<[INodeParameters, RegExp]>([
		[{ contactId: 'Anna' }, /^'Contact ID' was "Anna"/],
		[{ contactId: '-1' }, /^'Contact ID' was "-1"/],
		[{ contactId: '5' }, /^There is nothing to change/],
		[{ contactId: '5', updateFields: { phones: 'none' } }, /^The phone number was "none"/],
	])('%j changes nothing', async (parameters, message) => {
		const { error } = await contact('update', parameters);
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});
});
