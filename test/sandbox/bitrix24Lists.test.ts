import { openPortal, rows, type Json } from './openPortal';

const open = openPortal();

const list = async (params: object) => (await open.call('crm.item.list', { entityTypeId: 2, ...params })).body;
const items = (body: Json) => rows(body.result?.items);
const ids = (body: Json) => items(body).map(({ id }) => id);

describe('crm.item.list (3.4)', () => {
	beforeEach(() => {
		for (let id = 101; id <= 220; id += 1) open.portal.addDeal({ id, title: `Сделка ${id}`, stageId: 'EXECUTING' });
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

	it('refuses a filter by a field it does not know, and upper-case names', async () => {
		for (const field of ['STAGE_ID', 'nonsense']) {
			const { status, body } = await open.call('crm.item.list', { entityTypeId: 2, filter: { [field]: 1 } });
			expect([status, body.error]).toEqual([400, 'INVALID_ARG_VALUE']);
			expect(body.error_description).toBe(`Invalid filter: field '${field}' is not allowed in filter`);
		}
	});

	it('gives the selected fields', async () => {
		const body = await list({ filter: { id: 12 }, select: ['id', 'stageId'] });
		expect(items(body)).toEqual([{ id: 12, stageId: 'NEW' }]);
	});

	it('orders', async () => {
		expect(ids(await list({ order: { id: 'DESC' } }))[0]).toBe(220);
	});

	it('knows no other type', async () => {
		const { status, body } = await open.call('crm.item.list', { entityTypeId: 177 });
		expect([status, body.error]).toEqual([400, 'NOT_FOUND']);
	});
});

describe('pipelines and stages (2.2)', () => {
	it('crm.category.list holds category 0, and not first', async () => {
		const { body } = await open.call('crm.category.list', { entityTypeId: 2 });
		expect(rows(body.result?.categories).map(({ id, name, isDefault }) => [id, name, isDefault])).toEqual([
			[9, 'Обзвон', 'N'],
			[12, 'Сервис', 'N'],
			[0, 'Общая', 'Y'],
		]);
		expect(body.total).toBe(3);
	});

	it('crm.category.list refuses other types', async () => {
		expect((await open.call('crm.category.list', { entityTypeId: 3 })).body.error).toBe('ENTITY_TYPE_NOT_SUPPORTED');
		expect((await open.call('crm.category.list', { entityTypeId: 177 })).body.error).toBe('NOT_FOUND');
	});

	it('crm.status.list gives the stages of one pipeline, sorted, in strings', async () => {
		const { result } = (await open.call('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE' }, order: { SORT: 'ASC' } })).body;
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
		expect(result[1]).toMatchObject({ NAME: 'Подготовка документов', SORT: '20', SYSTEM: 'N', CATEGORY_ID: null, SEMANTICS: null });
	});

	it('prefixes the stages of the other pipelines', async () => {
		const { result } = (await open.call('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE_9' } })).body;
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
		const { result } = (await open.call('crm.status.list', { filter: { ENTITY_ID: 'DEAL_STAGE' } })).body;
		expect(rows(result).slice(5).map((row) => [row.SEMANTICS, row.EXTRA?.SEMANTICS])).toEqual([
			['S', 'success'],
			['F', 'failure'],
			['F', 'apology'],
		]);
	});

	it('gives everything when the filter is forgotten or of a form that is not documented for it', async () => {
		const all = rows((await open.call('crm.status.list')).body.result);
		expect(new Set(all.map((row) => row.ENTITY_ID))).toEqual(new Set(['DEAL_STAGE', 'DEAL_STAGE_9', 'DEAL_STAGE_12', 'SOURCE']));
		const odd = (await open.call('crm.status.list', { filter: { '@ENTITY_ID': ['DEAL_STAGE'] } })).body.result;
		expect(odd).toHaveLength(all.length);
	});

	it('crm.status.entity.types names every directory, the default pipeline without a prefix', async () => {
		const { result } = (await open.call('crm.status.entity.types')).body;
		const byId = Object.fromEntries(rows(result).map((row) => [row.ID, row]));
		expect(byId.DEAL_STAGE_9).toMatchObject({
			PARENT_ID: 'DEAL_STAGE',
			PREFIX: 'C9',
			CATEGORY_ID: '9',
			SEMANTIC_INFO: { START_FIELD: 'C9:NEW', FINAL_SUCCESS_FIELD: 'C9:WON', FINAL_UNSUCCESS_FIELD: 'C9:LOSE' },
		});
		expect(byId.DEAL_STAGE).toMatchObject({ CATEGORY_ID: 0, NAME: 'Стадии сделки Общая' });
		expect(byId.DEAL_STAGE).not.toHaveProperty('PREFIX');
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
