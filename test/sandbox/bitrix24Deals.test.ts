import { openPortal, rows, type Json } from './openPortal';

const open = openPortal();

const updateItem = (id: number, fields: object) =>
	open.call('crm.item.update', { entityTypeId: 2, id, fields });
const updateDeal = (id: number, fields: object) => open.call('crm.deal.update', { id, fields });

describe('reading a deal', () => {
	it('crm.item.get gives numbers and camelCase', async () => {
		const { item } = (await open.call('crm.item.get', { entityTypeId: 2, id: '12' })).body.result;
		expect(item).toMatchObject({
			id: 12,
			categoryId: 0,
			stageId: 'NEW',
			stageSemanticId: 'P',
			contactIds: [1],
			opportunity: 148000,
		});
		expect(item).not.toHaveProperty('previousStageId');
		expect(item).toHaveProperty('ufCrm_1720019876534', null);
	});

	it('crm.item.get gives user fields by their own names when asked', async () => {
		const { body } = await open.call('crm.item.get', {
			entityTypeId: 2,
			id: 12,
			useOriginalUfNames: 'Y',
		});
		expect(body.result.item).toHaveProperty('UF_CRM_1720019876534');
		expect(body.result.item).not.toHaveProperty('ufCrm_1720019876534');
	});

	it('crm.deal.get gives strings and upper case', async () => {
		const { result } = (await open.call('crm.deal.get', { ID: 24 })).body;
		expect(result).toMatchObject({
			ID: '24',
			CATEGORY_ID: '0',
			STAGE_ID: 'WON',
			STAGE_SEMANTIC_ID: 'S',
			CLOSED: 'Y',
			OPPORTUNITY: '54000.00',
			ASSIGNED_BY_ID: '1',
		});
	});

	it('an unknown item is NOT_FOUND with HTTP 400, in the language of the portal', async () => {
		const { status, body } = await open.call('crm.item.get', { entityTypeId: 2, id: 999 });
		expect([status, body.error]).toEqual([400, 'NOT_FOUND']);
		expect(body.error_description).toMatch(/[а-я]/);
	});

	it('an unknown type is NOT_FOUND too', async () => {
		const { status, body } = await open.call('crm.item.get', { entityTypeId: 177, id: 12 });
		expect([status, body.error]).toEqual([400, 'NOT_FOUND']);
	});

	it('a missing parameter is error 100', async () => {
		const { status, body } = await open.call('crm.item.get', { entityTypeId: 2 });
		expect([status, body.error]).toEqual([400, '100']);
	});

	it('the frozen twin has an empty error code', async () => {
		expect(await open.call('crm.deal.get', { id: 999 })).toEqual({
			status: 400,
			body: { error: '', error_description: 'Not found' },
		});
		expect((await open.call('crm.deal.get', { id: 'x' })).body).toEqual({
			error: '',
			error_description: 'ID is not defined or invalid',
		});
	});
});

describe('moving within a pipeline', () => {
	it('crm.item.update answers with the moved item', async () => {
		const { status, body } = await updateItem(12, { stageId: 'PREPARATION' });
		expect(status).toBe(200);
		expect(body.result.item).toMatchObject({ id: 12, stageId: 'PREPARATION', movedBy: 1 });
		expect(open.stageOf(12)).toBe('PREPARATION');
	});

	it('crm.deal.update answers only true', async () => {
		expect((await updateDeal(12, { STAGE_ID: 'WON' })).body.result).toBe(true);
		expect(open.stageOf(12)).toBe('WON');
	});

	it.each(['NO_SUCH_STAGE', 'C9:WON', 'won', ''])(
		'drops the stage %j without an error',
		async (stageId) => {
			const item = await updateItem(12, { stageId, comments: 'kept' });
			expect([item.status, item.body.result.item.stageId]).toEqual([200, 'NEW']);
			const deal = await updateDeal(12, { STAGE_ID: stageId, TITLE: 'kept' });
			expect([deal.status, deal.body.result]).toEqual([200, true]);
			expect(open.portal.deal(12)).toMatchObject({
				stageId: 'NEW',
				comments: 'kept',
				title: 'kept',
			});
		},
	);

	it('ignores fields that it does not know', async () => {
		const { status, body } = await updateItem(12, {
			stage_id: 'WON',
			STAGE_ID: 'WON',
			nonsense: 1,
		});
		expect([status, body.result.item.stageId]).toEqual([200, 'NEW']);
		expect((await updateDeal(12, { stageId: 'WON', title: 'Не то имя' })).body.result).toBe(true);
		expect(open.portal.deal(12)).toMatchObject({ stageId: 'NEW', title: 'Подключение телефонии' });
	});

	it('does not save when nothing changed', async () => {
		const before = open.portal.deal(12);
		const { body } = await updateItem(12, { stageId: 'NEW', title: before?.title });
		expect(body.result.item.stageId).toBe('NEW');
		expect(open.portal.deal(12)).toBe(before);
	});

	it('refuses a deal that is not there', async () => {
		expect((await updateItem(999, { stageId: 'WON' })).body.error).toBe('NOT_FOUND');
		expect((await updateDeal(999, { STAGE_ID: 'WON' })).body).toEqual({
			error: '',
			error_description: 'Not found',
		});
	});
});

describe('moving to another pipeline', () => {
	it('crm.item.update moves with categoryId and a stage of it', async () => {
		const { body } = await updateItem(12, { categoryId: 9, stageId: 'C9:UC_NYL06U' });
		expect(body.result.item).toMatchObject({ categoryId: 9, stageId: 'C9:UC_NYL06U' });
	});

	it('crm.deal.update cannot', async () => {
		expect((await updateDeal(12, { CATEGORY_ID: 9, STAGE_ID: 'C9:NEW' })).body.result).toBe(true);
		expect(open.portal.deal(12)).toMatchObject({ categoryId: 0, stageId: 'NEW' });
	});

	it.each([
		[12, 'C9:NEW'],
		[24, 'C9:WON'],
	])(
		'picks the first stage of the same semantics for deal %i when the stage is bad',
		async (id, stageId) => {
			const { body } = await updateItem(id, { categoryId: 9, stageId: 'NOT_THERE' });
			expect(body.result.item).toMatchObject({ categoryId: 9, stageId });
		},
	);

	it('does not check required fields or rights there', async () => {
		expect(
			(await updateItem(12, { categoryId: 12, stageId: 'C12:UC_REPAIR' })).body.result.item.stageId,
		).toBe('C12:UC_REPAIR');
		expect(
			(await updateItem(15, { categoryId: 12, stageId: 'C12:UC_ACCEPT' })).body.result.item.stageId,
		).toBe('C12:UC_ACCEPT');
	});
});

describe('stages that do not let every deal in', () => {
	it('crm.item.update wants the required field', async () => {
		const { status, body } = await updateItem(36, { stageId: 'C12:UC_REPAIR' });
		expect([status, body.error]).toEqual([400, 'CRM_FIELD_ERROR_REQUIRED']);
		expect(body.error_description).toContain('Результат диагностики');
		expect(open.stageOf(36)).toBe('C12:UC_DIAG01');
	});

	it('takes the field from the same call', async () => {
		const { body } = await updateItem(36, {
			stageId: 'C12:UC_REPAIR',
			ufCrm_1720019876534: 'Замена платы',
		});
		expect(body.result.item.stageId).toBe('C12:UC_REPAIR');
	});

	it('crm.deal.update has only a text for it', async () => {
		const { status, body } = await updateDeal(36, { STAGE_ID: 'C12:UC_REPAIR' });
		expect([status, body.error]).toEqual([400, '']);
		expect(body.error_description).toContain('Результат диагностики');
	});

	it('crm.deal.update asks nothing for a failure stage, crm.item.update does', async () => {
		expect((await updateItem(36, { stageId: 'C12:APOLOGY' })).body.error).toBe(
			'CRM_FIELD_ERROR_REQUIRED',
		);
		expect((await updateDeal(36, { STAGE_ID: 'C12:APOLOGY' })).body.result).toBe(true);
		expect(open.stageOf(36)).toBe('C12:APOLOGY');
	});

	it('a forbidden transition is an error without a code', async () => {
		const item = await updateItem(36, { stageId: 'C12:UC_ACCEPT' });
		const deal = await updateDeal(36, { STAGE_ID: 'C12:UC_ACCEPT' });
		expect([item.status, item.body.error, deal.status, deal.body.error]).toEqual([
			400,
			'',
			400,
			'',
		]);
		expect(open.stageOf(36)).toBe('C12:UC_DIAG01');
	});
});

describe('stage history', () => {
	const history = async (id: number) =>
		(
			await open.call('crm.stagehistory.list', {
				entityTypeId: 2,
				filter: { OWNER_ID: id },
				order: { ID: 'ASC' },
			})
		).body.result.items;

	it('tells creation, a middle stage, a change of pipeline and a final stage apart', async () => {
		await updateItem(12, { stageId: 'PREPARATION' });
		await updateItem(12, { categoryId: 9, stageId: 'C9:NEW' });
		await updateItem(12, { stageId: 'C9:LOSE' });
		const items = await history(12);
		expect(
			rows(items).map((item) => [
				item.TYPE_ID,
				item.STAGE_ID,
				item.CATEGORY_ID,
				item.STAGE_SEMANTIC_ID,
			]),
		).toEqual([
			[1, 'NEW', 0, 'P'],
			[2, 'PREPARATION', 0, 'P'],
			[5, 'C9:NEW', 9, 'P'],
			[3, 'C9:LOSE', 9, 'F'],
		]);
	});

	const found = async (params: object) =>
		rows(
			(
				await open.call('crm.stagehistory.list', {
					entityTypeId: 2,
					order: { ID: 'ASC' },
					...params,
				})
			).body.result.items,
		);
	const places = async (filter: object) =>
		(await found({ filter })).map(({ OWNER_ID, STAGE_ID }) => `${OWNER_ID} ${STAGE_ID}`);

	it('is plausible for the sample deals: from the first stage to the present one', async () => {
		expect(
			(await found({ filter: { OWNER_ID: 24 } })).map(({ TYPE_ID, STAGE_ID }) => [
				TYPE_ID,
				STAGE_ID,
			]),
		).toEqual([
			[1, 'NEW'],
			[2, 'PREPARATION'],
			[2, 'PREPAYMENT_INVOICE'],
			[2, 'EXECUTING'],
			[2, 'FINAL_INVOICE'],
			[3, 'WON'],
		]);
		for (const id of [12, 18, 21, 24, 27, 31, 36]) {
			const entries = await found({ filter: { OWNER_ID: id } });
			const { item } = (await open.call('crm.item.get', { entityTypeId: 2, id })).body.result as {
				item: Json;
			};
			expect([entries.at(-1)?.STAGE_ID, entries.at(-1)?.CREATED_TIME]).toEqual([
				item.stageId,
				item.movedTime,
			]);
		}
	});

	it('is found by stage, pipeline, kind and time, over all deals', async () => {
		open.portal.addStageHistory({
			dealId: 12,
			stageId: 'C9:UC_CALL01',
			time: new Date('2026-10-05T20:59:59Z'),
		});
		open.portal.addStageHistory({
			dealId: 15,
			stageId: 'C9:LOSE',
			time: new Date('2026-10-05T21:00:00Z'),
		});
		expect(await places({ STAGE_ID: 'C9:UC_CALL01' })).toEqual([
			'31 C9:UC_CALL01',
			'12 C9:UC_CALL01',
		]);
		expect(await places({ '@STAGE_ID': ['C9:LOSE', 'C12:UC_DIAG01'] })).toEqual([
			'36 C12:UC_DIAG01',
			'15 C9:LOSE',
		]);
		expect(await places({ CATEGORY_ID: 9, TYPE_ID: 3 })).toEqual(['15 C9:LOSE']);
		// 21:00 UTC is midnight on the portal.
		expect(
			await places({
				'>=CREATED_TIME': '2026-10-05T00:00:00+03:00',
				'<CREATED_TIME': '2026-10-06T00:00:00+03:00',
			}),
		).toEqual(['12 C9:UC_CALL01']);
		expect(
			await places({ '>=CREATED_TIME': '2026-10-06', '<CREATED_TIME': '2026-10-06 12:00:00' }),
		).toEqual(['15 C9:LOSE']);
		expect(open.stageOf(12)).toBe('NEW');
	});

	it('comes 50 a page, ordered by time when asked, with the selected columns and the ID', async () => {
		for (let index = 0; index < 60; index += 1) {
			open.portal.addStageHistory({
				dealId: 12,
				stageId: 'EXECUTING',
				time: new Date(Date.UTC(2026, 8, 1, 0, 60 - index)),
			});
		}
		const filter = { STAGE_ID: 'EXECUTING', '<CREATED_TIME': '2026-10-01T00:00:00Z' };
		const first = (
			await open.call('crm.stagehistory.list', {
				entityTypeId: 2,
				filter,
				order: { CREATED_TIME: 'ASC' },
				select: ['CREATED_TIME'],
			})
		).body;
		expect([rows(first.result.items).length, first.total, first.next]).toEqual([50, 60, 50]);
		expect(first.result.items[0]).toEqual({
			ID: expect.any(Number),
			CREATED_TIME: '2026-09-01T03:01:00+03:00',
		});
		expect(await found({ filter, start: 50 })).toHaveLength(10);
	});

	it.each([
		[{ filter: { MOVED_BY: 1 } }, "Invalid filter: field 'MOVED_BY' is not allowed in filter"],
		[
			{ filter: { '>CREATED_TIME': 'yesterday' } },
			"Invalid filter: field 'CREATED_TIME' has invalid value",
		],
		[{ order: { TITLE: 'ASC' } }, "Invalid order: field 'TITLE' is not allowed in order"],
	])('refuses %j', async (params, text) => {
		const { status, body } = await open.call('crm.stagehistory.list', {
			entityTypeId: 2,
			...params,
		});
		expect([status, body]).toEqual([400, { error: 'INVALID_ARG_VALUE', error_description: text }]);
	});

	it('does not hold a dropped stage', async () => {
		await updateItem(12, { stageId: 'C9:WON' });
		expect(await history(12)).toHaveLength(1);
	});
});

describe('making and deleting a deal', () => {
	const add = async (fields: object) =>
		(await open.call('crm.item.add', { entityTypeId: 2, fields })).body;

	it.each([
		[{}, { categoryId: 0, stageId: 'NEW' }],
		[{ categoryId: 9 }, { categoryId: 9, stageId: 'C9:NEW' }],
		[{ categoryId: 9, stageId: 'C9:WON' }, { stageId: 'C9:WON' }],
		[{ stageId: 'C9:WON' }, { categoryId: 0, stageId: 'NEW' }],
		[
			{ title: 'x', nosuch: 1, id: 5, typeId: 'SERVICE' },
			{ title: 'x', typeId: 'SERVICE' },
		],
		[{ UF_CRM_1720019876537: ['81'] }, { ufCrm_1720019876537: ['81'] }],
	])('%j', async (fields, expected) => {
		const { item } = (await add(fields)).result as { item: Json };
		expect(item).toMatchObject(expected);
		expect(item.id).toBe(37);
		expect(item).not.toHaveProperty('nosuch');
	});

	it('a pipeline that is not there', async () => {
		expect(await add({ categoryId: 99 })).toMatchObject({
			error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID',
		});
	});

	it('deletes once', async () => {
		const remove = async () =>
			(await open.call('crm.item.delete', { entityTypeId: 2, id: 12 })).body;
		expect((await remove()).result).toEqual([]);
		expect(await remove()).toMatchObject({ error: 'NOT_FOUND' });
	});

	it('crm.item.fields describes custom fields by their names in crm.item.*', async () => {
		const { fields } = (await open.call('crm.item.fields', { entityTypeId: 2 })).body.result as {
			fields: Json;
		};
		expect(fields.ufCrm_1720019876536).toMatchObject({
			type: 'enumeration',
			isDynamic: true,
			title: 'Приоритет',
			upperName: 'UF_CRM_1720019876536',
		});
		expect(fields.id).toMatchObject({ isReadOnly: true, upperName: 'ID' });
	});
});
