import { AsyncLocalStorage } from 'node:async_hooks';

import type { IDataObject, INode } from 'n8n-workflow';

import { clock } from '../clock/clock';
import { useMango } from '../engine/mangoAccount';
import { usePortal } from '../engine/portal';
import { canRunTemplates, hostTemplate } from './templateHost';

const TABLE = 'MANGO calls';
const MINUTE = 60_000;
const office = useMango();
beforeEach(() => clock.setTime(Date.parse('2026-11-25T09:30:00.000Z')));
const crm = usePortal();

const COLUMNS = [
	...['key', 'entryId', 'commandId', 'phone', 'employee', 'startTime', 'asked', 'refusal', 'note'].map(
		(name) => ({ name, type: 'string' }),
	),
	...['dealId', 'taskId', 'tries', 'failures'].map((name) => ({ name, type: 'number' })),
	...['dueAt', 'doneAt'].map((name) => ({ name, type: 'date' })),
];

type Patch = (node: INode) => void;

/** A template beside the loop's table; `webhook` is what its trigger lets through. */
async function host(file: string, patch: Patch = () => undefined, columns = COLUMNS) {
	const template = await hostTemplate(
		file,
		{ ...office.credentials(), ...crm.credentials() },
		(node) => {
			if ('campaign' in node.parameters)
				node.parameters.campaign = { __rl: true, mode: 'id', value: '79893' };
			patch(node);
		},
	);
	if (columns.length > 0) await template.tables.create(TABLE, columns);
	return {
		...template,
		rows: () => template.tables.rows(TABLE),
		webhook: (item: IDataObject) => template.run('Get Call Target', [item]),
	};
}

/** A user's change of the window. */
const within =
	(minutes: number): Patch =>
	({ name, parameters }) => {
		if (name !== 'Settings') return;
		(parameters.assignments as { assignments: IDataObject[] }).assignments[0].value = minutes;
	};

const TEMPLATES: Array<[file: string, path: string]> = [
	['auto-callback.json', 'commands/callback'],
	['campaign-task.json', 'task/add'],
];

describe.each(canRunTemplates ? TEMPLATES : [])('%s', (file, path) => {
	const asked = () => office.sent(path).length;

	test.each<[string, number, number, number]>([
		['at once', 10, 0, 1],
		['a minute later', 10, 1, 1],
		['at the end of the window', 10, 9.9, 1],
		['after it', 10, 10.1, 2],
		['after a longer one', 60, 60.1, 2],
		['within a longer one', 60, 59, 1],
		['within a day', 1440, 1439, 1],
		['where each counts', 0, 1, 2],
	])('the same webhook %s (%d minutes, after %d)', async (_name, window, after, times) => {
		const { webhook, rows } = await host(file, within(window));
		await webhook({ dealId: 12 });
		await clock.advance(after * MINUTE);
		office.mango.campaign(79893)?.tasks.splice(0);
		await webhook({ dealId: 12 });
		expect(asked()).toBe(times);
		expect(crm.portal.todos).toEqual([]);
		const leftOut = rows().filter(({ note }) => String(note).startsWith('left out'));
		expect(leftOut.map(({ dealId, doneAt }) => [dealId, typeof doneAt])).toEqual(
			Array(2 - times).fill([12, 'string']),
		);
	});

	test('what was left out does not make the window longer', async () => {
		const { webhook } = await host(file, within(10));
		for (const after of [0, 6, 3, 2, 3, 7]) {
			await clock.advance(after * MINUTE);
			office.mango.campaign(79893)?.tasks.splice(0);
			await webhook({ dealId: 12 });
		}
		// At 0, 11 and 21 minutes.
		expect(asked()).toBe(2 + 1);
	});

	test('another deal, or a number without one, is another request', async () => {
		const { webhook } = await host(file);
		const one = { phone: '79161112201', employee: '101' };
		const other = { phone: '79161112202', employee: '101' };
		for (const item of [{ dealId: 12 }, { dealId: 15 }, one, other, one]) await webhook(item);
		expect(asked()).toBe(4);
	});

	test('where neither deal nor number is known, no request is the same as another', async () => {
		const { run, rows } = await host(file);
		for (const problem of ['noPhone', 'badPhone'])
			await expect(run('Settings', [{ problem }])).rejects.toThrow(/No call, and no deal to say so/);
		expect(new Set(rows().map(({ asked }) => asked)).size).toBe(2);
	});

	test('the first was refused: a to-do, and the next one counts', async () => {
		const { webhook, rows } = await host(file);
		office.mango.answerNext({ method: path, status: 400, body: { result: 2240 } });
		await webhook({ dealId: 12 });
		expect(crm.portal.todos).toMatchObject([{ ownerId: 12 }]);
		expect(rows()).toMatchObject([{ key: 'not called', note: expect.stringMatching(/money/) }]);
		await webhook({ dealId: 12 });
		expect(asked()).toBe(2);
		expect(crm.portal.todos).toHaveLength(1);
	});

	test('without a deal the first was refused: the execution fails, and the next one counts', async () => {
		const { webhook } = await host(file);
		const one = { phone: '79161112201', employee: '101' };
		office.mango.answerNext({ method: path, status: 400, body: { result: 2240 } });
		await expect(webhook(one)).rejects.toThrow(/No call, and no deal to say so/);
		await webhook(one);
		expect(asked()).toBe(2);
	});

	test('the client got his phone a minute after the to-do: he is called', async () => {
		const { webhook } = await host(file);
		await webhook({ dealId: 36 });
		expect(crm.portal.todos).toMatchObject([{ ownerId: 36 }]);
		await clock.advance(MINUTE);
		await webhook({ dealId: 36, phone: '79161112201', employee: '101' });
		expect(asked()).toBe(1);
	});

	test('n8n died before it asked: the row is left open for the loop', async () => {
		const { webhook, rows } = await host(file, (node) => {
			if (node.name === 'Go On') node.parameters = { mode: 'raw', jsonOutput: '={{ dies' };
		});
		await webhook({ dealId: 12 }).catch(() => undefined);
		expect(rows()).toMatchObject([
			{ key: 'asked:1', dealId: 12, phone: expect.any(String), doneAt: null },
		]);
		expect(Date.parse(String(rows()[0].dueAt)) - clock.now()).toBe(5 * MINUTE);
	});

	test.each([
		['is not there', []],
		['lacks the columns', COLUMNS.slice(0, 1)],
	])('the table %s: nobody is left out, and each execution fails and says so', async (_, columns) => {
		const { webhook } = await host(file, undefined, columns);
		for (const dealId of [12, 15])
			await expect(webhook({ dealId })).rejects.toThrow(/will not be followed/);
		expect(asked()).toBe(2);
		expect(crm.portal.comments.map(({ entityId }) => entityId)).toEqual([12, 15]);
	});
});

(canRunTemplates ? describe : describe.skip)('paced-callbacks.json', () => {
	const ALL_DAY: Record<string, number | boolean> = { fromHour: 0, untilHour: 24, weekends: true };

	test.each([
		[10, 1, 1],
		[10, 9.9, 1],
		[10, 10.1, 2],
		[0, 1, 2],
	])('a window of %d minutes, the same webhook %d minutes after the call', async (window, after, times) => {
		const { run, tables } = await host('paced-callbacks.json', (node) => {
			if (node.name !== 'Settings') return;
			for (const one of (node.parameters.assignments as { assignments: IDataObject[] }).assignments)
				one.value = { ...ALL_DAY, onceInMinutes: window }[String(one.name)] ?? one.value;
		});
		await run('Every Minute');
		const queue = 'MANGO callback queue';
		const add = (row: { key: string; dealId?: number }) =>
			tables.add(queue, { phone: '+79161112201', employee: '101', state: 'waiting', ...row });
		const both = [{ key: 'deal:12', dealId: 12 }, { key: 'phone:+79161112201' }];
		both.forEach(add);
		await run('Every Minute');
		await clock.advance(after * MINUTE);
		both.forEach(add);
		await run('Every Minute');
		expect(office.sent('commands/callback')).toHaveLength(both.length * times);
		expect(tables.rows(queue)).toEqual([]);
	});
});

/**
 * Every order in which the database may do what several executions ask of it. Of a row that is
 * written, PostgreSQL gives the ID first, and shows it to the others any time later.
 */
(canRunTemplates ? describe : describe.skip)('executions at the same time', () => {
	/** Of one execution: an ID, its row is seen, outdo, look, take. */
	const STEPS = 5;

	/** Runs executions of the same request, step by step in this order; gives how many go on to the call. */
	async function play(order: number[], executions: number): Promise<number> {
		const { tables, run, rows } = await started;
		const phone = `7916${String((client += 1)).padStart(7, '0')}`;
		const turns = new Turns(executions);
		tables.turn = () => turns.wait();
		const all = Array.from({ length: executions }, (_, i) =>
			turns.as(i, () => run('Settings', [{ phone, employee: '101' }])),
		);
		for (const i of order) await turns.step(i);
		turns.free();
		await Promise.all(all);
		return rows().filter((row) => row.phone === phone && String(row.key).startsWith('command:')).length;
	}
	let client = 1_000_000;
	const started = canRunTemplates
		? (async () => {
				const template = await hostTemplate('auto-callback.json', {}, (node) => {
					if (node.name === 'Call Back') node.disabled = true;
				});
				await template.tables.create(TABLE, COLUMNS);
				return { ...template, rows: () => template.tables.rows(TABLE) };
			})()
		: (undefined as never);

	test('of two, one goes on, in all 252 orders', async () => {
		const orders = interleavings([STEPS, STEPS]);
		expect(orders).toHaveLength(252);
		const went = [];
		for (const order of orders) went.push([order.join(''), await play(order, 2)]);
		expect(went.filter(([, calls]) => calls !== 1)).toEqual([]);
	}, 120_000);

	test('of three, one goes on, in 60 orders of 756756', async () => {
		const went = [];
		for (let seed = 1; seed <= 60; seed += 1) {
			const order = shuffled([0, 1, 2].flatMap((i) => Array<number>(STEPS).fill(i)), seed);
			went.push([order.join(''), await play(order, 3)]);
		}
		expect(went.filter(([, calls]) => calls !== 1)).toEqual([]);
	}, 120_000);
});

/** Lets executions take their steps one at a time. */
class Turns {
	private readonly whose = new AsyncLocalStorage<number>();
	private readonly waiting: Array<(() => void) | undefined>;
	private readonly ended: boolean[];
	private changed: () => void = () => undefined;
	private isFree = false;

	constructor(executions: number) {
		this.waiting = Array(executions).fill(undefined);
		this.ended = Array(executions).fill(false);
	}

	async as(execution: number, run: () => Promise<void>): Promise<void> {
		await this.whose.run(execution, run);
		this.ended[execution] = true;
		this.changed();
	}

	async wait(): Promise<void> {
		if (this.isFree) return;
		await new Promise<void>((resolve) => {
			this.waiting[this.whose.getStore() as number] = resolve;
			this.changed();
		});
	}

	/** The next step of an execution, to its end; nothing when it has ended. */
	async step(execution: number): Promise<void> {
		await this.standing(execution);
		this.release(execution);
		await this.standing(execution);
	}

	free(): void {
		this.isFree = true;
		this.waiting.forEach((_, i) => this.release(i));
	}

	private release(execution: number): void {
		const go = this.waiting[execution];
		this.waiting[execution] = undefined;
		go?.();
	}

	private async standing(execution: number): Promise<void> {
		while (this.waiting[execution] === undefined && !this.ended[execution])
			await new Promise<void>((resolve) => (this.changed = resolve));
	}
}

/** All orders of so many steps of each. */
function interleavings(left: number[]): number[][] {
	if (left.every((steps) => steps === 0)) return [[]];
	return left.flatMap((steps, i) =>
		steps === 0
			? []
			: interleavings(left.map((n, k) => (k === i ? n - 1 : n))).map((rest) => [i, ...rest]),
	);
}

/** Another order for each seed, and the same on each machine. */
function shuffled(order: number[], seed: number): number[] {
	const result = [...order];
	let state = seed;
	for (let i = result.length - 1; i > 0; i -= 1) {
		state = (state * 48_271) % 2_147_483_647;
		const k = state % (i + 1);
		[result[i], result[k]] = [result[k], result[i]];
	}
	return result;
}
