import { readCalls } from '../../protocols/bitrix24/callActivity';
import { readDeals } from '../../protocols/bitrix24/deal';
import { readPipelines, readStages } from '../../protocols/bitrix24/pipelines';
import { readEntries } from '../../protocols/bitrix24/stageHistory';
import { readUsers } from '../../protocols/bitrix24/users';
import { id, newId, number } from '../../protocols/list';
import { readCampaigns } from '../../protocols/mangoOffice/campaign';
import { readEmployees, readGroups, readLines } from '../../protocols/mangoOffice/directory';
import { readCustomFields, readTaskPage } from '../../protocols/mangoOffice/task';

type Row = Record<string, unknown>;

/** Each list: its reader, a good row, what the row is known by, and how it is read. */
const LISTS: Array<[string, (rows: unknown) => unknown[], Row, string]> = [
	['users', (rows) => readUsers(rows), { ID: '1', NAME: 'Анна', ACTIVE: true }, 'ID'],
	[
		'pipelines',
		(categories) => readPipelines({ categories }),
		{ id: 9, name: 'Обзвон', sort: 1 },
		'id',
	],
	['stages', (rows) => readStages(rows), { STATUS_ID: 'NEW', NAME: 'Новая' }, 'STATUS_ID'],
	[
		'stage entries',
		(items) => readEntries({ items }),
		{ OWNER_ID: 12, STAGE_ID: 'NEW', CREATED_TIME: '2026-11-25T10:00:00Z' },
		'OWNER_ID',
	],
	['deals', (items) => readDeals({ items }), { id: 12, categoryId: 0, stageId: 'NEW' }, 'id'],
	[
		'logged calls',
		(rows) => readCalls(rows),
		{ ID: '5', OWNER_TYPE_ID: '2', OWNER_ID: '12', RESPONSIBLE_ID: '6', ORIGIN_ID: 'e' },
		'ID',
	],
	[
		'employees',
		(users) => readEmployees({ users }),
		{ general: { user_id: 1, name: 'Анна' }, telephony: { extension: '101' } },
		'general and telephony',
	],
	['groups', (groups) => readGroups({ groups }), { id: 1, name: 'Продажи' }, 'id'],
	['lines', (lines) => readLines({ lines }), { line_id: 1, number: '74950000000' }, 'line_id'],
	[
		'campaigns',
		(campaigns) => readCampaigns({ campaigns }),
		{ campaign_id: 1, name: 'Обзвон' },
		'campaign_id',
	],
	['custom fields', (result) => readCustomFields({ result }), { id: 1, name: 'Город' }, 'id'],
	['tasks', (tasks) => readTaskPage({ tasks }).tasks, { task_id: 1, number: '7916' }, 'a task'],
];

describe.each(LISTS)('%s', (name, read, good, known) => {
	test.each([
		[null],
		['x'],
		[5],
		[[]],
		[false],
		[{}],
		[{ [known]: null }],
		[{ [known]: false }],
		[{ [known]: 'twelve' }],
	])('one bad record %j is one bad record', (bad) => {
		if (
			name === 'tasks' ||
			(name === 'stages' &&
				bad !== null &&
				typeof bad === 'object' &&
				'STATUS_ID' in bad &&
				bad.STATUS_ID === 'twelve')
		)
			return;
		expect(read([bad, good])).toEqual(read([good]));
	});

	test('its other fields may be of any type', () => {
		for (const odd of [null, false, true, 5, '', [], { a: 1 }, 'text']) {
			const row = Object.fromEntries(
				Object.entries(good).map(([key, value]) => [
					key,
					key === known || key === 'CREATED_TIME' ? value : odd,
				]),
			);
			if (name === 'employees' || name === 'tasks') continue;
			expect(read([row, good])).toHaveLength(2);
		}
	});

	test('a list with gaps comes as a map', () => {
		expect(read({ 0: good, 2: good })).toEqual(read([good, good]));
	});
});

test.each([true, false, null, '', 0, -1, 1.5, 'x', [], [5], {}])(
	'%j is no ID of something that was made',
	(answer) => {
		expect(newId.safeParse(answer).success).toBe(false);
	},
);

describe('fields of odd types', () => {
	const user = (more: Row) =>
		readUsers([
			{ ID: '1', NAME: 'Анна', LAST_NAME: 'Соколова', UF_PHONE_INNER: '101', ...more },
		])[0];

	test.each([
		[{ UF_PHONE_INNER: 101 }, { extension: '101' }],
		[{ UF_PHONE_INNER: false }, { extension: null }],
		[{ UF_PHONE_INNER: ' ' }, { extension: null }],
		[{ WORK_POSITION: false }, { workPosition: null, extension: '101' }],
		[{ NAME: null }, { name: 'Соколова' }],
		[{ NAME: 7, LAST_NAME: [] }, { name: '7' }],
		[{ EMAIL: {} }, { email: null }],
		[{ ID: 1 }, { id: 1 }],
	])('a user with %j', (more, expected) => {
		expect(user(more)).toMatchObject(expected);
	});

	test.each([
		[{ telephony: null }, { name: 'Анна', extension: '', numbers: [] }],
		[{ telephony: { extension: 101, numbers: null } }, { extension: '101', numbers: [] }],
		[{ telephony: { extension: '101', numbers: '' } }, { extension: '101', numbers: [] }],
		[
			{ telephony: { extension: '101', numbers: [null, { number: 7916, order: 'x' }] } },
			{ numbers: [{ number: '7916', order: 0 }] },
		],
		[
			{ general: null, telephony: { extension: '101' } },
			{ name: '', extension: '101', userId: null },
		],
		[{ groups: '' }, { groupIds: [] }],
		[{ groups: ['1', null, 2] }, { groupIds: [1, 2] }],
		[{ general: { user_id: '', name: null, email: false } }, { userId: null, name: '', email: '' }],
	])('an employee with %j', (more, expected) => {
		const employee = {
			general: { user_id: 1, name: 'Анна' },
			telephony: { extension: '101' },
			...more,
		};
		expect(readEmployees({ users: [employee] })).toMatchObject([expected]);
	});

	test('a group whose members are none', () => {
		expect(readGroups({ groups: [{ id: '1', name: 5, operators: '' }] })).toMatchObject([
			{ groupId: 1, name: '5', members: [] },
		]);
	});

	test('a pipeline and a stage without a name are called by their IDs', () => {
		expect(readPipelines({ categories: [{ id: '9', name: null }] })).toEqual([
			{ id: 9, name: '#9' },
		]);
		expect(readStages([{ STATUS_ID: 1, NAME: false }])).toEqual([
			{ id: '1', name: '1', semantics: 'P' },
		]);
	});
});

test.each(['Infinity', '1e999', '9'.repeat(400)])('%j is no number, and no ID', (huge) => {
	expect(number.safeParse(huge).success).toBe(false);
	expect(id.safeParse(huge).success).toBe(false);
});

test.each([[null], ['x'], [5], [false], [[null, 'x']]])('%j is no list of anything', (value) => {
	expect(() => readUsers(value)).toThrow();
	expect(() => readLines({ lines: value })).toThrow();
});
