import { receiveEvent, type PortalEvent } from '../../protocols/bitrix24/events/receive';
import { isMadeBy, sourceOf } from '../../protocols/bitrix24/events/record';
import {
	changesOf,
	isBetween,
	listStageChanges,
	readStageChanges,
	type StageChange,
	type StagedEvent,
} from '../../protocols/bitrix24/events/stageChanges';

const NOW = Date.parse('2026-11-25T09:30:00Z');
const DEAL: StagedEvent = {
	event: 'ONCRMDEALUPDATE',
	kind: 'deal',
	action: 'update',
	entityTypeId: 2,
	id: 12,
	domain: 'x',
	sentAt: new Date(NOW).toISOString(),
	data: {},
};
const LEAD: StagedEvent = { ...DEAL, kind: 'lead', entityTypeId: 1 };

describe('an event of odd form', () => {
	const receive = (text: string) =>
		receiveEvent(
			{
				contentType: 'application/x-www-form-urlencoded',
				raw: `${text}&auth[application_token]=t`,
			},
			't',
			NOW,
		);

	test.each([
		['1766047124', '2025-12-18T08:38:44.000Z'],
		['', '2026-11-25T09:30:00.000Z'],
		['soon', '2026-11-25T09:30:00.000Z'],
		['-5', '2026-11-25T09:30:00.000Z'],
		['1766047124000', '2026-11-25T09:30:00.000Z'],
	])('ts %j', (ts, sentAt) => {
		expect(receive(`event=ONCRMDEALADD&ts=${ts}`).sentAt).toBe(sentAt);
	});

	test.each([
		['', null, {}],
		['data=x', null, {}],
		['data[FIELDS]=x', null, { FIELDS: 'x' }],
		['data[FIELDS][ID]=', null, { FIELDS: { ID: '' } }],
		['data[FIELDS][ID]=0', null, { FIELDS: { ID: '0' } }],
		['data[FIELDS][ID]=twelve', null, { FIELDS: { ID: 'twelve' } }],
		['data[FIELDS][ID][x]=1', null, { FIELDS: { ID: { x: '1' } } }],
		['data[FIELDS]=x&data[FIELDS][ID]=5', 5, { FIELDS: { ID: '5' } }],
		['data[FIELDS][ID]=5&data[FIELDS][ID]=6', 6, { FIELDS: { ID: '6' } }],
	])('%j', (data, id, expected) => {
		expect(receive(`event=oncrmdealadd&${data}`)).toMatchObject({
			...{ event: 'ONCRMDEALADD', kind: 'deal', id, domain: '' },
			data: expected,
		});
	});

	test('fields in fields without end are refused, which no item could hold', () => {
		const nested = (levels: number) => `event=ONCRMDEALADD&data${'[a]'.repeat(levels)}=1`;
		expect(receive(nested(100)).data).toHaveProperty('a.a.a');
		for (const levels of [101, 21_000])
			expect(() => receive(nested(levels))).toThrow('nested more than 100 levels deep');
	});

	test('JSON is read as a form is', () => {
		const raw = JSON.stringify({
			event: 'ONTASKADD',
			data: { FIELDS_AFTER: { ID: 123 } },
			auth: { application_token: 't' },
		});
		expect(receiveEvent({ raw }, 't', NOW)).toMatchObject({ kind: 'task', id: 123 });
	});
});

describe('the stage history', () => {
	const entry = (ID: number, STAGE_ID: string, more: object = {}) => ({
		...{ ID, TYPE_ID: 2, OWNER_ID: 12, CREATED_TIME: '2026-11-25T12:29:00+03:00' },
		...{ STAGE_ID, ...more },
	});
	const read = (items: unknown) =>
		readStageChanges({ items }).map(({ id, previousStageId, stageId, created }) => [
			...[id, previousStageId, stageId],
			...(created ? ['created'] : []),
		]);

	test.each<[string, unknown, unknown[]]>([
		['nothing', [], []],
		[
			'the newest first',
			[entry(2, 'B'), entry(1, 'A', { TYPE_ID: 1 })],
			[
				[1, null, 'A', 'created'],
				[2, 'A', 'B'],
			],
		],
		['texts for numbers', [entry(2, 'B', { ID: '2', TYPE_ID: '1' })], [[2, null, 'B', 'created']]],
		[
			'the same stage twice',
			[entry(1, 'A'), entry(2, 'A'), entry(3, 'B')],
			[
				[1, null, 'A'],
				[3, 'A', 'B'],
			],
		],
		// Of a deal that changed its pipeline what was before may be missing.
		['another pipeline', [entry(7, 'C9:NEW', { TYPE_ID: 5 })], [[7, null, 'C9:NEW']]],
		[
			'a lead',
			[{ ...entry(1, 'x'), STAGE_ID: undefined, STATUS_ID: 'IN_PROCESS' }],
			[[1, null, 'IN_PROCESS']],
		],
		[
			'a list with gaps',
			{ 3: entry(1, 'A'), 5: entry(2, 'B') },
			[
				[1, null, 'A'],
				[2, 'A', 'B'],
			],
		],
		[
			'one odd row',
			[entry(1, 'A'), { ID: 'x' }, entry(2, 'B')],
			[
				[1, null, 'A'],
				[2, 'A', 'B'],
			],
		],
	])('%s', (_name, items, expected) => {
		expect(read(items)).toEqual(expected);
	});

	test('that has another form is an error, and not an empty one', () => {
		for (const odd of [{}, { items: 'none' }, { items: [{ ID: 'x' }] }, null])
			expect(() => readStageChanges(odd)).toThrow();
	});

	test('is asked for by the type of the record', () => {
		expect(listStageChanges(LEAD).params).toMatchObject({
			entityTypeId: 1,
			filter: { OWNER_ID: 12 },
		});
	});

	test('an event stands for what came before it, within half an hour', () => {
		const at = (seconds: number): StageChange => ({
			...{ id: seconds, previousStageId: 'A', stageId: 'B', created: false },
			time: new Date(NOW - seconds * 1000).toISOString(),
		});
		const ages = [1801, 1800, 5, 0, -600, -601];
		expect(changesOf(DEAL, ages.map(at)).map(({ id }) => id)).toEqual([1800, 5, 0, -600]);
		const made = [{ ...at(1), created: true }];
		expect([changesOf(DEAL, made), changesOf({ ...DEAL, action: 'add' }, made)]).toEqual([
			[],
			made,
		]);
	});

	test.each<[StagedEvent, string[], string[], boolean]>([
		[DEAL, ['A'], ['B'], true],
		[DEAL, ['LEAD:A'], [], false],
		[LEAD, ['LEAD:A'], ['LEAD:B'], true],
		[LEAD, ['A'], [], false],
		[LEAD, [], ['LEAD:C'], false],
	])('%j from %j to %j: %s', (event, from, to, expected) => {
		const change = { id: 1, previousStageId: 'A', stageId: 'B', created: false, time: '' };
		expect(isBetween(change, { from, to }, event)).toBe(expected);
		expect(isBetween({ ...change, previousStageId: null }, { from, to: [] }, event)).toBe(
			from.length === 0,
		);
	});
});

describe('whose change it was', () => {
	const event = (kind: PortalEvent['kind'], action: PortalEvent['action']): PortalEvent => ({
		...DEAL,
		...{ kind, action, entityTypeId: kind === 'deal' ? 2 : undefined },
	});
	test.each([
		[event('deal', 'update'), { createdBy: 9, updatedBy: 1 }, true],
		[event('deal', 'add'), { createdBy: 9, updatedBy: 1 }, false],
		[event('activity', 'update'), { AUTHOR_ID: '9', EDITOR_ID: '1' }, true],
		[event('activity', 'add'), { AUTHOR_ID: '1', EDITOR_ID: '9' }, true],
		[event('task', 'update'), { createdBy: '9', changedBy: '1' }, true],
		[event('task', 'update'), { createdBy: '1', changedBy: null }, false],
		[event('task', 'update'), {}, false],
	])('%j %j: %s', (one, record, expected) => {
		const source = sourceOf(one);
		expect(source && isMadeBy(one, source, record, 1)).toBe(expected);
	});

	test('a task is read by its list', () => {
		const source = sourceOf(event('task', 'add'));
		expect(source?.read({ value: { tasks: [{ id: '12', title: 'x' }] } })).toEqual({
			id: '12',
			title: 'x',
		});
		for (const tasks of [[], [{ id: '13' }]])
			expect(source?.read({ value: { tasks } })).toBeUndefined();
	});
});
