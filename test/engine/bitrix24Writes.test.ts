import type { INodeExecutionData, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { loadList, type RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Items = INodeExecutionData['json'] | Array<INodeExecutionData['json']>;

const update = (
	fields: INodeParameters,
	json: Items = { dealId: 12 },
	options: Partial<RunOptions> = {},
) => bitrix24.run({ operation: 'update', updateFields: fields }, json, options);
const comment = (
	text: unknown,
	json: Items = { dealId: 12 },
	options: Partial<RunOptions> = {},
	more: INodeParameters = {},
) =>
	bitrix24.run(
		{ resource: 'timelineComment', operation: 'add', text: text as string, ...more },
		json,
		options,
	);
const toDo = (
	parameters: INodeParameters = {},
	json: Items = { dealId: 12 },
	options: Partial<RunOptions> = {},
) => bitrix24.run({ resource: 'activity', operation: 'addToDo', ...parameters }, json, options);

const methods = () =>
	bitrix24.portal.requests.flatMap(({ commands = [] }) =>
		commands.map((command) => command.split('?')[0]),
	);

describe('Deal: Update', () => {
	test('changes all fields and gives them as they are then', async () => {
		const { outputs, error } = await update({
			title: 'Новое имя & всё',
			opportunity: 1500.5,
			currencyId: 'USD',
			assignedById: '7',
			comments: 'Перезвонить',
		});
		expect(error).toBeUndefined();
		const fields = {
			title: 'Новое имя & всё',
			opportunity: 1500.5,
			currencyId: 'USD',
			assignedById: 7,
			comments: 'Перезвонить',
		};
		expect(outputs).toEqual([[{ json: { dealId: 12, ...fields }, pairedItem: { item: 0 } }]]);
		expect(bitrix24.portal.deal(12)).toMatchObject(fields);
		expect(methods()).toEqual(['crm.item.update']);
	});

	test('leaves the others as they were', async () => {
		const before = bitrix24.portal.deal(12);
		await update({ comments: '' });
		expect(bitrix24.portal.deal(12)).toMatchObject({
			title: before?.title,
			opportunity: 148000,
			stageId: 'NEW',
			comments: '',
		});
		await update({ opportunity: 0 });
		expect(bitrix24.portal.deal(12)?.opportunity).toBe(0);
	});

	test('numbers may come as text', async () => {
		await update({ opportunity: '99.90', assignedById: 8 });
		expect(bitrix24.portal.deal(12)).toMatchObject({ opportunity: 99.9, assignedById: 8 });
	});

	test.each([
		[{}, "'Update Fields' is empty", /Add at least one of: 'Title', 'Amount'/],
		[{ title: ' ' }, '\'Title\' was " "', /must not be empty/],
		[{ title: true }, "'Title' was true", /must be a text/],
		[{ opportunity: '1 500' }, '\'Amount\' was "1 500"', /a number that is not negative/],
		[{ opportunity: -1 }, "'Amount' was -1", /not negative/],
		[{ opportunity: '' }, '\'Amount\' was ""', /a number/],
		[{ currencyId: 'rub' }, '\'Currency\' was "rub"', /three capital letters/],
		[{ assignedById: 'Анна' }, '\'Responsible Name or ID\' was "Анна"', /positive whole number/],
		[
			{ comments: 'см. $result[c0][item]' },
			'\'Comments\' was "см. $result[c0][item]"',
			/result of another request/,
		],
	])('%j', async (fields, message, advice) => {
		const { error } = await update(fields as INodeParameters);
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(advice);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([
		[{ error: 'NOT_FOUND', error_description: 'x' }, /^Bitrix24 has no such deal/],
		[
			{ error: 'ACCESS_DENIED', error_description: 'Доступ запрещён' },
			/^Bitrix24 denied access: Доступ запрещён$/,
		],
		[
			{ error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID', error_description: 'Валюта' },
			/^Bitrix24 did not take a value: Валюта$/,
		],
	])('%j', async (failure, message) => {
		bitrix24.portal.failCommand('crm.item.update', failure);
		const { error } = await update({ title: 'x' });
		expect(error?.message).toMatch(message);
	});

	test('a lost answer', async () => {
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		const { error } = await update({ title: 'x' });
		expect(error?.description).toBe(
			'The deal may have been changed all the same. Look at the deal in Bitrix24 before you run this again.',
		);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});
});

describe('Timeline Comment: Add', () => {
	test('adds the text to the timeline of the deal', async () => {
		const text = 'Клиент просит счёт: 100% & более?\nПерезвонить = завтра';
		const { outputs, error } = await comment(text);
		expect(error).toBeUndefined();
		expect(bitrix24.portal.comments).toMatchObject([{ entityType: 'deal', entityId: 12, text }]);
		expect(outputs).toEqual([
			[
				{
					json: { dealId: 12, commentId: bitrix24.portal.comments[0].id, created: true },
					pairedItem: { item: 0 },
				},
			],
		]);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});

	test('the deal can be set by hand', async () => {
		await bitrix24.run({
			resource: 'timelineComment',
			operation: 'add',
			dealFrom: 'parameter',
			dealId: '15',
			text: 'x',
		});
		expect(bitrix24.portal.comments).toMatchObject([{ entityId: 15 }]);
	});

	test.each([
		['={{ "" }}', '\'Text\' was ""', /must not be empty/],
		[' \n', '\'Text\' was " \\n"', /must not be empty/],
		['={{ $json.nothing }}', "'Text' was not there", /must be a text/],
		[
			'a $result[c0][item][title]',
			'\'Text\' was "a $result[c0][item][title]"',
			/result of another request/,
		],
	])('%j', async (text, message, advice) => {
		const { error } = await comment(text);
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(advice);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([
		[
			{ error: 'INVALID_ARG_VALUE', error_description: 'Empty comment message' },
			/^Bitrix24 did not take a value: Empty comment message$/,
		],
		[{ error: 'ACCESS_DENIED', error_description: '' }, /^Bitrix24 denied access$/],
		[
			{ error: '100', error_description: 'Could not find value' },
			/^Bitrix24 refused the request: Could not find value$/,
		],
	])('%j', async (failure, message) => {
		bitrix24.portal.failCommand('crm.timeline.comment.add', failure);
		const { error } = await comment('x');
		expect(error?.message).toMatch(message);
		expect(bitrix24.portal.comments).toEqual([]);
	});

	test('a deal that does not exist', async () => {
		const { error } = await comment('x', { dealId: 999999 });
		expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
	});

	test('a lost answer: the comment is not added twice', async () => {
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		const { error } = await comment('x');
		expect(error?.message).toMatch(/^Bitrix24 did not answer in time or the connection broke/);
		expect(error?.description).toBe(
			'The comment may have been added all the same. Look at the deal in Bitrix24 before you run this again.',
		);
		expect(bitrix24.portal.comments).toHaveLength(1);
	});

	test('an internal fault is not tried again', async () => {
		bitrix24.portal.answerNext({
			status: 500,
			body: { error: 'INTERNAL_SERVER_ERROR', error_description: '' },
		});
		const { error } = await comment('x');
		expect(error?.message).toMatch(
			/does not tell whether this was carried out: Bitrix24 answered with an internal fault$/,
		);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});

	test('an answer without an ID', async () => {
		bitrix24.portal.answerNext({ body: { result: { result: { c0: false }, result_error: [] } } });
		const { error } = await comment('x');
		expect(error?.message).toMatch(/^Bitrix24's answer does not tell whether this was carried out/);
	});
});

describe('Activity: Add To-Do', () => {
	const todo = () => bitrix24.portal.todos[0];

	test("is the deal's responsible's, due in one hour, in one HTTP request", async () => {
		const before = Date.now();
		const { outputs, error } = await toDo(
			{ title: 'Перезвонить', toDoDescription: 'Не дозвонились' },
			{ dealId: 15 },
		);
		expect(error).toBeUndefined();
		expect(outputs).toEqual([
			[{ json: { dealId: 15, toDoId: todo().id, created: true }, pairedItem: { item: 0 } }],
		]);
		expect(todo()).toMatchObject({
			ownerTypeId: 2,
			ownerId: 15,
			title: 'Перезвонить',
			description: 'Не дозвонились',
			responsibleId: 6,
		});
		expect(todo().deadline).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
		const due = Date.parse(todo().deadline) - before;
		expect(due).toBeGreaterThan(3_598_000);
		expect(due).toBeLessThan(3_660_000);
		expect(bitrix24.portal.requests).toHaveLength(1);
		expect(methods()).toEqual(['crm.item.get', 'crm.activity.todo.add']);
	});

	test("can be the webhook's user's, and then the deal is not read", async () => {
		await toDo({ responsible: 'webhook' }, { dealId: 15 });
		expect(todo()).toMatchObject({ responsibleId: 1, ownerId: 15 });
		expect(methods()).toEqual(['crm.activity.todo.add']);
		expect(bitrix24.portal.requests[0].commands?.[0]).not.toMatch(
			/responsibleId|title|description/,
		);
	});

	test("can be any user's", async () => {
		await toDo({ responsible: 'parameter', responsibleId: '8' });
		expect(todo()).toMatchObject({ responsibleId: 8, ownerId: 12 });
	});

	test.each([
		['2026-11-25T15:00:00+05:00', '2026-11-25T10:00:00.000Z'],
		['2026-11-25T15:00:00.000Z', '2026-11-25T15:00:00.000Z'],
		[
			'={{ $now.set({ year: 2027, month: 1, day: 2 }).startOf("day").toUTC(0, { keepLocalTime: true }) }}',
			'2027-01-02T00:00:00.000Z',
		],
		['={{ new Date(0) }}', '1970-01-01T00:00:00.000Z'],
	])('due at %s', async (deadline, expected) => {
		const { error } = await toDo({ deadline });
		expect(error).toBeUndefined();
		expect(new Date(todo().deadline).toISOString()).toBe(expected);
	});

	test("a time without a zone is the workflow's", async () => {
		await toDo({ deadline: '2026-07-25T15:00:00' });
		const zone = process.env.GENERIC_TIMEZONE ?? 'America/New_York';
		const shown = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			dateStyle: 'short',
			timeStyle: 'short',
		}).format(new Date(todo().deadline));
		expect(shown).toBe('25/07/2026, 15:00');
	});

	test.each([
		['as it was typed, or is chosen from the list', '6'],
		['as a number', 6],
		['as a number of an expression', '={{ 6 }}'],
	])('the responsible %s', async (_, responsibleId) => {
		const { outputs } = await toDo({ responsible: 'parameter', responsibleId });
		expect(outputs[0][0].json).toMatchObject({ created: true });
		expect(todo().responsibleId).toBe(6);
	});

	test('users are chosen from a list', async () => {
		const options = { parameters: {}, credentials: bitrix24.credentials() };
		const list = await loadList(
			'bitrix24',
			options,
			'parameters.responsibleId',
			(node, context) =>
				node.methods?.loadOptions?.getUsers.call(context) as Promise<INodePropertyOptions[]>,
		);
		expect(list[0]).toEqual({ name: 'Анна Соколова (101)', value: '1' });
	});

	test.each([
		[{ deadline: 'завтра' }, '\'Deadline\' was "завтра"', /2026-11-25T15:00/],
		[{ deadline: '2026-02-31T10:00' }, '\'Deadline\' was "2026-02-31T10:00"', /date and time/],
		[{ deadline: 12 }, "'Deadline' was 12", /date and time/],
		[{ deadline: '={{ $json.nothing }}' }, "'Deadline' was not there", /or empty for one hour/],
		[
			{ responsible: 'parameter', responsibleId: '0' },
			'\'Responsible Name or ID\' was "0"',
			/positive whole number/,
		],
		[{ title: '$result[c0]' }, '\'Title\' was "$result[c0]"', /result of another request/],
		[{ toDoDescription: { a: 1 } }, '\'Description\' was {"a":1}', /must be a text/],
	])('%j', async (parameters, message, advice) => {
		const { error } = await toDo(parameters as INodeParameters);
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(advice);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([
		[
			{ error: 'WRONG_DATETIME_FORMAT', error_description: 'Неверный формат' },
			/^Bitrix24 did not take a date: Неверный формат$/,
		],
		[{ error: 'ACCESS_DENIED', error_description: '' }, /^Bitrix24 denied access$/],
		[{ error: 'OWNER_NOT_FOUND', error_description: '' }, /^Bitrix24 has no such deal$/],
	])('%j', async (failure, message) => {
		bitrix24.portal.failCommand('crm.activity.todo.add', failure);
		const { error } = await toDo();
		expect(error?.message).toMatch(message);
		expect(bitrix24.portal.todos).toEqual([]);
	});

	test.each(['deal', 'webhook'])(
		'a deal that does not exist (responsible: %s)',
		async (responsible) => {
			const { error } = await toDo({ responsible }, { dealId: 999999 });
			expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
		},
	);

	test('a deal that does not exist is told before what became of the to-do without its responsible', async () => {
		const result_error = {
			c0: { error: 'NOT_FOUND', error_description: '' },
			c1: { error: '100', error_description: 'responsibleId' },
		};
		bitrix24.portal.answerNext({ body: { result: { result: [], result_error } } });
		const { error } = await toDo();
		expect(error?.message).toBe('Bitrix24 has no such deal');
	});

	test('one that was added though the deal could not be read is no error, but told', async () => {
		bitrix24.portal.failCommand('crm.item.get', { error: 'ACCESS_DENIED', error_description: '' });
		const { outputs, error } = await toDo();
		expect(error).toBeUndefined();
		expect(bitrix24.portal.todos).toHaveLength(1);
		expect(outputs[0][0].json).toEqual({
			dealId: 12,
			toDoId: todo().id,
			created: true,
			problem: 'noResponsible',
		});
	});

	test('a lost answer: it is not added twice', async () => {
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		const { error } = await toDo();
		expect(error?.description).toMatch(/^The to-do may have been added all the same/);
		expect(bitrix24.portal.todos).toHaveLength(1);
	});
});

describe.each([
	[
		'comment',
		(text: string, items: Items, options: Partial<RunOptions> = {}, more: INodeParameters = {}) =>
			comment(text, items, options, more),
		() => bitrix24.portal.comments.map((one) => ({ ...one, dealId: one.entityId })),
		'crm.timeline.comment',
	],
	[
		'to-do',
		(text: string, items: Items, options: Partial<RunOptions> = {}, more: INodeParameters = {}) =>
			toDo({ toDoDescription: text, ...more }, items, options),
		() =>
			bitrix24.portal.todos.map((one) => ({ ...one, text: one.description, dealId: one.ownerId })),
		'crm.activity',
	],
] as const)('%s once', (name, run, all, api) => {
	const ONCE = { options: { onceFor: '={{ $json.entry }}' } };
	const ITEM = { dealId: 12, entry: 'call abc' };
	const once = (items: Items = ITEM, options: Partial<RunOptions> = {}) =>
		run('Перезвонить', items, options, ONCE);
	const created = async (items: Items = ITEM, options: Partial<RunOptions> = {}) => {
		const { outputs, error } = await once(items, options);
		expect(error).toBeUndefined();
		return outputs[0].map(({ json }) => json.created);
	};
	const id = name === 'comment' ? 'commentId' : 'toDoId';
	const nothingYet = () =>
		bitrix24.portal.answerNext({
			body: { result: { result: { c0: [] }, result_error: [], result_total: { c0: 0 } } },
		});
	const dropped = (runFirst: boolean) =>
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst });

	test('the first creates it, all others find it, and it has a mark', async () => {
		const first = await once();
		expect(first.outputs[0][0].json).toEqual({ dealId: 12, [id]: all()[0].id, created: true });
		const second = await once();
		expect(second.outputs[0][0].json).toEqual({ dealId: 12, [id]: all()[0].id, created: false });
		expect(all().map(({ text }) => text)).toEqual([
			expect.stringMatching(/^Перезвонить\n\n#n8n-[0-9a-f]{12}-[0-9a-f]{8}$/),
		]);
	});

	test('another deal, another text, and no text are others', async () => {
		for (const item of [
			{ ...ITEM, dealId: 15 },
			{ ...ITEM, entry: 'call abd' },
			{ ...ITEM, entry: '' },
			{ ...ITEM, entry: '' },
			ITEM,
		])
			expect(await created(item)).toEqual([true]);
		expect(all()).toHaveLength(5);
	});

	test('a number is a text, and spaces around do not matter', async () => {
		expect([
			await created({ ...ITEM, entry: 12 } as never),
			await created({ ...ITEM, entry: ' 12 ' }),
		]).toEqual([[true], [false]]);
	});

	test('twice in one execution', async () => {
		expect(await created([ITEM, ITEM])).toEqual([true, false]);
		expect(all()).toHaveLength(1);
	});

	test('five executions at once: one creates it, and all answer with it', async () => {
		const runs = await Promise.all(Array.from({ length: 5 }, () => once()));
		const items = runs.map(({ outputs }) => outputs[0][0].json);
		expect(all()).toHaveLength(1);
		expect(items.map((json) => json[id])).toEqual(items.map(() => all()[0].id));
		expect(items.filter((json) => json.created)).toHaveLength(1);
	});

	test('a lost answer: it looks again and counts as created', async () => {
		nothingYet();
		dropped(true);
		expect(await created()).toEqual([true]);
		expect(await created()).toEqual([false]);
		expect(all()).toHaveLength(1);
	});

	test('a lost write is told, and is safe to run again', async () => {
		nothingYet();
		dropped(false);
		const { error } = await once();
		expect(error?.description).toMatch(/It is safe to run this again/);
		expect(await created()).toEqual([true]);
		expect(all()).toHaveLength(1);
	});

	test('the same step of the same execution tried again has created it', async () => {
		const same = { executionId: 'same' };
		expect([await created(ITEM, same), await created(ITEM, same), await created()]).toEqual([
			[true],
			[true],
			[false],
		]);
	});

	test('older than a page of others', async () => {
		await once();
		const others = Array.from({ length: 60 }, (_, i) => ({ ...ITEM, entry: `other ${i}` }));
		await run('={{ $json.entry }}', others, {}, {});
		expect(await created()).toEqual([false]);
		expect(all()).toHaveLength(61);
	});

	test('what cannot be looked for is not written', async () => {
		bitrix24.portal.failCommand(`${api}.list`, { error: 'ACCESS_DENIED', error_description: '' });
		const { error } = await once();
		expect(error?.message).toBe('Bitrix24 denied access');
		expect(all()).toEqual([]);
	});

	test('a deal that does not exist', async () => {
		const { error } = await once({ ...ITEM, dealId: 999999 });
		expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
	});

	test('three without it, the last fails: the error says which were written', async () => {
		const { error } = await run('x', [{ dealId: 12 }, { dealId: 15 }, { dealId: 999999 }]);
		expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
		const told = all().map((one) => `${name} ${one.id} in deal ${one.dealId}`);
		expect(told).toHaveLength(2);
		expect(error?.description).toContain(
			`Done all the same, for other items: ${told.join('; ')}. Run it again without them.`,
		);
	});

	test('three, the second invalid: none is written', async () => {
		const { error } = await once([ITEM, { dealId: 'x', entry: 'a' }, { ...ITEM, entry: 'b' }]);
		expect(error?.context).toMatchObject({ itemIndex: 1 });
		expect(bitrix24.portal.requests).toEqual([]);
	});
});

test('Deal: Update, the second fails: the error says which was changed', async () => {
	const { error } = await update({ title: 'x' }, [{ dealId: 12 }, { dealId: 999999 }]);
	expect(error?.description).toContain('Done all the same, for other items: deal 12 changed.');
});

test.each([
	[10, ''],
	[11, '; and 1 more'],
	[30, '; and 20 more'],
])(
	'Deal: Update, one fails and %i were changed: the error names ten at most',
	async (count, more) => {
		const good = Array.from({ length: count }, () => ({ dealId: bitrix24.portal.addDeal({}).id }));
		const { error } = await update({ title: 'x' }, [...good, { dealId: 999999 }]);
		const named = good.slice(0, 10).map(({ dealId }) => `deal ${dealId} changed`);
		expect(error?.description).toContain(
			`Done all the same, for other items: ${named.join('; ')}${more}. Run it again without them.`,
		);
	},
);

describe('many items', () => {
	test('51 comments cost two HTTP requests, each output item paired with its input', async () => {
		const items = Array.from({ length: 51 }, () => ({ dealId: bitrix24.portal.addDeal({}).id }));
		const { outputs } = await comment('={{ "Сделка " + $json.dealId }}', items);
		expect(bitrix24.portal.comments.map(({ text }) => text)).toEqual(
			items.map(({ dealId }) => `Сделка ${dealId}`),
		);
		expect(outputs[0].map(({ json, pairedItem }) => [json.dealId, pairedItem])).toEqual(
			items.map(({ dealId }, item) => [dealId, { item }]),
		);
		expect(bitrix24.portal.requests).toHaveLength(2);
	});

	test('26 to-dos cost two as well, though each reads its deal, and each goes to its own responsible', async () => {
		const users = [1, 6, 7, 8, 9];
		const items = Array.from({ length: 26 }, (_, i) => ({
			dealId: bitrix24.portal.addDeal({ assignedById: users[i % 5] }).id,
		}));
		await toDo({}, items);
		expect(
			bitrix24.portal.todos.map(({ ownerId, responsibleId }) => [ownerId, responsibleId]),
		).toEqual(items.map(({ dealId }, i) => [dealId, users[i % 5]]));
		expect(bitrix24.portal.requests).toHaveLength(2);
	});

	test('one bad item keeps all from being written, so that nothing is half done', async () => {
		const { error } = await comment('x', [{ dealId: 12 }, { dealId: 15 }, { dealId: 'x' }]);
		expect(error?.message).toBe("The incoming item's field 'dealId' was \"x\"");
		expect(error?.context).toMatchObject({ itemIndex: 2 });
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([
		[
			'comment',
			(items: Items, options: Partial<RunOptions>) => comment('x', items, options),
			'commentId',
		],
		['to-do', (items: Items, options: Partial<RunOptions>) => toDo({}, items, options), 'toDoId'],
		[
			'update',
			(items: Items, options: Partial<RunOptions>) => update({ title: 'x' }, items, options),
			'dealId',
		],
	])('with "continue on fail" bad items do not harm the others: %s', async (_name, run, field) => {
		const items = [{ dealId: 'x' }, { dealId: 12 }, { dealId: 999999 }, {}, { dealId: 15 }];
		const { outputs, error } = await run(items, { onError: 'continueRegularOutput' });
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => json.error ?? typeof json[field])).toEqual([
			"The incoming item's field 'dealId' was \"x\"",
			'number',
			expect.stringMatching(/^Bitrix24 has no such deal/),
			"The incoming item's field 'dealId' was not there",
			'number',
		]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});
});
