import type {
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { loadList, type RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Items = INodeExecutionData['json'] | Array<INodeExecutionData['json']>;

const below = (value: object): INodeParameters =>
	({ mappingMode: 'defineBelow', value }) as unknown as INodeParameters;
const automatic: INodeParameters = { mappingMode: 'autoMapInputData', value: null };

const create = (fields: INodeParameters, json: Items = {}, options: Partial<RunOptions> = {}) =>
	bitrix24.run({ operation: 'create', fields }, json, options);
const update = (
	parameters: INodeParameters,
	json: Items = { dealId: 12 },
	options: Partial<RunOptions> = {},
) => bitrix24.run({ operation: 'update', ...parameters }, json, options);

const methods = () =>
	bitrix24.portal.requests.flatMap(({ commands = [] }) =>
		commands.map((command) => command.split('?')[0]),
	);
const deals = () => methods().filter((method) => /item\.(add|update|delete)$/.test(method));

const PRIORITY = 'ufCrm_1720019876536';
const CHANNELS = 'ufCrm_1720019876537';
const WARRANTY = 'ufCrm_1720019876538';
const VISIT = 'ufCrm_1720019876539';

describe('Deal: Create', () => {
	test("with the portal's own fields", async () => {
		const { outputs, error } = await create(
			below({
				title: 'Звонок с сайта',
				opportunity: '1500.50',
				stageId: 'C9:UC_CALL01',
				assignedById: 7,
				contactIds: [1, '2'],
				[PRIORITY]: '3496',
				[CHANNELS]: ['81', '83'],
				[WARRANTY]: '2027-01-31',
				[VISIT]: true,
				comments: null,
			}),
		);
		expect(error).toBeUndefined();
		const [{ json, pairedItem }] = outputs[0];
		expect(pairedItem).toEqual({ item: 0 });
		expect(json).toMatchObject({
			dealId: json.id,
			title: 'Звонок с сайта',
			opportunity: 1500.5,
			categoryId: 9,
			stageId: 'C9:UC_CALL01',
			assignedById: 7,
			contactIds: [1, 2],
			[PRIORITY]: '3496',
			[CHANNELS]: ['81', '83'],
			[WARRANTY]: '2027-01-31',
			[VISIT]: 'Y',
		});
		expect(bitrix24.portal.deal(Number(json.dealId))).toMatchObject({ title: 'Звонок с сайта' });
	});

	test.each([
		['the ID of a value', { [PRIORITY]: 3494 }, { [PRIORITY]: '3494' }],
		['what people see', { [PRIORITY]: ' средний ' }, { [PRIORITY]: '3494' }],
		['what people see, with a comma', { [PRIORITY]: 'Высокий, срочно' }, { [PRIORITY]: '3496' }],
		['several in a text', { [CHANNELS]: 'Почта, 82' }, { [CHANNELS]: ['81', '82'] }],
		['several in a list', { [CHANNELS]: ['Чат, бот', 81] }, { [CHANNELS]: ['83', '81'] }],
		['one of several, with a comma', { [CHANNELS]: 'Чат, бот' }, { [CHANNELS]: ['83'] }],
		['a directory by name', { sourceId: 'веб-сайт' }, { sourceId: 'WEB' }],
		['a pipeline by name', { categoryId: 'Сервис' }, { categoryId: 12, stageId: 'C12:NEW' }],
		['a stage by name', { stageId: 'Обзвон: Недозвон' }, { stageId: 'C9:UC_NYL06U' }],
		['a flag as text', { [VISIT]: 'false' }, { [VISIT]: 'N' }],
		['a flag as number', { [VISIT]: 1 }, { [VISIT]: 'Y' }],
		['a date with time', { [WARRANTY]: '2027-01-31T23:30:00' }, { [WARRANTY]: '2027-01-31' }],
		['the name in capitals', { UF_CRM_1720019876536: 3494 }, { [PRIORITY]: '3494' }],
		['the label', { 'нужен выезд': 'Y' }, { [VISIT]: 'Y' }],
		['the pipeline beside its stage', { categoryId: 9, stageId: 'C9:NEW' }, { categoryId: 9 }],
		['zero', { opportunity: 0 }, { opportunity: 0 }],
		['no values at all', { [CHANNELS]: '={{ [] }}' }, { [CHANNELS]: null }],
	])('takes %s', async (_, fields, expected) => {
		const { outputs, error } = await create(below({ title: 'x', ...fields }));
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject(expected);
	});

	test.each([
		[{}, "'Fields' is empty", /Add at least one field/],
		[{ title: '', comments: null }, "'Fields' is empty", /Add at least one field/],
		[{ nosuch: 1 }, "The portal has no field 'nosuch'", /Refresh the list/],
		[{ id: 5 }, "'ID' cannot be set here", /Bitrix24 fills it itself/],
		[{ ufCrm_1720019876540: 'x' }, "'Договор' cannot be set here", /kind of value/],
		[{ [PRIORITY]: 'Срочный' }, '\'Приоритет\' was "Срочный"', /3492 \(Низкий\), 3494 \(Средний\)/],
		[{ [CHANNELS]: ['81', 'Факс'] }, '\'Каналы\' was "Факс"', /81 \(Почта\)/],
		[{ sourceId: 'FAX' }, '\'Источник\' was "FAX"', /CALL \(Звонок\)/],
		[{ stageId: 'C9:OLD' }, '\'Стадия\' was "C9:OLD"', /C9:NEW \(Обзвон: Новая\)/],
		[{ stageId: 'Новая' }, '\'Стадия\' was "Новая"', /NEW \(Общая: Новая\)/],
		[
			{ categoryId: 12, stageId: 'C9:NEW' },
			"Stage 'C9:NEW' is of pipeline 9, not of pipeline 12",
			/leave the pipeline out/,
		],
		[{ opportunity: '1 500' }, '\'Сумма\' was "1 500"', /a number such as 1500/],
		[{ [VISIT]: 'да' }, '\'Нужен выезд\' was "да"', /true or false/],
		[{ [WARRANTY]: '31.01.2027' }, '\'Гарантия до\' was "31.01.2027"', /a date and time/],
		[{ assignedById: 'Анна' }, '\'Ответственный\' was "Анна"', /a whole number/],
		[{ title: { a: 1 } }, '\'Название\' was {"a":1}', /must be a text/],
		[{ title: 'см. $result[c0]' }, '\'Название\' was "см. $result[c0]"', /another request/],
		[{ contactIds: 'Мария' }, '\'Контакты\' was "Мария"', /a whole number/],
	])('%j is refused before anything is written', async (fields, message, advice) => {
		const { error } = await create(below(fields));
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(advice);
		expect(deals()).toEqual([]);
	});

	test('automatic mapping takes what the portal has, and leaves the rest', async () => {
		const { outputs, error } = await create(automatic, {
			title: 'Из таблицы',
			Приоритет: 'Низкий',
			id: 5,
			row_number: 17,
			comments: '',
		});
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ title: 'Из таблицы', [PRIORITY]: '3492' });
		expect(outputs[0][0].json.id).not.toBe(5);
	});

	test('automatic mapping that fits nothing says so', async () => {
		const { error } = await create(automatic, { row_number: 17 });
		expect(error?.message).toBe("'Fields' is empty");
		expect(error?.description).toContain('automatic mapping');
	});

	test('100 deals take three requests: the fields, and fifty deals a batch', async () => {
		const items = Array.from({ length: 100 }, (_, i) => ({ name: `№ ${i}` }));
		const { outputs } = await create(below({ title: '={{ $json.name }}' }), items);
		expect(outputs[0].map(({ json }) => json.title)).toEqual(items.map(({ name }) => name));
		expect(bitrix24.portal.requests).toHaveLength(3);
	});

	test('one bad item keeps all from being created, unless the node continues', async () => {
		const items = [
			{ title: 'a', sum: 'x' },
			{ title: 'b', sum: 5 },
		];
		const fields = below({ title: '={{ $json.title }}', opportunity: '={{ $json.sum }}' });
		expect((await create(fields, items)).error?.message).toBe('\'Сумма\' was "x"');
		expect(deals()).toEqual([]);
		const { outputs } = await create(fields, items, { onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ json }) => json.error ?? json.title)).toEqual([
			'\'Сумма\' was "x"',
			'b',
		]);
	});

	test('a lost answer is not repeated, and told', async () => {
		bitrix24.portal.answerNext({
			method: 'batch',
			body: {
				result: {
					result: { c0: { fields: { title: { type: 'string', title: 'Название' } } } },
					result_error: [],
				},
			},
		});
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		const { error } = await create(below({ title: 'x' }));
		expect(error?.description).toBe(
			'The deal may have been created all the same. Look at the deal in Bitrix24 before you run this again.',
		);
		expect(deals()).toHaveLength(1);
	});

	test.each([
		[{ error: 'ACCESS_DENIED', error_description: 'x' }, /^Bitrix24 denied access/],
		[
			{ error: 'CRM_FIELD_ERROR_REQUIRED', error_description: 'Поле «Договор»' },
			/a required field is empty: Поле «Договор»$/,
		],
	])('%j', async (failure, message) => {
		bitrix24.portal.failCommand('crm.item.add', failure);
		const { error } = await create(below({ title: 'x' }));
		expect(error?.message).toMatch(message);
	});

	test('a portal that refuses the list of fields', async () => {
		bitrix24.portal.failCommand('crm.item.fields', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		const { error } = await create(below({ title: 'x' }));
		expect(error?.message).toBe('Bitrix24 denied access');
		expect(deals()).toEqual([]);
	});

	test('a stage that could not be checked, and that Bitrix24 dropped, is told', async () => {
		bitrix24.portal.failCommand('crm.category.list', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		const { outputs, error } = await create(below({ title: 'x', stageId: 'C9:OLD' }));
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ stageId: 'C9:NEW', problem: 'otherStage' });
	});

	test('a list that cannot be read leaves its value to Bitrix24', async () => {
		bitrix24.portal.failCommand('crm.status.list', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		const { outputs, error } = await create(below({ sourceId: 'WEB' }));
		expect(error).toBeUndefined();
		expect(outputs[0][0].json.sourceId).toBe('WEB');
	});
});

describe('Deal: Update with any field', () => {
	test('beside the parameters that were there before', async () => {
		const { outputs, error } = await update({
			updateFields: { title: 'Новое имя', comments: 'a' },
			fields: below({ [PRIORITY]: 'Низкий', comments: 'b' }),
		});
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toEqual({
			dealId: 12,
			title: 'Новое имя',
			opportunity: 148000,
			currencyId: 'RUB',
			assignedById: 1,
			comments: 'b',
			[PRIORITY]: '3492',
		});
		expect(methods()).toEqual(['crm.item.fields', 'crm.item.update']);
	});

	test.each(['', [], ' , '])('%j clears a field of several values', async (value) => {
		await update({ fields: below({ [CHANNELS]: '81' }) });
		const { outputs, error } = await update({
			fields: below({ [CHANNELS]: `={{ ${JSON.stringify(value)} }}` }),
		});
		expect(error).toBeUndefined();
		expect(outputs[0][0].json[CHANNELS]).toEqual([]);
	});

	test('an empty text clears a field, null leaves it', async () => {
		await update({ fields: below({ comments: 'x', [CHANNELS]: '81' }) });
		await update({ fields: below({ comments: '', title: null, [CHANNELS]: '' }) });
		expect(bitrix24.portal.deal(12)).toMatchObject({
			title: 'Подключение телефонии',
			comments: '',
			userFields: { UF_CRM_1720019876537: [] },
		});
	});

	test('flags that the editor hides are not written, though it gives each of them a value', async () => {
		const schema = ['opened', 'isRecurring', VISIT].map((id) => ({
			id,
			displayName: id,
			type: 'boolean',
			removed: id !== VISIT,
		}));
		const value = { opened: false, isRecurring: false, [VISIT]: false };
		const fields = { ...below(value), schema } as unknown as INodeParameters;
		const { error } = await update({ fields });
		expect(error).toBeUndefined();
		const [, written] = bitrix24.portal.requests.flatMap(({ commands = [] }) => commands);
		expect(decodeURIComponent(written)).toBe(
			`crm.item.update?entityTypeId=2&id=12&fields[${VISIT}]=N`,
		);
	});

	test('a name of a list is taken where n8n knows the IDs only', async () => {
		const schema = [
			{ id: PRIORITY, type: 'options', options: [{ name: 'Низкий', value: '3492' }] },
		];
		const fields = {
			...below({ [PRIORITY]: '={{ "средний" }}' }),
			schema,
		} as unknown as INodeParameters;
		const { outputs, error } = await update({ fields });
		expect(error).toBeUndefined();
		expect(outputs[0][0].json[PRIORITY]).toBe('3494');
	});

	test('nothing at all', async () => {
		const { error } = await update({ fields: below({ title: null }) });
		expect(error?.message).toBe("'Update Fields' is empty");
		expect(error?.description).toContain("'Fields'");
	});

	test.each(['stageId', 'categoryId'])('%s has operations of its own', async (name) => {
		const { error } = await update({ fields: below({ [name]: '9' }) });
		expect(error?.message).toMatch(/ cannot be set here$/);
		expect(error?.description).toContain("'Move to Stage'");
		expect(deals()).toEqual([]);
	});

	test('a field that can be set only at first', async () => {
		const { error } = await update({ fields: below({ isRecurring: true }) });
		expect(error?.message).toBe("'Повторяющаяся сделка' cannot be set here");
	});

	test('automatic mapping of what Get Many gave leaves the stage where it is', async () => {
		const { error } = await update(
			{ fields: automatic },
			{ dealId: 12, id: 12, title: 'y', stageId: 'WON', categoryId: 9 },
		);
		expect(error).toBeUndefined();
		expect(bitrix24.portal.deal(12)).toMatchObject({ title: 'y', stageId: 'NEW', categoryId: 0 });
	});
});

describe('Deal: Delete', () => {
	const remove = (parameters: INodeParameters, json: Items = {}) =>
		bitrix24.run({ operation: 'delete', ...parameters }, json);
	const chosen = (mode: string, value: unknown): INodeParameters => ({
		dealFrom: 'parameter',
		deal: { __rl: true, mode, value } as INodeParameters,
	});

	test.each([
		['the incoming item', {}, { dealId: 12 }],
		['the list', chosen('list', '12'), {}],
		['its ID', chosen('id', '={{ $json.number }}'), { number: 12 }],
		['its URL', chosen('url', 'https://x.bitrix24.ru/crm/deal/details/12/?IFRAME=Y'), {}],
	])('of %s', async (_, parameters, json) => {
		const { outputs, error } = await remove(parameters, json);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toEqual({ dealId: 12, deleted: true });
		expect(bitrix24.portal.deal(12)).toBeUndefined();
	});

	test.each([
		[{}, {}, /^The incoming item's field 'dealId' was not there$/],
		[chosen('id', 'x'), {}, /^'Deal' was "x"$/],
		[{}, { dealId: 999999 }, /^Bitrix24 has no such deal/],
	])('%j of %j', async (parameters, json, message) => {
		const { error } = await remove(parameters as INodeParameters, json as Items);
		expect(error?.message).toMatch(message);
	});

	test.each([
		[chosen('list', ''), 'Parameter "Deal" is required'],
		[chosen('url', 'https://x.bitrix24.ru/crm/lead/details/12/'), "the deal's page in Bitrix24"],
	])('n8n does not start with %j', async (parameters, message) => {
		await expect(remove(parameters)).rejects.toThrow(message);
	});
});

describe('Deal: Add Contact', () => {
	const add = (contactId: unknown, more: INodeParameters = {}, dealId = 12) =>
		bitrix24.run(
			{
				operation: 'addContact',
				contact: { __rl: true, mode: 'id', value: contactId } as INodeParameters,
				...more,
			},
			{ dealId },
		);

	test('a further one', async () => {
		const { outputs, error } = await add('3');
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toEqual({
			dealId: 12,
			contactId: 3,
			added: true,
			primaryContactId: 1,
			contactIds: [1, 3],
		});
	});

	test('the primary one', async () => {
		const { outputs } = await add(3, { isPrimary: true });
		expect(outputs[0][0].json).toMatchObject({ primaryContactId: 3, contactIds: [3, 1] });
	});

	test('one that is there', async () => {
		const { outputs } = await add(1);
		expect(outputs[0][0].json).toMatchObject({ added: false, contactIds: [1] });
	});

	test('a deal that is not there', async () => {
		const { error } = await add(1, {}, 999999);
		expect(error?.message).toBe('Bitrix24 refused the request: Not found');
	});

	test('an answer that does not hold what it says', async () => {
		bitrix24.portal.answerNext({
			body: {
				result: {
					result: { c0: true, c1: [{ CONTACT_ID: 1, IS_PRIMARY: 'Y' }] },
					result_error: [],
				},
			},
		});
		const { error } = await add(3);
		expect(error?.message).toBe('Bitrix24 reported no failure, but contact 3 is not in deal 12');
	});
});

describe('the lists of the editor', () => {
	const options = (parameters: INodeParameters) => ({
		parameters: { resource: 'deal', ...parameters },
		credentials: bitrix24.credentials(),
	});
	const mapper = async (method: string, operation: string) => {
		const { fields } = await loadList(
			'bitrix24',
			options({ operation }),
			'parameters.fields',
			(node, context) =>
				(node.methods?.resourceMapping?.[method] as () => Promise<ResourceMapperFields>).call(
					context,
				),
		);
		return new Map(fields.map((field) => [field.id, field]));
	};

	test('the mapper has every field that can be filled, with labels and list values', async () => {
		const fields = await mapper('getCreateFields', 'create');
		expect([...fields.keys()]).toEqual([
			'title',
			'typeId',
			'categoryId',
			'stageId',
			'opened',
			'isRecurring',
			'opportunity',
			'currencyId',
			'companyId',
			'contactIds',
			'assignedById',
			'sourceId',
			'closedate',
			'originatorId',
			'originId',
			'comments',
			'ufCrm_1720019876534',
			'ufCrm_1720019876535',
			PRIORITY,
			CHANNELS,
			WARRANTY,
			VISIT,
		]);
		expect(fields.get(PRIORITY)).toEqual({
			id: PRIORITY,
			displayName: 'Приоритет',
			type: 'options',
			options: [
				{ name: 'Низкий', value: '3492' },
				{ name: 'Средний', value: '3494' },
				{ name: 'Высокий, срочно', value: '3496' },
			],
			required: false,
			defaultMatch: false,
			canBeUsedToMatch: false,
			display: true,
			removed: true,
		});
		expect(fields.get('title')).toMatchObject({
			displayName: 'Название',
			type: 'string',
			removed: false,
		});
		expect(fields.get(CHANNELS)).toMatchObject({
			displayName: 'Каналы (several, separated by commas)',
			type: 'string',
		});
		expect(fields.get('opened')).toMatchObject({ type: 'boolean', required: false, removed: true });
		expect(fields.get(WARRANTY)).toMatchObject({ type: 'dateTime' });
		expect(fields.get('opportunity')).toMatchObject({ type: 'number' });
		const optionsOf = (name: string) =>
			fields.get(name)?.options?.map(({ name: label, value }) => [value, label]);
		expect(optionsOf('categoryId')).toContainEqual(['9', 'Обзвон']);
		expect(optionsOf('stageId')).toContainEqual(['C9:NEW', 'Обзвон: Новая']);
		expect(optionsOf('currencyId')).toContainEqual(['USD', 'Доллар США (USD)']);
		expect(optionsOf('assignedById')).toContainEqual(['1', 'Анна Соколова (101)']);
		expect(optionsOf('sourceId')).toContainEqual(['WEB', 'Веб-сайт']);
	});

	test('of a deal that exists: without stage and pipeline, and without what is set at first only', async () => {
		const fields = await mapper('getUpdateFields', 'update');
		for (const name of ['stageId', 'categoryId', 'isRecurring'])
			expect(fields.has(name)).toBe(false);
		expect([...fields.values()].every(({ removed, required }) => removed && !required)).toBe(true);
	});

	test('without the permission for users their IDs can be typed', async () => {
		bitrix24.portal.failCommand('user.get', { error: 'insufficient_scope', error_description: '' });
		const fields = await mapper('getCreateFields', 'create');
		expect(fields.get('assignedById')).toMatchObject({ type: 'number' });
	});

	test.each([
		[
			'two fields with one label',
			{ ufCrmA: 'Метка', ufCrmB: 'Метка' },
			['Метка [ufCrmA]', 'Метка [ufCrmB]'],
		],
		['a title that is the name in capitals', { ufCrmA: 'UF_CRM_A' }, ['Метка']],
		['no title', { ufCrmA: '' }, ['Метка']],
	])('%s', async (_, titles, names) => {
		const fields = Object.fromEntries(
			Object.entries(titles).map(([name, title]) => [
				name,
				{ type: 'string', title, formLabel: 'Метка' },
			]),
		);
		bitrix24.portal.answerNext({
			body: { result: { result: { c0: { fields } }, result_error: [] } },
		});
		const read = await mapper('getCreateFields', 'create');
		expect([...read.values()].map(({ displayName }) => displayName)).toEqual(names);
	});

	test('a refusal reaches the user', async () => {
		bitrix24.portal.failCommand('crm.item.fields', {
			error: 'insufficient_scope',
			error_description: '',
		});
		await expect(mapper('getCreateFields', 'create')).rejects.toThrow(
			"lacks the permission (scope) 'crm'",
		);
	});

	const search = async (method: string, filter?: string, paginationToken?: string) =>
		await loadList(
			'bitrix24',
			options({ operation: 'delete' }),
			'parameters.deal',
			(node, context) =>
				node.methods?.listSearch?.[method].call(
					context,
					filter,
					paginationToken,
				) as Promise<INodeListSearchResult>,
		);

	test('deals can be searched by their title or ID, the newest first', async () => {
		const { results } = await search('searchDeals', 'звон');
		expect(results).toEqual([
			{
				name: 'Повторный звонок по заявке (#28)',
				value: '28',
				url: `${bitrix24.portal.url}/crm/deal/details/28/`,
			},
		]);
		expect((await search('searchDeals', ' 12 ')).results.map(({ value }) => value)).toEqual(['12']);
		expect((await search('searchDeals', 'нет такой')).results).toEqual([]);
	});

	test('deals come by pages', async () => {
		const ids = Array.from({ length: 60 }, () => bitrix24.portal.addDeal({}).id);
		const { results, paginationToken } = await search('searchDeals');
		expect(results).toHaveLength(50);
		expect(results[0].value).toBe(String(ids[59]));
		const next = await search('searchDeals', '', paginationToken as string);
		expect(next.results[0].value).toBe(String(ids[9]));
		expect(next.paginationToken).toBeUndefined();
	});

	test('contacts can be searched by either name', async () => {
		const names = async (filter: string) =>
			(await search('searchContacts', filter)).results.map(({ name }) => name);
		expect(await names('лебед')).toEqual(['Мария Лебедева (#1)']);
		expect(await names('Дмит')).toEqual(['Дмитрий Орлов (#2)']);
	});

	const condition = (field: string) => ({
		operation: 'getAll',
		filters: { condition: [{ field: 'title' }, { field }] } as unknown as INodeParameters,
	});

	test('fields to find deals by', async () => {
		const fields = await loadList(
			'bitrix24',
			options(condition('')),
			'parameters.filters.condition[1].field',
			(node, context) =>
				node.methods?.loadOptions?.getFields.call(context) as Promise<INodePropertyOptions[]>,
		);
		const values = fields.map(({ value }) => value);
		expect(values).toEqual(
			expect.arrayContaining(['id', 'createdTime', 'stageSemanticId', PRIORITY]),
		);
		expect(values).not.toContain('ufCrm_1720019876540');
	});

	test.each([
		[PRIORITY, 'высок', ['3496']],
		['assignedById', 'соколова', ['1']],
		['stageId', 'недозвон', ['C9:UC_NYL06U']],
		['title', '', []],
		['', '', []],
	])("values of the condition's own field %j", async (field, filter, expected) => {
		const { results } = await loadList(
			'bitrix24',
			options(condition(field)),
			'parameters.filters.condition[1].value',
			(node, context) =>
				node.methods?.listSearch?.searchFieldValues.call(
					context,
					filter,
				) as Promise<INodeListSearchResult>,
		);
		expect(results.map(({ value }) => value)).toEqual(expected);
	});
});
