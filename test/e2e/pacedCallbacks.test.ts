import { setTimeout as sleep } from 'node:timers/promises';

import type { Execution } from '../../sandbox/n8n/client';
import type { WorkflowJson, WorkflowNode } from '../../sandbox/n8n/workflow';
import { eventually, importShipped, robot, startOffice, type Office } from './office';

const FILE = 'paced-callbacks.json';
const URAL = 5;
const OTHER_EMPLOYEE = 7;

let office: Office;
beforeAll(async () => {
	office = await startOffice({ mango: { speed: 200 } });
	// The loop's workflow makes the table that its calls go to.
	const { workflowId } = await importShipped(office, 'mango-events-to-crm.json');
	await eventually('The table', () => office.n8n.client.dataTableRows(CALLS), 60);
	await office.n8n.client.unpublish(workflowId);
});
beforeEach(() => {
	office.bitrix24.reset();
	office.mango.reset();
});
afterEach(async () => {
	for (const id of published.splice(0)) await office.n8n.client.unpublish(id);
});
afterAll(() => office?.stop());

interface Settings {
	callsPerMinute: number;
	fromHour: number;
	untilHour: number;
	weekends: boolean;
	holidays: string;
	defaultTimeZone: string;
	onceInMinutes: number;
}

const ALL_DAY: Settings = {
	callsPerMinute: 2,
	fromHour: 0,
	untilHour: 24,
	weekends: true,
	holidays: '',
	defaultTimeZone: 'Europe/Moscow',
	onceInMinutes: 10,
};
const CALLS = 'MANGO calls';
const NEVER = { field: 'months', monthsInterval: 12 };
const EVERY_SECOND = { field: 'seconds', secondsInterval: 1 };

const published: string[] = [];
let count = 0;

/** The template with a table of its own, and a schedule that waits for `run` unless another is given. */
async function publish(settings: Partial<Settings> = {}, interval: object = NEVER) {
	const table = `queue (${count++})`;
	const patchNode = (node: WorkflowNode): WorkflowNode => {
		if (node.name === 'Every Minute')
			return { ...node, parameters: { rule: { interval: [interval] } } };
		// Publishing starts no run, so that a test sees its own only.
		if (node.name === 'When Published') return { ...node, parameters: { events: ['init'] } };
		if (node.name !== 'Settings') return node;
		const { assignments } = node.parameters.assignments as {
			assignments: Array<{ name: keyof Settings }>;
		};
		const set = assignments.map((one) => ({
			...one,
			value: { ...ALL_DAY, ...settings }[one.name],
		}));
		return { ...node, parameters: { ...node.parameters, assignments: { assignments: set } } };
	};
	const rename = (template: WorkflowJson) =>
		JSON.parse(
			JSON.stringify(template).replaceAll('"MANGO callback queue"', JSON.stringify(table)),
		) as WorkflowJson;
	const { url, workflowId } = await importShipped(office, FILE, patchNode, rename);
	published.push(workflowId);
	const { client } = office.n8n;
	const run = async (): Promise<Execution> => {
		const id = await client.runFrom(workflowId, 'Every Minute');
		return await eventually('The end of a run', async () => {
			const execution = await client.execution(id);
			return execution.stoppedAt === null ? undefined : execution;
		});
	};
	const rows = async () => (await client.dataTableRows(table)) ?? [];
	return {
		workflowId,
		url,
		table,
		run,
		rows,
		waiting: async () => (await rows()).map(({ dealId }) => dealId),
		add: (row: Record<string, string | number>) =>
			client.addDataTableRows(table, [
				{ clientName: '', employee: '101', phone: '+79161234501', ...row },
			]),
	};
}

type Queue = Awaited<ReturnType<typeof publish>>;

/** The template as `publish` has it, its table made by a first run. */
async function open(settings: Partial<Settings> = {}): Promise<Queue> {
	const queue = await publish(settings);
	expect((await queue.run()).status).toBe('success');
	return queue;
}

/** Lets the robots of several deals come one after the other. */
async function fill(queue: Queue, dealIds: number[]): Promise<void> {
	for (const dealId of dealIds) {
		await robot(queue.url, 'Callback', dealId);
		await eventually(`Deal ${dealId} in the queue`, async () =>
			(await queue.waiting()).includes(dealId),
		);
	}
}

/** The deals of the commands that MANGO has read. */
const called = () =>
	office.mango.requests.flatMap(({ path, json }) =>
		path === 'commands/callback' && json !== undefined
			? [Number(String((json as { command_id: string }).command_id).split('.')[1])]
			: [],
	);
const commented = () => office.bitrix24.comments.map(({ entityId }) => entityId);
const toDo = (dealId: number) =>
	eventually('A to-do', () => office.bitrix24.todos.find(({ ownerId }) => ownerId === dealId));

test('three robots: two are called in the first run, the third in the next, nobody in one more', async () => {
	const queue = await open();
	await fill(queue, [12, 15, 33]);
	expect(await queue.rows()).toMatchObject([
		{
			dealId: 12,
			phone: '+79161234501',
			employee: '101',
			timeZone: null,
			clientName: 'Мария Лебедева',
		},
		{ dealId: 15 },
		{ dealId: 33, clientName: expect.stringMatching(/^\S/) },
	]);
	expect(called()).toEqual([]);

	expect((await queue.run()).status).toBe('success');
	expect(called()).toEqual([12, 15]);
	expect(commented()).toEqual([12, 15]);
	expect(await queue.waiting()).toEqual([33]);

	await queue.run();
	await queue.run();
	expect(called()).toEqual([12, 15, 33]);
	expect(await queue.waiting()).toEqual([]);
	expect(office.bitrix24.todos).toEqual([]);
});

test('two webhooks of one deal wait once, in the place of the first', async () => {
	const queue = await open();
	await fill(queue, [12, 15]);
	office.bitrix24.setDeal(12, { assignedById: OTHER_EMPLOYEE });
	await robot(queue.url, 'Callback', 12);
	await eventually('The new responsible', async () =>
		(await queue.rows())[0].employee === '101' ? undefined : true,
	);
	expect(await queue.waiting()).toEqual([12, 15]);
	await queue.run();
	expect(called()).toEqual([12, 15]);
});

test.each([
	['is left out', 10, [12]],
	['is another call where each counts', 0, [12, 12]],
])('the same webhook after the call %s', async (_, onceInMinutes, calls) => {
	const queue = await open({ onceInMinutes });
	for (let times = 0; times < 2; times += 1) {
		await fill(queue, [12]);
		expect((await queue.run()).status).toBe('success');
		expect(await queue.waiting()).toEqual([]);
	}
	expect(called()).toEqual(calls);
});

test.each([
	['comes within the window and has its turn after it', 12, 5, [12]],
	['comes after the window', 30, 15, [12, 12]],
	['comes within it, in a row that somebody wrote by hand', 5, null, [12]],
	['comes after it, in such a row', 15, null, [12, 12]],
])('one that %s', async (_, calledMinutesAgo, askedMinutesAgo, calls) => {
	const { client } = office.n8n;
	const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
	const queue = await open();
	await fill(queue, [12]);
	await queue.run();
	const asked = `${queue.workflowId} callback 12 `;
	await client.updateDataTableRows(CALLS, { asked }, { startTime: ago(calledMinutesAgo) });
	await fill(queue, [12]);
	const askedAt = askedMinutesAgo === null ? null : ago(askedMinutesAgo);
	await client.updateDataTableRows(queue.table, { dealId: 12 }, { askedAt });
	expect((await queue.run()).status).toBe('success');
	expect(await queue.waiting()).toEqual([]);
	expect(called()).toEqual(calls);
});

describe('one that comes while the first has its turn', () => {
	/** Has a deal's robot come again as soon as a service is asked for `what`; resolves once both wait. */
	const comeAgain = async (
		queue: Queue,
		service: Pick<Office['bitrix24'], 'hold'>,
		what: string,
		before: () => void = () => undefined,
	) => {
		let isIn = false;
		service.hold(async ({ method, params }) => {
			if (!`${method} ${JSON.stringify(params)}`.includes(what)) return;
			service.hold(undefined);
			before();
			await robot(queue.url, 'Callback', 12);
			await eventually('The second', async () =>
				(await queue.rows()).some(({ state, key }) => state === 'waiting' && key === 'deal:12')
					? true
					: undefined,
			);
			isIn = true;
		});
		await queue.run();
		expect(isIn).toBe(true);
	};

	test.each([
		['is left out', 10, [12]],
		['is called, too, where each counts', 0, [12, 12]],
	])('%s', async (_, onceInMinutes, calls) => {
		const queue = await open({ onceInMinutes });
		await fill(queue, [12]);
		await comeAgain(queue, office.mango, 'commands/callback');
		await queue.run();
		expect(called()).toEqual(calls);
		expect(await queue.waiting()).toEqual([]);
	});

	test('is called, though the deal had left its stage by then', async () => {
		const queue = await open();
		await fill(queue, [12]);
		const stage = office.bitrix24.deal(12)?.stageId;
		office.bitrix24.setDeal(12, { stageId: 'WON' });
		await comeAgain(queue, office.bitrix24, 'crm.timeline.comment.add', () =>
			office.bitrix24.setDeal(12, { stageId: stage }),
		);
		expect(called()).toEqual([]);
		await queue.run();
		expect(called()).toEqual([12]);
		expect(await queue.waiting()).toEqual([]);
	});
});

test('a client outside his working hours waits, and holds up nobody', async () => {
	const moscow = Number(
		new Intl.DateTimeFormat('en', {
			timeZone: 'Europe/Moscow',
			hour: 'numeric',
			hourCycle: 'h23',
		}).format(),
	);
	// Yekaterinburg is two hours ahead of Moscow.
	const queue = await open({ fromHour: moscow, untilHour: moscow + 2, callsPerMinute: 1 });
	const ural = office.bitrix24.addDeal({ contactIds: [], companyId: URAL, assignedById: 1 }).id;
	await fill(queue, [ural, 12]);
	expect((await queue.rows()).map(({ timeZone }) => timeZone)).toEqual([
		'Asia/Yekaterinburg',
		null,
	]);
	await queue.run();
	await queue.run();
	expect(called()).toEqual([12]);
	expect(await queue.rows()).toMatchObject([{ dealId: ural, callAfter: nextTime(moscow, 5) }]);
});

/** When it is next this hour of the day, so far ahead of UTC. */
function nextTime(hour: number, ahead: number): string {
	const time = new Date();
	time.setUTCHours(hour - ahead, 0, 0, 0);
	while (time.getTime() < Date.now()) time.setUTCDate(time.getUTCDate() + 1);
	return time.toISOString();
}

test('a call waits until its time in callAfter', async () => {
	const queue = await open();
	const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
	await queue.add({ dealId: 12, callAfter: inMinutes(10) });
	await queue.add({ dealId: 15, callAfter: inMinutes(-10) });
	await queue.run();
	expect(called()).toEqual([15]);
	expect(await queue.waiting()).toEqual([12]);
});

test('runs at the same time call nobody twice, nor does a row that is there twice', async () => {
	const queue = await open({ callsPerMinute: 5 });
	for (const dealId of [12, 15, 33]) await queue.add({ dealId });
	await queue.add({ dealId: 12 });
	await Promise.all([queue.run(), queue.run(), queue.run()]);
	expect(called().sort()).toEqual([12, 15, 33]);
	expect(await queue.waiting()).toEqual([]);
});

test('what cannot be called does not wait: a to-do says why', async () => {
	const queue = await open();
	await robot(queue.url, 'Callback', 36);
	await robot(queue.url, 'Callback', 31);
	expect((await toDo(36)).description).toMatch(/has no phone/);
	expect((await toDo(31)).description).toMatch(/has no extension/);
	expect(await queue.waiting()).toEqual([]);
});

test('the deal was won while it waited: nobody is called, and a comment says so', async () => {
	const queue = await open();
	await fill(queue, [12]);
	office.bitrix24.setDeal(12, { stageId: 'WON' });
	await queue.run();
	expect(called()).toEqual([]);
	expect(office.bitrix24.comments).toMatchObject([
		{ entityId: 12, text: expect.stringContaining('had left the stage') },
	]);
	expect(await queue.waiting()).toEqual([]);
});

test('another employee is responsible by then: his telephone rings', async () => {
	const queue = await open();
	await fill(queue, [12]);
	office.bitrix24.setDeal(12, { assignedById: OTHER_EMPLOYEE });
	await queue.run();
	const [command] = office.mango.requests.filter(({ path }) => path === 'commands/callback');
	expect((command.json as { from: { extension: string } }).from.extension).not.toBe('101');
});

test('the portal does not answer when it is looked again: the row stays, with a later time', async () => {
	const queue = await open();
	await fill(queue, [12]);
	office.bitrix24.failCommand('crm.item.get', {
		error: 'ACCESS_DENIED',
		error_description: 'Access denied',
	});
	await queue.run();
	expect(called()).toEqual([]);
	expect(await queue.rows()).toMatchObject([
		{ dealId: 12, state: 'waiting', tries: 1, note: expect.stringMatching(/\S/) },
	]);
});

test('n8n died in the middle of a call: it is not made twice, and the loop is told', async () => {
	const queue = await open();
	await queue.add({
		dealId: 12,
		state: 'calling',
		note: new Date(Date.now() - 600_000).toISOString(),
		callAfter: new Date(Date.now() - 300_000).toISOString(),
	});
	await queue.run();
	expect(called()).toEqual([]);
	expect(await queue.waiting()).toEqual([]);
	const told = (await office.n8n.client.dataTableRows(CALLS))?.filter(({ key }) =>
		String(key).startsWith('queue:'),
	);
	expect(told).toMatchObject([
		{ dealId: 12, phone: '+79161234501', employee: '101', doneAt: null },
	]);
});

test.each([
	['a holiday', { holidays: new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10) }],
	[
		'an hour that has not come',
		{ fromHour: (moscowHour() + 2) % 24, untilHour: (moscowHour() + 3) % 24 },
	],
])('%s: the client waits', async (_, settings) => {
	const queue = await open(settings);
	await fill(queue, [12]);
	expect((await queue.run()).status).toBe('success');
	expect(called()).toEqual([]);
	expect(Date.parse(String((await queue.rows())[0].callAfter))).toBeGreaterThan(Date.now());
});

test('working hours over midnight', async () => {
	const hour = moscowHour();
	const queue = await open({ fromHour: hour, untilHour: (hour + 23) % 24 });
	await fill(queue, [12]);
	await queue.run();
	expect(called()).toEqual([12]);
});

test('a webhook without a deal waits and is called', async () => {
	const queue = await open();
	const url = new URL(queue.url);
	const generic =
		`${url.origin}${url.pathname}?Source=Other&API_key=${url.searchParams.get('AuthData')}` +
		'&Action=Callback&EmployeeNUM=101&TelNumbr=79161112244';
	expect((await fetch(generic)).status).toBe(200);
	await eventually('The row', async () => (await queue.rows()).length > 0);
	expect((await queue.run()).status).toBe('success');
	expect(
		office.mango.requests
			.filter(({ path }) => path === 'commands/callback')
			.map(({ json }) => (json as { to_number: string }).to_number),
	).toEqual(['79161112244']);
	expect(await queue.rows()).toEqual([]);
});

/** The hour of the day in Moscow, which is three hours ahead of UTC. */
function moscowHour(): number {
	return new Date(Date.now() + 3 * 3_600_000).getUTCHours();
}

test('a refusal becomes a to-do with the reason; the others are called, and it is not tried again', async () => {
	const queue = await open();
	await fill(queue, [12, 15]);
	office.mango.answerNext({ method: 'commands/callback', status: 400, body: { result: 2240 } });
	await queue.run();
	expect((await toDo(12)).description).toMatch(/not enough money/);
	expect(commented()).toEqual([15]);
	expect(await queue.waiting()).toEqual([]);
});

test('0 calls a minute pauses, and robots still fill the queue', async () => {
	const queue = await open({ callsPerMinute: 0 });
	await fill(queue, [12, 15]);
	expect((await queue.run()).status).toBe('success');
	expect(called()).toEqual([]);
	expect(await queue.waiting()).toEqual([12, 15]);
});

test('a default time zone that does not exist is a failed run, and nobody is lost', async () => {
	const queue = await open({ defaultTimeZone: 'Moskva' });
	await fill(queue, [12]);
	expect((await queue.run()).status).toBe('error');
	expect(called()).toEqual([]);
	expect(await queue.waiting()).toEqual([12]);
});

test('by its own schedule the queue empties; switched off, rows stay and nobody is called', async () => {
	const queue = await publish({}, EVERY_SECOND);
	await eventually(
		'The table',
		async () =>
			await queue.add({ dealId: 12 }).then(
				() => true,
				() => undefined,
			),
	);
	await eventually('The call', () => called().includes(12));
	await eventually('The comment', () => commented().includes(12));

	await office.n8n.client.unpublish(queue.workflowId);
	published.splice(0);
	await queue.add({ dealId: 15 });
	await sleep(3000);
	expect(called()).toEqual([12]);
	expect(await queue.waiting()).toEqual([15]);

	await office.n8n.client.publish(queue.workflowId);
	published.push(queue.workflowId);
	await eventually('The call', () => called().includes(15));
	expect(called()).toEqual([12, 15]);
});

test('a webhook that comes before the table is there becomes a to-do', async () => {
	const queue = await publish();
	await robot(queue.url, 'Callback', 12);
	expect((await toDo(12)).description).toMatch(/^Data table with name "queue \(\d+\)" not found/);
});

/**
 * The last one: what was refused as wrong is remembered for two minutes, and holds up what was
 * never accepted before.
 */
test('one wrong number does not throw its batch away: a to-do for it, and the others are called later', async () => {
	const queue = await open({ callsPerMinute: 3 });
	await fill(queue, [12, 15, 33]);
	office.mango.answerNext({ method: 'commands/callback', status: 400, body: { result: 3200 } });
	await queue.run();
	expect((await toDo(12)).description).toMatch(/number is wrong/);
	expect(called()).toEqual([]);
	expect(await queue.rows()).toMatchObject([
		{ dealId: 15, state: 'waiting', tries: 1, note: expect.stringMatching(/not sent/) },
		{ dealId: 33, state: 'waiting', tries: 1 },
	]);
	expect(office.bitrix24.todos).toHaveLength(1);
});
