import type { INodeExecutionData } from 'n8n-workflow';

import { BatchSize } from '../../protocols/bitrix24/limits';
import { clock } from '../clock/clock';
import { loadList } from './harness';
import { usePortal } from './portal';

const LIMIT = { perSecond: 2, burst: 50 };
const RULES = [
	{ pipeline: '0', successStage: 'PREPARATION', failureStage: 'LOSE', neutralStage: '' },
	{ pipeline: '9', successStage: 'C9:WON', failureStage: 'C9:LOSE', neutralStage: '' },
];
const GO_ON = { onError: 'continueRegularOutput' as const };

const TO_DO = {
	resource: 'activity',
	operation: 'addToDo',
	title: 'Позвонить',
	toDoDescription: '',
	deadline: '',
};

type Portal = ReturnType<typeof usePortal>;
type Items = Array<INodeExecutionData['json']>;

function dealsIn(bitrix24: Portal, count: number, deal = { categoryId: 0, stageId: 'NEW' }) {
	return Array.from({ length: count }, () => ({
		dealId: bitrix24.portal.addDeal(deal).id,
		result: 'POSITIVE',
	}));
}

const move = (bitrix24: Portal, items: Items, options = {}) =>
	bitrix24.run({ operation: 'moveByResult', rules: { rule: RULES } }, items, options);
const statuses = (bitrix24: Portal, status: number) =>
	bitrix24.portal.requests.filter((request) => request.status === status).length;
const isUpdate = (command: string) => command.startsWith('crm.item.update');
const moved = (bitrix24: Portal, items: Items) =>
	items.filter(({ dealId }) => bitrix24.portal.deal(dealId as number)?.stageId === 'PREPARATION');

describe('a thousand deals, with the real limits', () => {
	const bitrix24 = usePortal({ rateLimit: LIMIT, secondsPerCommand: 0.05 });

	test('take one request to read and twenty to write, none refused, and no waiting', async () => {
		const items = dealsIn(bitrix24, 1000);
		const start = clock.now();
		const { outputs, error } = await move(bitrix24, items);
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => [json.dealId, json.moved])).toEqual(
			items.map(({ dealId }) => [dealId, true]),
		);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(moved(bitrix24, items)).toHaveLength(1000);
		expect(bitrix24.portal.requests.map(({ status }) => status)).toEqual(Array(21).fill(200));
		expect(clock.now()).toBe(start);
	});

	test('are read by lists of what is needed and nothing else', async () => {
		await move(bitrix24, dealsIn(bitrix24, 1000));
		const lists = bitrix24.portal.requests[0].commands?.filter((one) => /^crm.item/.test(one));
		expect(lists).toHaveLength(20);
		for (const list of lists ?? [])
			expect(decodeURIComponent(list)).toMatch(
				/^crm\.item\.list\?.*select\[0\]=id&select\[1\]=title&select\[2\]=categoryId&select\[3\]=stageId&/,
			);
	});

	test.each([
		['updated', { operation: 'update', updateFields: { title: 'Новое имя' } }],
		['commented', { resource: 'timelineComment', operation: 'add', text: 'Текст' }],
		['told to do, by one employee', { ...TO_DO, responsible: 'parameter', responsibleId: '7' }],
	])('are %s by twenty requests', async (_, parameters) => {
		const { outputs, error } = await bitrix24.run(parameters, dealsIn(bitrix24, 1000));
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(1000);
		expect(bitrix24.portal.requests.map(({ status }) => status)).toEqual(Array(20).fill(200));
	});

	test('are told to do, each by the responsible of its deal, by one request more', async () => {
		const items: Items = dealsIn(bitrix24, 1000);
		bitrix24.portal.setDeal(items[500].dealId as number, { assignedById: 9 });
		items.push({ dealId: 999999 });
		const { outputs } = await bitrix24.run({ ...TO_DO, responsible: 'deal' }, items, GO_ON);
		expect(outputs[0].map(({ json }) => json.toDoId === undefined).indexOf(true)).toBe(1000);
		expect(outputs[0][1000].json.error).toMatch(/^Bitrix24 has no such deal/);
		const { todos } = bitrix24.portal;
		expect(todos).toHaveLength(1000);
		expect(todos.filter(({ responsibleId }) => responsibleId === 9)).toMatchObject([
			{ ownerId: items[500].dealId },
		]);
		// The one after the thousand is of a page of its own.
		expect(bitrix24.portal.requests.map(({ status }) => status)).toEqual(Array(22).fill(200));
	});

	test('are moved to a stage as fast', async () => {
		const [pipeline, stage] = ['0', 'EXECUTING'].map((value) => ({
			__rl: true,
			mode: 'id',
			value,
		}));
		const parameters = { operation: 'moveToStage', pipeline, stage };
		const { outputs } = await bitrix24.run(parameters, dealsIn(bitrix24, 1000));
		expect(outputs[0].filter(({ json }) => json.moved)).toHaveLength(1000);
		expect(bitrix24.portal.requests).toHaveLength(21);
	});

	test('run after run, none is refused either: each waits for its turn', async () => {
		const start = clock.now();
		for (let run = 0; run < 4; run += 1) await move(bitrix24, dealsIn(bitrix24, 1000));
		expect(bitrix24.portal.requests).toHaveLength(84);
		expect(statuses(bitrix24, 503)).toBe(0);
		// 50 at once, and the other 34 at two a second.
		expect(clock.now() - start).toBeGreaterThan(16_000);
		expect(clock.now() - start).toBeLessThan(19_000);
	});
});

describe('what is told of each of many deals', () => {
	const bitrix24 = usePortal();

	test('of those that are gone or may not be read: why, and the others move', async () => {
		const items: Items = dealsIn(bitrix24, 120);
		items.splice(60, 0, { dealId: 999999, result: 'POSITIVE' });
		items.splice(30, 0, { dealId: 888888, result: 'POSITIVE' });
		bitrix24.portal.failCommand('crm.item.get', {
			error: 'ACCESS_DENIED',
			error_description: 'x',
		});
		const { outputs } = await move(bitrix24, items, GO_ON);
		const errors = outputs[0].flatMap(({ json }, i) => (json.error ? [[i, json.error]] : []));
		expect(errors).toEqual([
			[30, 'Bitrix24 denied access: x'],
			[61, expect.stringMatching(/^Bitrix24 has no such deal/)],
		]);
		expect(moved(bitrix24, items)).toHaveLength(120);
		// Lists, the two that they left out, three batches of writes.
		expect(bitrix24.portal.requests).toHaveLength(1 + 1 + 3);
	});

	test('one that is gone keeps all from moving, unless the node continues', async () => {
		const items: Items = [...dealsIn(bitrix24, 120), { dealId: 999999, result: 'POSITIVE' }];
		const { error } = await move(bitrix24, items);
		expect(error?.context).toMatchObject({ itemIndex: 120 });
		expect(bitrix24.writes()).toEqual([]);
	});

	test('of a list that fails: its fifty fail, and no others', async () => {
		const items = dealsIn(bitrix24, 120);
		bitrix24.portal.failCommand('crm.item.list', { error: 'ERROR_CORE', error_description: 'x' });
		const { outputs } = await move(bitrix24, items, GO_ON);
		expect(outputs[0].map(({ json }) => json.error !== undefined)).toEqual(
			items.map((_, i) => i < 50),
		);
		expect(moved(bitrix24, items)).toHaveLength(70);
	});

	test('in different pipelines, each by its own row', async () => {
		const items = [
			...dealsIn(bitrix24, 30),
			...dealsIn(bitrix24, 30, { categoryId: 9, stageId: 'C9:NEW' }),
			...dealsIn(bitrix24, 30, { categoryId: 12, stageId: 'C12:NEW' }),
		];
		const { outputs } = await move(bitrix24, items);
		expect(outputs[0].map(({ json }) => (json.stage as { id: string }).id)).toEqual([
			...Array(30).fill('PREPARATION'),
			...Array(30).fill('C9:WON'),
			...Array(30).fill('C12:NEW'),
		]);
		expect(outputs[0].slice(60).every(({ json }) => json.reason === 'noRule')).toBe(true);
	});

	test.each<[string, Parameters<typeof bitrix24.portal.answerNext>[0]]>([
		['did not come', { body: '', dropConnection: true, runFirst: true }],
		['was a page', { status: 504, body: '<html>', runFirst: true }],
	])('of the one batch whose answer %s: unknown, the others stand', async (_, answer) => {
		const items = dealsIn(bitrix24, 150);
		let batches = 0;
		bitrix24.portal.hold(async () => {
			batches += 1;
			if (batches === 3) bitrix24.portal.answerNext(answer);
		});
		const { outputs } = await move(bitrix24, items, GO_ON);
		const unknown = outputs[0].map(({ json }) => /may have been moved/.test(String(json.message)));
		expect(unknown).toEqual(items.map((_item, i) => i >= 50 && i < 100));
		expect(bitrix24.writes()).toHaveLength(150);
		// Run again, nothing is moved twice.
		const again = await move(bitrix24, items);
		expect(again.outputs[0].every(({ json }) => json.reason === 'alreadyThere')).toBe(true);
		expect(bitrix24.writes()).toHaveLength(150);
	});
});

describe('more than a page of deals', () => {
	const bitrix24 = usePortal();

	test('are all checked before the first moves, then read again and moved page by page', async () => {
		const items = dealsIn(bitrix24, 2100);
		const { outputs } = await move(bitrix24, items);
		expect(outputs[0].filter(({ json }) => json.moved)).toHaveLength(2100);
		const kinds = bitrix24.portal.requests.map(({ commands = [] }) =>
			commands.some(isUpdate) ? 'w' : 'r',
		);
		const page = 'w'.repeat(20);
		expect(kinds.join('')).toBe(`rrr${page}r${page}rww`);
	});

	test('the last cannot move: none does', async () => {
		const items: Items = [...dealsIn(bitrix24, 1500), { dealId: 999999, result: 'POSITIVE' }];
		const { error } = await move(bitrix24, items);
		expect(error?.context).toMatchObject({ itemIndex: 1500 });
		expect(bitrix24.writes()).toEqual([]);
	});

	test('a deal that comes again in a later page moves twice, in order', async () => {
		const items = dealsIn(bitrix24, 1200);
		const { dealId } = items[0];
		const { outputs } = await move(bitrix24, [...items, { dealId, result: 'NEGATIVE' }]);
		expect([0, 1200].map((i) => outputs[0][i].json)).toMatchObject([
			{ previousStage: { id: 'NEW' }, stage: { id: 'PREPARATION' } },
			{ previousStage: { id: 'PREPARATION' }, stage: { id: 'LOSE' } },
		]);
		expect(bitrix24.portal.deal(dealId)?.stageId).toBe('LOSE');
	});

	test('a deal that somebody moves meanwhile is moved from where it is then', async () => {
		const items = dealsIn(bitrix24, 1100);
		const last = items[1099].dealId;
		let requests = 0;
		bitrix24.portal.hold(async () => {
			requests += 1;
			if (requests === 10) bitrix24.portal.setDeal(last, { categoryId: 9, stageId: 'C9:NEW' });
		});
		const { outputs } = await move(bitrix24, items);
		expect(outputs[0][1099].json).toMatchObject({
			previousStage: { id: 'C9:NEW' },
			stage: { id: 'C9:WON' },
		});
	});
});

describe('another client of the same portal', () => {
	const bitrix24 = usePortal({ rateLimit: LIMIT });

	/** Asks every second until it is called off, beginning with all that the portal takes at once. */
	async function anotherClient() {
		const ask = async () => await fetch(`${bitrix24.portal.webhookUrl}profile`);
		for (let i = 0; i < 50; i += 1) await ask();
		let isOn = true;
		let asked = 0;
		const again = () => {
			if (!isOn) return;
			asked += 1;
			void ask();
			clock.after(1000, again);
		};
		clock.after(1000, again);
		return {
			get asked() {
				return asked;
			},
			stop: () => (isOn = false),
		};
	}

	test('that takes half of the limit costs time, not deals', async () => {
		const items = dealsIn(bitrix24, 3000);
		const start = clock.now();
		const other = await anotherClient();
		const { outputs, error } = await move(bitrix24, items);
		other.stop();
		expect(error).toBeUndefined();
		expect(outputs[0].filter(({ json }) => json.moved)).toHaveLength(3000);
		const accepted = bitrix24.portal.requests.filter(({ status }) => status === 200);
		const writes = accepted.flatMap(({ commands = [] }) => commands).filter(isUpdate);
		expect(writes).toHaveLength(3000);
		const seconds = (clock.now() - start) / 1000;
		// 65 requests of ours, one a second; and the other went on at its pace.
		expect(seconds).toBeLessThan(130);
		expect(other.asked).toBeGreaterThan(seconds - 3);
		expect(statuses(bitrix24, 503)).toBeLessThan(20);
	});
});

describe('a portal that refuses everything', () => {
	const bitrix24 = usePortal({ rateLimit: { perSecond: 0, burst: 0 } });
	const LISTED = { parameters: { resource: 'deal', operation: 'moveToStage' } };

	test('is given up after ten minutes, and the next does not wait as long; nothing was carried out', async () => {
		const start = clock.now();
		const { error } = await move(bitrix24, [{ dealId: 12, result: 'POSITIVE' }]);
		expect(error?.message).toMatch(/^Bitrix24 receives too many requests from this portal/);
		expect(clock.now() - start).toBeGreaterThanOrEqual(600_000);
		expect(clock.now() - start).toBeLessThan(620_000);
		const again = clock.now();
		expect((await move(bitrix24, [{ dealId: 12, result: 'POSITIVE' }])).error).toBeDefined();
		expect(clock.now() - again).toBeLessThan(20_000);
	});

	test('is given up soon by a list of the editor, before which somebody sits', async () => {
		const start = clock.now();
		const list = loadList(
			'bitrix24',
			{ ...LISTED, credentials: bitrix24.credentials() },
			'parameters.pipeline',
			async (node, context) =>
				await (node.methods?.listSearch?.searchPipelines.call(context) as Promise<unknown>),
		);
		await expect(list).rejects.toThrow('too many requests');
		expect(clock.now() - start).toBeLessThan(30_000);
	});
});

describe('the run time that a method may use', () => {
	const bitrix24 = usePortal({ rateLimit: LIMIT, secondsPerCommand: 1 });

	test('is waited for before it is used up: it costs time, not deals, and nothing is refused', async () => {
		const items = dealsIn(bitrix24, 1000);
		const start = clock.now();
		const { outputs, error } = await move(bitrix24, items);
		expect(error).toBeUndefined();
		expect(outputs[0].filter(({ json }) => json.moved)).toHaveLength(1000);
		expect([429, 503].map((status) => statuses(bitrix24, status))).toEqual([0, 0]);
		expect(clock.now() - start).toBeGreaterThan(590_000);
		expect(clock.now() - start).toBeLessThan(1_210_000);
	});

	test("is left to a webhook's deal while thousands move", async () => {
		const items = dealsIn(bitrix24, 1000);
		const [one] = dealsIn(bitrix24, 1);
		const start = clock.now();
		let took = 0;
		clock.after(60_000, () => {
			void move(bitrix24, [one]).then(() => (took = clock.now() - start));
		});
		await move(bitrix24, items);
		expect(moved(bitrix24, [one])).toHaveLength(1);
		expect(took).toBeGreaterThanOrEqual(60_000);
		expect(took).toBeLessThan(65_000);
	});

	test('that others have used up: an execution that has written something waits, too', async () => {
		const items = dealsIn(bitrix24, 150);
		let batches = 0;
		bitrix24.portal.hold(async () => {
			batches += 1;
			if (batches !== 3) return;
			const body = { error: 'OPERATION_TIME_LIMIT', error_description: 'x' };
			bitrix24.portal.answerNext({ status: 429, body });
		});
		const { outputs, error } = await move(bitrix24, items);
		expect(error).toBeUndefined();
		expect(outputs[0].filter(({ json }) => json.moved)).toHaveLength(150);
	});

	test('that ends within a batch: what it left undone is done when some is given back', async () => {
		const items = dealsIn(bitrix24, 100);
		const blocked = { error: 'OPERATION_TIME_LIMIT', error_description: 'x' };
		let batches = 0;
		bitrix24.portal.hold(async ({ params }) => {
			batches += 1;
			const { cmd } = params as { cmd: Record<string, string> };
			if (batches !== 3) return;
			// The last ten of the second batch of writes are blocked.
			const keys = Object.keys(cmd);
			const time = { operating: 481, operating_reset_at: clock.now() / 1000 + 90 };
			const done = keys.slice(0, 40).map((key) => {
				const id = Number(/[?&]id=(\d+)/.exec(cmd[key])?.[1]);
				bitrix24.portal.setDeal(id, { stageId: 'PREPARATION' });
				const item = { id, title: 'x', categoryId: 0, stageId: 'PREPARATION' };
				return [key, { item }];
			});
			const errors = keys.slice(40).map((key) => [key, blocked]);
			bitrix24.portal.answerNext({
				body: {
					result: {
						result: Object.fromEntries(done),
						result_error: Object.fromEntries(errors),
						result_time: Object.fromEntries(keys.slice(0, 40).map((key) => [key, time])),
					},
					time,
				},
			});
		});
		const start = clock.now();
		const { outputs, error } = await move(bitrix24, items);
		expect(error).toBeUndefined();
		expect(outputs[0].filter(({ json }) => json.moved)).toHaveLength(100);
		expect(clock.now() - start).toBe(90_000);
		expect(moved(bitrix24, items)).toHaveLength(100);
	});
});

describe('requests that go by themselves, since no batch can hold them', () => {
	const bitrix24 = usePortal({ rateLimit: LIMIT, secondsPerCommand: 6 });

	test("keep the portal's limits as well: each is sent, none refused", async () => {
		const fields = { ENTITY_ID: 12, ENTITY_TYPE: 'deal', COMMENT: 'x', FILES: null };
		const { outputs, error } = await bitrix24.run(
			{
				resource: 'api',
				operation: 'call',
				method: 'crm.timeline.comment.add',
				specifyParameters: 'json',
				jsonParameters: JSON.stringify({ fields }),
			},
			Array.from({ length: 100 }, () => ({})),
		);
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(100);
		expect(bitrix24.portal.comments).toHaveLength(100);
		const { requests } = bitrix24.portal;
		expect(requests.map(({ method, status }) => `${method} ${status}`)).toEqual(
			requests.map(() => 'crm.timeline.comment.add 200'),
		);
	});
});

describe('how many changes go into one batch', () => {
	test.each([
		['as many as go in, at first', [], 50],
		['as many where they take half of the time', [[50, 30_000]], 50],
		['as many as fit into half of the time', [[50, 50_000]], 30],
		['half after one that was ended after a minute', [[50, 60_000, false]], 25],
		['one at least', [[50, 3_600_000]], 1],
		['no fewer for a slow request that changes nothing of a batch', [[0, 60_000]], 50],
		[
			'more again when it goes faster',
			[
				[50, 60_000],
				[25, 20_000],
			],
			37,
		],
		[
			'no more for a small one that was fast',
			[
				[50, 60_000],
				[3, 100],
			],
			25,
		],
		[
			'no more for a fast refusal',
			[
				[50, 60_000],
				[25, 100, false],
			],
			25,
		],
	])('%s', (_, batches, most) => {
		const size = new BatchSize();
		for (const [changes, ms, isAnswered = true] of batches as Array<[number, number, boolean?]>)
			size.took(changes, ms, isAnswered);
		expect(size.mostChanges).toBe(most);
	});
});
