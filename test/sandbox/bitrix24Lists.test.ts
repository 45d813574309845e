import { openPortal, rows, type Json } from './openPortal';

const open = openPortal();

const list = async (params: object) =>
	(await open.call('crm.item.list', { entityTypeId: 2, ...params })).body;
const items = (body: Json) => rows(body.result?.items);
const ids = (body: Json) => items(body).map(({ id }) => id);

describe('crm.item.list', () => {
	beforeEach(() => {
		for (let id = 101; id <= 220; id += 1)
			open.portal.addDeal({ id, title: `Сделка ${id}`, stageId: 'EXECUTING' });
	});

	it('gives 50 a page, next while more remain, and total', async () => {
		const first = await list({});
		expect([items(first).length, first.next, first.total]).toEqual([50, 50, 130]);
		const last = await list({ start: 100 });
		expect([items(last).length, last.total]).toEqual([30, 130]);
		expect(last).not.toHaveProperty('next');
	});

	it('does not count with start -1', async () => {
		const body = await list({ start: -1, order: { id: 'ASC' }, filter: { '>id': 100 } });
		expect([items(body).length, body.total]).toEqual([50, 0]);
		expect(body).not.toHaveProperty('next');
		expect(ids(body)[0]).toBe(101);
		const rest = await list({ start: -1, order: { id: 'ASC' }, filter: { '>id': 200 } });
		expect(items(rest)).toHaveLength(20);
	});

	it('filters by equality, taking "12" for 12', async () => {
		expect(ids(await list({ filter: { categoryId: '9', stageId: 'C9:NEW' } }))).toEqual([27, 28]);
		expect(ids(await list({ filter: { id: '12' } }))).toEqual([12]);
	});

	it('drops a condition of an empty list: everything is found; an empty text is a condition', async () => {
		expect((await list({ filter: { '@id': [] } })).total).toBe(130);
		expect((await list({ filter: { '@id': [], categoryId: 9 } })).total).toBe(3);
		expect((await list({ filter: { '=title': '' } })).total).toBe(0);
		expect((await list({ filter: { '!=title': '' } })).total).toBe(130);
	});

	it('finds by a custom flag with 1 and 0, not with the Y and N that it shows', async () => {
		const flag = 'ufCrm_1720019876539';
		open.portal.setDeal(12, { userFields: { UF_CRM_1720019876539: 'Y' } });
		const found = async (wanted: unknown) => ids(await list({ filter: { [flag]: wanted } }));
		expect([await found(1), await found(['1', '0']), await found('Y'), await found(0)]).toEqual([
			[12],
			[12],
			[],
			[],
		]);
		expect(items(await list({ filter: { id: 12 } }))[0][flag]).toBe('Y');
	});

	it('refuses a filter by a field it does not know, and upper-case names', async () => {
		for (const field of ['STAGE_ID', 'nonsense']) {
			const { status, body } = await open.call('crm.item.list', {
				entityTypeId: 2,
				filter: { [field]: 1 },
			});
			expect([status, body.error]).toEqual([400, 'INVALID_ARG_VALUE']);
			expect(body.error_description).toBe(
				`Invalid filter: field '${field}' is not allowed in filter`,
			);
		}
	});

	it('gives the selected fields', async () => {
		const body = await list({ filter: { id: 12 }, select: ['id', 'stageId'] });
		expect(items(body)).toEqual([{ id: 12, stageId: 'NEW' }]);
	});

	it('orders', async () => {
		expect(ids(await list({ order: { id: 'DESC' } }))[0]).toBe(220);
	});

	it.each<[string, object, number[]]>([
		['@', { '@id': [12, '15'] }, [12, 15]],
		['!@ and a pipeline', { '!@stageId': ['C9:NEW'], categoryId: 9 }, [31]],
		['the primary contact', { contactId: 5 }, [15]],
		['a company and what is still open', { companyId: 6, closed: 'N' }, [31]],
		['semantics', { stageSemanticId: 'S' }, [24]],
		['an amount', { '>=opportunity': 300000 }, [15]],
		['a time', { '<createdTime': '2026-11-03T00:00:00+03:00' }, [21]],
		['a part of a title', { '%title': 'колл-центр' }, [15]],
		[
			'either of two groups',
			{ 0: { logic: 'OR', 0: { contactId: 5 }, 1: { companyId: 4 } } },
			[15, 33],
		],
	])('filters by %s', async (_what, filter, wanted) => {
		expect(ids(await list({ filter: { ...filter, '<id': 100 }, order: { id: 'ASC' } }))).toEqual(
			wanted,
		);
	});

	it('refuses to filter by a list, and by a time that is none', async () => {
		const { body } = await open.call('crm.item.list', {
			entityTypeId: 2,
			filter: { observers: 1 },
		});
		expect(body.error_description).toBe(
			"Invalid filter: field 'observers' is not allowed in filter",
		);
		const time = await open.call('crm.item.list', {
			entityTypeId: 2,
			filter: { '>movedTime': 'yesterday' },
		});
		expect(time.body).toMatchObject({
			error: 'INVALID_ARG_VALUE',
			error_description: "Invalid filter: field 'movedTime' has invalid value",
		});
	});

	it('orders by ASC or DESC and nothing else', async () => {
		const { status, body } = await open.call('crm.item.list', {
			entityTypeId: 2,
			order: { id: 'down' },
		});
		expect([status, body.error]).toEqual([400, 'INVALID_ARG_VALUE']);
	});

	it('lists contacts and companies, their phones only with *', async () => {
		const contacts = (
			await open.call('crm.item.list', {
				entityTypeId: 3,
				filter: { '@id': [1, 8] },
				select: ['*'],
			})
		).body;
		expect(items(contacts).map(({ id, fm }) => [id, rows(fm).length])).toEqual([
			[1, 2],
			[8, 0],
		]);
		const named = (
			await open.call('crm.item.list', {
				entityTypeId: 4,
				filter: { id: 1 },
				select: ['title', 'fm'],
			})
		).body;
		expect(items(named)).toEqual([{ id: 1, title: 'ООО «Ромашка»' }]);
	});

	it('knows no other type', async () => {
		const { status, body } = await open.call('crm.item.list', { entityTypeId: 177 });
		expect([status, body.error]).toEqual([400, 'NOT_FOUND']);
	});
});

describe('pipelines and stages', () => {
	it('crm.category.list holds category 0, and not first', async () => {
		const { body } = await open.call('crm.category.list', { entityTypeId: 2 });
		expect(
			rows(body.result?.categories).map(({ id, name, isDefault }) => [id, name, isDefault]),
		).toEqual([
			[9, 'Обзвон', 'N'],
			[12, 'Сервис', 'N'],
			[0, 'Общая', 'Y'],
		]);
		expect(body.total).toBe(3);
	});

	it('crm.category.list refuses other types', async () => {
		expect((await open.call('crm.category.list', { entityTypeId: 3 })).body.error).toBe(
			'ENTITY_TYPE_NOT_SUPPORTED',
		);
		expect((await open.call('crm.category.list', { entityTypeId: 177 })).body.error).toBe(
			'NOT_FOUND',
		);
	});

	it('crm.status.list gives the stages of one pipeline, sorted, in strings', async () => {
		const { result } = (
			await open.call('crm.status.list', {
				filter: { ENTITY_ID: 'DEAL_STAGE' },
				order: { SORT: 'ASC' },
			})
		).body;
		expect(rows(result).map((row) => row.STATUS_ID)).toEqual([
			'NEW',
			'PREPARATION',
			'PREPAYMENT_INVOICE',
			'EXECUTING',
			'FINAL_INVOICE',
			'WON',
			'LOSE',
			'APOLOGY',
		]);
		expect(result[1]).toMatchObject({
			NAME: 'Подготовка документов',
			SORT: '20',
			SYSTEM: 'N',
			CATEGORY_ID: null,
			SEMANTICS: null,
		});
	});

	it('prefixes the stages of the other pipelines', async () => {
		const { result } = (
			await open.call('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE_9' } })
		).body;
		expect(rows(result).map((row) => row.STATUS_ID)).toEqual([
			'C9:NEW',
			'C9:UC_CALL01',
			'C9:UC_NYL06U',
			'C9:UC_KN8KFI',
			'C9:WON',
			'C9:LOSE',
		]);
		expect(result[0].CATEGORY_ID).toBe('9');
	});

	it('marks success, failure and apology', async () => {
		const { result } = (await open.call('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE' } }))
			.body;
		expect(
			rows(result)
				.slice(5)
				.map((row) => [row.SEMANTICS, row.EXTRA?.SEMANTICS]),
		).toEqual([
			['S', 'success'],
			['F', 'failure'],
			['F', 'apology'],
		]);
	});

	it('gives everything when the filter is forgotten or of a form that is not documented for it', async () => {
		const all = rows((await open.call('crm.status.list')).body.result);
		const directories = all.map((row) => row.ENTITY_ID);
		expect(directories).toEqual(
			expect.arrayContaining([
				'DEAL_STAGE',
				'DEAL_STAGE_9',
				'DEAL_STAGE_12',
				'SOURCE',
				'STATUS',
				'DYNAMIC_1036_STAGE_21',
			]),
		);
		const odd = (await open.call('crm.status.list', { filter: { '@ENTITY_ID': ['DEAL_STAGE'] } }))
			.body.result;
		expect(odd).toHaveLength(all.length);
	});

	it('crm.status.entity.types names every directory, the default pipeline without a prefix', async () => {
		const { result } = (await open.call('crm.status.entity.types')).body;
		const byId = Object.fromEntries(rows(result).map((row) => [row.ID, row]));
		expect(byId.DEAL_STAGE_9).toMatchObject({
			PARENT_ID: 'DEAL_STAGE',
			PREFIX: 'C9',
			CATEGORY_ID: '9',
			SEMANTIC_INFO: {
				START_FIELD: 'C9:NEW',
				FINAL_SUCCESS_FIELD: 'C9:WON',
				FINAL_UNSUCCESS_FIELD: 'C9:LOSE',
			},
		});
		expect(byId.DEAL_STAGE).toMatchObject({ CATEGORY_ID: 0, NAME: 'Стадии сделки Общая' });
		expect(byId.DEAL_STAGE).not.toHaveProperty('PREFIX');
	});
});

describe('crm.duplicate.findbycomm', () => {
	const find = async (values: unknown, rest: object = {}) =>
		(await open.call('crm.duplicate.findbycomm', { type: 'PHONE', values, ...rest })).body;

	it.each<[string, string, object]>([
		['+74951234567', 'written with brackets', { CONTACT: [1] }],
		['8 (916) 123-45-02', 'of a contact, typed with an 8', { CONTACT: [2] }],
		['+79161234502', 'of a contact whose own begins with 8', { CONTACT: [2] }],
		['0079161234506', 'with 00', { CONTACT: [6] }],
		['+7 812 222 00 02;105', 'with an extension', { COMPANY: [2] }],
	])('finds %s, %s', async (phone, _how, wanted) => {
		expect((await find([phone])).result).toEqual(wanted);
	});

	it('finds several at once, and of one type when asked', async () => {
		const values = ['+79161234505', '+73435550005', '+79161234507'];
		expect((await find(values)).result).toEqual({ CONTACT: [5, 7], COMPANY: [5] });
		expect((await find(values, { entity_type: 'COMPANY' })).result).toEqual({ COMPANY: [5] });
	});

	it('knows leads, of which 20 hide all the others', async () => {
		expect((await find(['+79161234571'])).result).toEqual({ LEAD: [71] });
		const phones = [{ type: 'WORK' as const, value: '+79160001122' }];
		const contact = open.portal.addContact({ phones }).id;
		const leads = Array.from({ length: 19 }, () => open.portal.addLead({ phones }).id);
		expect((await find(['+79160001122'])).result).toEqual({ LEAD: leads, CONTACT: [contact] });
		for (let i = 0; i < 3; i++) leads.push(open.portal.addLead({ phones }).id);
		expect((await find(['+79160001122'])).result).toEqual({ LEAD: leads.slice(0, 20) });
		expect((await find(['+79160001122'], { entity_type: 'CONTACT' })).result).toEqual({
			CONTACT: [contact],
		});
		open.portal.reset();
		expect((await find(['+79160001122'])).result).toEqual([]);
	});

	it.each([[['9161234502']], [['+70000000000']], [[79161234502]], [['']]])(
		'says [] when there is nothing: %j',
		async (values) => {
			expect((await find(values)).result).toEqual([]);
		},
	);

	it('looks at 20 values and no more', async () => {
		const none = Array.from({ length: 20 }, (_value, index) => `+7000000000${index}`);
		expect((await find([...none, '+79161234505'])).result).toEqual([]);
	});

	it.each([
		[{ type: undefined }, 'Communication type is not defined'],
		[{ type: 'FAX' }, "Communication type 'FAX' is not supported in current context"],
		[{ values: [] }, 'Communication values is not defined'],
	])('refuses %j with a sentence for a code', async (wrong, error) => {
		const { status, body } = await open.call('crm.duplicate.findbycomm', {
			type: 'PHONE',
			values: ['+7'],
			...wrong,
		});
		expect([status, body.error]).toEqual([400, error]);
	});
});

describe('leads and further contacts in crm.item.*', () => {
	const list = async (params: object) => (await open.call('crm.item.list', params)).body;

	it('a lead has its stage and its phones', async () => {
		const { result } = (await open.call('crm.item.get', { entityTypeId: 1, id: 71 })).body;
		expect(result.item).toMatchObject({
			id: 71,
			title: 'Заявка с сайта',
			name: 'Наталья',
			stageId: 'NEW',
			stageSemanticId: 'P',
			assignedById: 7,
			contactId: 0,
		});
		expect(result.item?.fm).toEqual([
			expect.objectContaining({ typeId: 'PHONE', value: '+7 (916) 123-45-71' }),
		]);
		const { result: open71 } = await list({
			entityTypeId: 1,
			filter: { stageSemanticId: 'P' },
			select: ['id', 'stageSemanticId'],
		});
		expect(open71.items).toEqual([{ id: 71, stageSemanticId: 'P' }]);
		expect((await open.call('crm.item.get', { entityTypeId: 1, id: 7 })).body.error).toBe(
			'NOT_FOUND',
		);
	});

	it.each([
		['contactId', 4, []],
		['@contactId', [5], [15]],
		['contactIds', 4, [15]],
		['@contactIds', [4, 3], [18, 15]],
	])('deals by %s %j', async (field, wanted, ids) => {
		const { result } = await list({
			entityTypeId: 2,
			filter: { [field]: wanted },
			order: { id: 'DESC' },
			select: ['id'],
		});
		expect(rows(result.items).map((deal) => deal.id)).toEqual(ids);
	});

	it('templates of recurring deals are among the deals', async () => {
		const { id } = open.portal.addDeal({ isRecurring: true, contactIds: [8] });
		expect(
			rows((await list({ entityTypeId: 2, filter: { contactId: 8, '>id': 36 } })).result.items).map(
				(deal) => deal.id,
			),
		).toEqual([id]);
		expect(
			(await list({ entityTypeId: 2, filter: { contactId: 8, '>id': 36, isRecurring: 'N' } }))
				.result.items,
		).toEqual([]);
	});

	it('a call stands at a lead, whose responsible has it', async () => {
		const fields = {
			OWNER_TYPE_ID: 1,
			OWNER_ID: 71,
			TYPE_ID: 2,
			SUBJECT: 'Звонок',
			COMMUNICATIONS: [{ VALUE: '+79161234571', ENTITY_TYPE_ID: 1, ENTITY_ID: 71 }],
		};
		await open.call('crm.activity.add', { fields });
		expect(open.portal.callActivities).toMatchObject([
			{
				ownerTypeId: 1,
				ownerId: 71,
				responsibleId: 7,
				bindings: [{ ownerTypeId: 1, ownerId: 71 }],
			},
		]);
		const wrong = await open.call('crm.activity.add', {
			fields: { ...fields, OWNER_ID: 7, RESPONSIBLE_ID: 1 },
		});
		expect(wrong.body.error_description).toBe("Could not find 'LEAD' with ID: 7");
	});

	it.each([
		['crm.timeline.comment.add', { fields: { ENTITY_ID: 71, ENTITY_TYPE: 'lead', COMMENT: 'x' } }],
		['crm.activity.todo.add', { ownerTypeId: 1, ownerId: 71, deadline: '2026-11-26T10:00:00Z' }],
	])('%s takes a lead', async (method, params) => {
		expect((await open.call(method, params)).status).toBe(200);
	});
});

describe('the sample data', () => {
	it('has MANGO OFFICE’s example: deal 12 in the default pipeline, at its start', () => {
		expect(open.portal.deal(12)).toMatchObject({ categoryId: 0, stageId: 'NEW' });
	});

	it('comes back with reset', async () => {
		await open.call('crm.item.update', { entityTypeId: 2, id: 12, fields: { stageId: 'WON' } });
		open.portal.reset();
		expect(open.stageOf(12)).toBe('NEW');
		expect(open.portal.requests).toHaveLength(0);
		expect(open.portal.deal(101)).toBeUndefined();
	});
});
