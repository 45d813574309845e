import type { INodeExecutionData, INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { loadList, type RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Items = INodeExecutionData['json'] | Array<INodeExecutionData['json']>;

const run = (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	json: Items = {},
	options: Partial<RunOptions> = {},
) => bitrix24.run({ resource, operation, ...parameters }, json, options);

const below = (value: object): INodeParameters =>
	({ mappingMode: 'defineBelow', value }) as unknown as INodeParameters;
const chosen = (value: unknown): INodeParameters =>
	({ __rl: true, mode: 'id', value }) as INodeParameters;

const commands = () =>
	bitrix24.portal.requests.flatMap(({ commands: list = [] }) => list.map(decodeURIComponent));
const writes = () => commands().filter((command) => /^crm\.item\.(add|update)/.test(command));
const data = (item: INodeExecutionData['json']) =>
	(item.fm as Array<{ typeId: string; valueType: string; value: string }>).map(
		({ typeId, valueType, value }) => [typeId, valueType, value],
	);

describe('Find by Phone', () => {
	const find = (resource: string, phone: unknown, more: INodeParameters = {}) =>
		run(resource, 'findByPhone', { phone: phone as string, ...more });

	test.each([
		['+7 (916) 123-45-02'],
		['89161234502'],
		['7 916 123 45 02'],
		['9161234502'],
		['8 (916) 123-45-02 (доб. 12)'],
		[79161234502],
	])('a contact, whatever the form: %j', async (phone) => {
		const { outputs, error } = await find('contact', phone);
		expect(error).toBeUndefined();
		expect(outputs[0][0]).toEqual({
			json: {
				found: true,
				phone: '+79161234502',
				contactId: 2,
				contactIds: [2],
				name: 'Дмитрий Орлов',
				assignedById: 1,
			},
			pairedItem: { item: 0 },
		});
	});

	test.each(['9265550001', '8 926 555-00-01', '+7-926-555-00-01', '7(926)5550001'])(
		'a card that has it as %s',
		async (written) => {
			const { id } = bitrix24.portal.addContact({ phones: [{ type: 'WORK', value: written }] });
			const { outputs } = await find('contact', '+79265550001');
			expect(outputs[0][0].json).toMatchObject({ found: true, contactId: id });
		},
	);

	test('a company and a lead', async () => {
		expect((await find('company', '88122220002')).outputs[0][0].json).toMatchObject({
			companyId: 2,
			companyIds: [2],
			name: 'АО «Северный ветер»',
		});
		expect((await find('lead', '+7 916 123-45-71')).outputs[0][0].json).toEqual({
			found: true,
			phone: '+79161234571',
			leadId: 71,
			leadIds: [71],
			name: 'Заявка с сайта',
			assignedById: 7,
			stageSemanticId: 'P',
		});
	});

	test('nobody has it', async () => {
		const { outputs } = await find('contact', '+79990001122');
		expect(outputs[0][0].json).toEqual({
			found: false,
			phone: '+79990001122',
			contactId: null,
			contactIds: [],
			name: null,
			assignedById: null,
		});
		expect(commands()).toHaveLength(1);
	});

	test('several have it', async () => {
		const phones = [{ type: 'WORK', value: '+79265550001' }];
		const [first, second] = [1, 2].map(() => bitrix24.portal.addContact({ phones }).id);
		const { outputs } = await find('contact', '+79265550001');
		expect(outputs[0][0].json).toMatchObject({ contactId: first, contactIds: [first, second] });
	});

	test.each([
		[{ clientNumber: '+79161234502' }, 2],
		[{ phone: '89161234505' }, 5],
		[{ clientNumber: '', phone: '89161234505' }, 5],
		[{ clientNumber: '+79161234502', phone: '89161234505' }, 2],
	])('of the incoming item %j', async (json, contactId) => {
		const { outputs } = await run('contact', 'findByPhone', {}, json);
		expect(outputs[0][0].json).toMatchObject({ contactId });
	});

	test('numbers of another country', async () => {
		const { id } = bitrix24.portal.addContact({ phones: [{ type: 'WORK', value: '030 901820' }] });
		const { outputs } = await find('contact', '030 901820', { country: 'DE' });
		expect(outputs[0][0].json).toMatchObject({ phone: '+4930901820', contactId: id });
	});

	test.each([
		['', /^'Phone Number' was empty/],
		['anonymous', /^'Phone Number' was "anonymous"/],
		['sip:a@b.mangosip.ru', /^'Phone Number' was "sip:/],
		['12', /^'Phone Number' was "12"/],
		['+7 916 123-45-02, +7 916 123-45-03', /^'Phone Number' was /],
		[{ a: 1 }, /^'Phone Number' was \{"a":1\}$/],
	])('%j is none', async (phone, message) => {
		const { error } = await run('contact', 'findByPhone', { phone: '={{ $json.number }}' }, {
			number: phone,
		} as Items);
		expect(error?.message).toMatch(message);
		expect(error?.description).toContain("'clientNumber' or 'phone'");
		expect(commands()).toEqual([]);
	});

	test('a country that is none', async () => {
		const { error } = await find('contact', '1', { country: 'Russia' });
		expect(error?.message).toBe('\'Default Country\' was "Russia"');
	});

	test('100 items with 60 numbers take three requests', async () => {
		const items = Array.from({ length: 100 }, (_, i) => ({ phone: `+792655500${10 + (i % 60)}` }));
		bitrix24.portal.addContact({ phones: [{ type: 'WORK', value: '+79265550010' }] });
		const { outputs } = await run('contact', 'findByPhone', {}, items);
		expect(outputs[0]).toHaveLength(100);
		expect(outputs[0].filter(({ json }) => json.found)).toHaveLength(2);
		expect(bitrix24.portal.requests).toHaveLength(3);
	});

	test.each(['crm.duplicate.findbycomm', 'crm.item.get'])('%s fails', async (method) => {
		bitrix24.portal.failCommand(method, { error: 'ACCESS_DENIED', error_description: '' });
		const { error } = await find('contact', '+79161234502');
		expect(error?.message).toBe('Bitrix24 denied access');
		expect(error?.description).toContain('no right to this contact');
	});

	test('an answer of another form does not pass for nobody', async () => {
		bitrix24.portal.answerNext({
			body: { result: { result: { c0: { CONTACT: 'x' } }, result_error: [] } },
		});
		const { error } = await find('contact', '+79161234502');
		expect(error?.message).toBe('Bitrix24 answered in a form that this node does not know');
	});
});

describe('Create', () => {
	test('a contact with fields, phones and e-mails', async () => {
		const { outputs, error } = await run('contact', 'create', {
			fields: below({ name: 'Иван', lastName: 'Петров', post: 'Директор', sourceId: 'Звонок' }),
			contactData: {
				phone: [
					{ value: '+7 926 555-00-01', type: 'MOBILE' },
					{ value: '', type: 'WORK' },
				],
				email: [{ value: 'ivan@example.com' }],
			},
		});
		expect(error).toBeUndefined();
		const { json } = outputs[0][0];
		expect(json).toMatchObject({
			contactId: json.id,
			name: 'Иван',
			lastName: 'Петров',
			post: 'Директор',
			sourceId: 'CALL',
		});
		expect(data(json)).toEqual([
			['PHONE', 'MOBILE', '+7 926 555-00-01'],
			['EMAIL', 'WORK', 'ivan@example.com'],
		]);
		const found = await run('contact', 'findByPhone', { phone: '89265550001' });
		expect(found.outputs[0][0].json.contactId).toBe(json.id);
	});

	test.each([
		['company', { title: 'ООО «Новая»', industry: 'IT' }, { companyId: 8, industry: 'IT' }],
		['lead', { title: 'Заявка', stageId: 'в работе' }, { leadId: 73, stageId: 'IN_PROCESS' }],
	])('a %s', async (resource, fields, expected) => {
		const { outputs, error } = await run(resource, 'create', { fields: below(fields) });
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ title: fields.title, ...expected });
	});

	test('with a phone only', async () => {
		const { outputs, error } = await run('lead', 'create', {
			contactData: { phone: [{ value: '+79265550001' }] },
		});
		expect(error).toBeUndefined();
		expect(data(outputs[0][0].json)).toEqual([['PHONE', 'WORK', '+79265550001']]);
	});

	test.each([
		['contact', {}, "'Fields' is empty"],
		['contact', { contactData: { phone: [{ value: '' }] } }, "'Fields' is empty"],
		['lead', { fields: below({ stageId: 'C9:NEW' }) }, '\'Стадия\' was "C9:NEW"'],
		['contact', { fields: below({ fm: 'x' }) }, "'Контактные данные' cannot be set here"],
		['company', { fields: below({ lastName: 'x' }) }, "The portal has no field 'lastName'"],
		[
			'contact',
			{ contactData: { phone: [{ value: '1', type: 'PRIVATE' }] } },
			'The type of \'Phone\' was "PRIVATE"',
		],
		[
			'contact',
			{ contactData: { email: [{ value: '$result[c0]' }] } },
			'\'E-Mail\' was "$result[c0]"',
		],
	])('%s %j', async (resource, parameters, message) => {
		const { error } = await run(resource, 'create', parameters as INodeParameters);
		expect(error?.message).toBe(message);
		expect(writes()).toEqual([]);
	});

	test('a lost answer tells what may be there', async () => {
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		const { error } = await run('contact', 'create', {
			contactData: { phone: [{ value: '+79265550001' }] },
		});
		expect(error?.description).toBe(
			'The contact may have been created all the same. Look at the contact in Bitrix24 before you run this again.',
		);
		expect(writes()).toHaveLength(1);
	});
});

describe('Get', () => {
	test.each([
		['contact', 2, { contactId: 2, id: 2, name: 'Дмитрий' }],
		['company', 1, { companyId: 1, title: 'ООО «Ромашка»' }],
		['lead', 72, { leadId: 72, stageId: 'JUNK' }],
	])('a %s', async (resource, id, expected) => {
		const { outputs, error } = await run(resource, 'get', { [resource]: chosen(id) });
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject(expected);
	});

	test.each([
		['contact', 'https://x.bitrix24.ru/crm/contact/details/2/', 2],
		['company', 'https://x.ru/crm/company/show/1/', 1],
		['lead', 'https://x.ru/crm/lead/details/72/?a=1', 72],
	])('a %s by its address', async (resource, value, id) => {
		const { outputs } = await run(resource, 'get', {
			[resource]: { __rl: true, mode: 'url', value },
		});
		expect(outputs[0][0].json.id).toBe(id);
	});

	test('one that is not there, and one that is', async () => {
		const { outputs } = await run(
			'contact',
			'get',
			{ contact: chosen('={{ $json.id }}') },
			[{ id: 999 }, { id: 'x' }, { id: 1 }],
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.contactId)).toEqual([
			'Bitrix24 has no such contact: Элемент не найден',
			'\'Contact\' was "x"',
			1,
		]);
		expect(outputs[0][0].json.message).toContain('Check the contact ID.');
		expect(bitrix24.portal.requests).toHaveLength(1);
	});
});

describe('Update', () => {
	const update = (parameters: INodeParameters) =>
		run('contact', 'update', { contact: chosen(2), ...parameters });

	test('fields, and a phone beside those that are there', async () => {
		const { outputs, error } = await update({
			fields: below({ post: 'Директор' }),
			contactData: { phone: [{ value: '+7 926 555-00-01' }], email: [{ value: 'a@example.com' }] },
		});
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ contactId: 2, name: 'Дмитрий', post: 'Директор' });
		expect(data(outputs[0][0].json)).toEqual([
			['PHONE', 'MOBILE', '8 916 123-45-02'],
			['PHONE', 'WORK', '+7 926 555-00-01'],
			['EMAIL', 'WORK', 'a@example.com'],
		]);
	});

	test('what is there is not added again, however it is written', async () => {
		const contactData = {
			phone: [{ value: '+7 (916) 123-45-02' }, { value: '89265550001' }, { value: '+79265550001' }],
		};
		for (let i = 0; i < 2; i += 1) {
			const { outputs } = await update({ contactData });
			expect(data(outputs[0][0].json)).toHaveLength(2);
		}
		expect(writes()).toHaveLength(1);
	});

	test('a company', async () => {
		const { outputs } = await run('company', 'update', {
			company: chosen(2),
			fields: below({ title: 'АО «Южный ветер»' }),
		});
		expect(outputs[0][0].json).toMatchObject({ companyId: 2, title: 'АО «Южный ветер»' });
	});

	test('a stage of a lead', async () => {
		const { outputs } = await run('lead', 'update', {
			lead: chosen(71),
			fields: below({ stageId: 'PROCESSED' }),
		});
		expect(outputs[0][0].json).toMatchObject({ leadId: 71, stageId: 'PROCESSED' });
	});

	test('nothing at all', async () => {
		const { error } = await update({});
		expect(error?.message).toBe("'Fields' is empty");
		expect(commands()).toEqual([]);
	});

	test('a contact that is not there, with and without a phone', async () => {
		for (const more of [
			{ fields: below({ post: 'x' }) },
			{ contactData: { phone: [{ value: '+79265550001' }] } },
		]) {
			const { error } = await update({ contact: chosen(999), ...more });
			expect(error?.message).toBe('Bitrix24 has no such contact: Элемент не найден');
		}
		expect(writes().filter((command) => command.includes('fm'))).toEqual([]);
	});
});

test.each([
	['searchCompanies', 'ромашка', 'ООО «Ромашка» (#1)', 'company'],
	['searchLeads', 'Гордеева', 'Заявка с сайта Наталья Гордеева (#71)', 'lead'],
])('%s', async (method, filter, name, type) => {
	const { results } = await loadList(
		'bitrix24',
		{ parameters: { resource: type, operation: 'get' }, credentials: bitrix24.credentials() },
		`parameters.${type}`,
		(node, context) =>
			node.methods?.listSearch?.[method].call(context, filter) as Promise<INodeListSearchResult>,
	);
	expect(results).toEqual([
		expect.objectContaining({ name, url: expect.stringContaining(`/crm/${type}/details/`) }),
	]);
});
