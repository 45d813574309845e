import { jsonOf, openPortal, rows } from './openPortal';

/** What calling a deal's client asks of the Bitrix24 stand-in. */
const open = openPortal();

const item = async (entityTypeId: number, id: number) =>
	(await open.call('crm.item.get', { entityTypeId, id })).body.result?.item;
const feed = async () =>
	rows((await jsonOf(await fetch(`${open.portal.boardUrl}_sandbox/state`))).activity);

describe('phones of a client', () => {
	it('crm.item.get of a contact has them in fm and flat', async () => {
		const contact = await item(3, 1);
		expect(contact).toMatchObject({
			id: 1,
			name: 'Мария',
			lastName: 'Лебедева',
			phoneWork: '+7 (495) 123-45-67',
			phoneMobile: '+79161234501',
			hasPhone: 'Y',
		});
		expect(
			rows(contact?.fm).map(({ typeId, valueType, value }) => [typeId, valueType, value]),
		).toEqual([
			['PHONE', 'WORK', '+7 (495) 123-45-67'],
			['PHONE', 'MOBILE', '+79161234501'],
		]);
		expect(await item(3, 8)).toMatchObject({ fm: [], hasPhone: 'N', phoneMobile: null });
	});

	it('crm.item.get of a company has them too', async () => {
		expect(await item(4, 4)).toMatchObject({ title: 'ИП Кузнецова О. В.', entityTypeId: 4 });
		expect(rows((await item(4, 4))?.fm)[0]).toMatchObject({
			valueType: 'WORK',
			value: '+7 495 444-00-04',
		});
	});

	it('the frozen twins leave PHONE out when there is none', async () => {
		const { body } = await open.call('crm.contact.get', { id: 2 });
		expect(body.result).toMatchObject({ ID: '2', NAME: 'Дмитрий', HAS_PHONE: 'Y' });
		expect(body.result.PHONE).toEqual([
			{ ID: expect.any(String), VALUE_TYPE: 'MOBILE', VALUE: '8 916 123-45-02', TYPE_ID: 'PHONE' },
		]);
		expect((await open.call('crm.contact.get', { ID: 8 })).body.result).not.toHaveProperty('PHONE');
		expect((await open.call('crm.company.get', { id: 1 })).body.result).toMatchObject({
			TITLE: 'ООО «Ромашка»',
			PHONE: [{ VALUE: '+74951110001' }],
		});
		expect((await open.call('crm.company.get', { id: 3 })).body.result).not.toHaveProperty('PHONE');
	});

	it.each([
		['crm.item.get', { entityTypeId: 3, id: 99 }, 'NOT_FOUND', 'Элемент не найден'],
		['crm.item.get', { entityTypeId: 4 }, '100', 'Could not find value for parameter {id}'],
		['crm.item.get', { entityTypeId: 5, id: 1 }, 'NOT_FOUND', 'Смарт-процесс не найден'],
		['crm.contact.get', { id: 99 }, '', 'Not found'],
		['crm.company.get', {}, '', 'ID is not defined or invalid'],
		['crm.deal.contact.items.get', { id: 99 }, '', 'Not found.'],
	])('%s %j is refused with "%s"', async (method, params, error, error_description) => {
		expect(await open.call(method, params)).toEqual({
			status: 400,
			body: { error, error_description },
		});
	});

	it('crm.deal.contact.items.get tells the primary contact', async () => {
		const { body } = await open.call('crm.deal.contact.items.get', { id: 15 });
		expect(rows(body.result).map(({ CONTACT_ID, IS_PRIMARY }) => [CONTACT_ID, IS_PRIMARY])).toEqual(
			[
				[5, 'Y'],
				[4, 'N'],
			],
		);
		expect((await open.call('crm.deal.contact.items.get', { id: 33 })).body.result).toEqual([]);
	});

	it('can be fetched with its deal in one batch', async () => {
		const { body } = await open.call('batch', {
			cmd: {
				deal: 'crm.item.get?entityTypeId=2&id=15',
				contact: 'crm.item.get?entityTypeId=3&id=$result[deal][item][contactId]',
				company: 'crm.item.get?entityTypeId=4&id=$result[deal][item][companyId]',
				user: 'user.get?ID=$result[deal][item][assignedById]',
				frozen: 'crm.contact.get?id=$result[deal][item][contactId]',
			},
		});
		const { contact, company, user, frozen } = body.result.result;
		expect([
			contact?.item?.phoneMobile,
			company?.item?.phoneWork,
			user?.[0]?.UF_PHONE_INNER,
			frozen?.PHONE?.[0]?.VALUE,
		]).toEqual(['+79161234505', '+73435550005', '106', '+79161234505']);
	});

	it('differ from deal to deal: a company only, none at all, nobody to ring', async () => {
		const dealOf = async (id: number) => await item(2, id);
		const [company, none, silent] = [await dealOf(33), await dealOf(36), await dealOf(31)];
		expect([company?.contactId, company?.companyId]).toEqual([0, 4]);
		expect([
			(await item(3, Number(none?.contactId)))?.fm,
			(await item(4, Number(none?.companyId)))?.fm,
		]).toEqual([[], []]);
		const { body } = await open.call('user.get', { ID: silent?.assignedById });
		expect(body.result[0]).toMatchObject({ ID: '9', UF_PHONE_INNER: '' });
	});
});

describe('comments', () => {
	const add = (fields: object) => open.call('crm.timeline.comment.add', { fields });

	it('are added, listed and shown in the feed', async () => {
		const { body } = await add({
			ENTITY_ID: 12,
			ENTITY_TYPE: 'deal',
			COMMENT: 'Клиент не ответил',
		});
		expect(body.result).toEqual(expect.any(Number));
		const list = await open.call('crm.timeline.comment.list', {
			filter: { ENTITY_ID: 12, ENTITY_TYPE: 'deal' },
		});
		expect(list.body.result).toEqual([
			expect.objectContaining({
				ID: String(body.result),
				COMMENT: 'Клиент не ответил',
				AUTHOR_ID: '1',
			}),
		]);
		expect((await feed())[0]).toMatchObject({
			kind: 'comment',
			owner: '#12',
			text: 'Клиент не ответил',
			method: 'crm.timeline.comment.add',
		});
		expect(open.portal.comments).toMatchObject([{ entityType: 'deal', entityId: 12 }]);
		open.portal.reset();
		expect(open.portal.comments).toEqual([]);
	});

	it.each([
		[{ ENTITY_ID: 999, ENTITY_TYPE: 'deal', COMMENT: 'x' }, 'OWNER_NOT_FOUND'],
		[{ ENTITY_ID: 12, ENTITY_TYPE: 'nonsense', COMMENT: 'x' }, 'OWNER_NOT_FOUND'],
		[{ ENTITY_ID: 12, ENTITY_TYPE: 'deal', COMMENT: ' ' }, 'INVALID_ARG_VALUE'],
	])('of %j are refused with %s', async (fields, error) => {
		const { status, body } = await add(fields);
		expect([status, body.error, open.portal.comments.length]).toEqual([400, error, 0]);
	});

	it('read `fields` in lower case only', async () => {
		const { body } = await open.call('crm.timeline.comment.add', {
			FIELDS: { ENTITY_ID: 12, ENTITY_TYPE: 'deal', COMMENT: 'x' },
		});
		expect(body.error).toBe('100');
	});
});

describe('to-dos', () => {
	const good = {
		ownerTypeId: 2,
		ownerId: 12,
		deadline: '2026-11-23T12:00:00+03:00',
		title: 'Перезвонить',
		description: 'Не дозвонились',
		responsibleId: 6,
	};

	it('are added and shown in the feed', async () => {
		const { body } = await open.call('crm.activity.todo.add', good);
		expect(body.result).toEqual({ id: expect.any(Number) });
		expect(open.portal.todos).toEqual([{ id: Number(body.result.id), ...good }]);
		expect((await feed())[0]).toMatchObject({
			kind: 'todo',
			owner: '#12',
			title: 'Перезвонить',
			responsible: 'Игорь Павлов',
			deadline: '2026-11-23T09:00:00.000Z',
		});
	});

	it.each([
		[{ deadline: undefined }, '100'],
		[{ ownerId: undefined }, '100'],
		[{ ownerId: 999 }, 'OWNER_NOT_FOUND'],
		[{ deadline: 'tomorrow' }, 'WRONG_DATETIME_FORMAT'],
	])('with %j are refused with %s', async (wrong, error) => {
		const { status, body } = await open.call('crm.activity.todo.add', { ...good, ...wrong });
		expect([status, body.error, open.portal.todos.length]).toEqual([400, error, 0]);
	});
});

describe('plain fields of a deal', () => {
	it('are updated all at once', async () => {
		const fields = {
			title: 'Телефония',
			opportunity: 99000,
			currencyId: 'USD',
			comments: 'после звонка',
			assignedById: 7,
		};
		const { body } = await open.call('crm.item.update', {
			entityTypeId: 2,
			id: 12,
			fields: { ...fields, nonsense: 1 },
		});
		expect(body.result.item).toMatchObject({ ...fields, stageId: 'NEW' });
		expect(open.portal.deal(12)).toMatchObject(fields);
	});
});
