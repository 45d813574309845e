import { setTimeout as sleep } from 'node:timers/promises';

import type { ForcedAnswer } from '../../sandbox/bitrix24';
import {
	CALLBACK_STAGE,
	CAMPAIGN,
	CAMPAIGN_STAGE,
	FAILURE,
	startLoop,
	SUCCESS,
	type Loop,
} from './loopOffice';
import { eventually } from './office';

/**
 * One test for each line of the table in docs/loop.md, in its order and by its name. The loop's
 * pauses are short here.
 */
let loop: Loop;
beforeAll(async () => {
	loop = await startLoop({ mango: { speed: 100, rateLimit: false }, faster: 15 });
});
afterEach(async () => {
	loop.bitrix24.hold(undefined);
	loop.mango.deliver({});
	loop.mango.dialCampaigns(false);
	await loop.settled(60);
});
afterAll(() => loop?.stop());

/** The command of the last callback, and the deal's row. */
const rowOf = async (dealId: number) => (await loop.rows()).find((row) => row.dealId === dealId);
/** Until its row tells what was asked for: it is there before, with neither command nor task. */
const asked = (dealId: number) =>
	eventually('What was asked for', async () => {
		const row = await rowOf(dealId);
		return Boolean(row?.commandId ?? row?.taskId);
	});
const moved = (dealId: number, stageId: string) =>
	eventually(`Deal ${dealId} in ${stageId}`, () => loop.stageOf(dealId) === stageId);
const told = (dealId: number, count = 1) =>
	eventually(`To-do ${count}`, () => loop.toDos(dealId).length === count);
/** How many times the deal was written. */
const moves = (dealId: number) =>
	loop.bitrix24.requests
		.flatMap(({ commands = [] }) => commands)
		.filter((command) => command.startsWith('crm.item.update') && command.includes(`id=${dealId}&`))
		.length;

const LOST = { body: '', dropConnection: true };
const GATEWAY_TIMEOUT = { status: 504, body: '<html><h1>504 Gateway Time-out</h1></html>' };
const DOWN = { status: 403, body: { error: 'ACCESS_DENIED', error_description: 'down' } };

/**
 * The next request with a write by this method is carried out and gets this answer. If the portal
 * is down then, it refuses everything until the gate is opened. Gives whether the write has been.
 */
function loseAnswer(write: string, answer: ForcedAnswer, isDown: boolean): () => boolean {
	let wasLost = false;
	loop.bitrix24.hold(async ({ method, params }) => {
		if (wasLost) return loop.bitrix24.answerNext({ method, ...DOWN });
		if (method !== write && !JSON.stringify(params).includes(`${write}?`)) return;
		wasLost = true;
		loop.bitrix24.answerNext({ method, runFirst: true, ...answer });
		if (!isDown) loop.bitrix24.hold(undefined);
	});
	return () => wasLost;
}

describe('callbacks', () => {
	test('the two talked', async () => {
		const dealId = loop.addDeal();
		await loop.callBack(dealId);
		await moved(dealId, SUCCESS);
		await loop.settled();
		expect(loop.logged(dealId)).toHaveLength(1);
		expect(loop.toDos(dealId)).toEqual([]);
		await eventually('The recording', () => loop.logged(dealId)[0].files.length === 1);
	});

	test('the client does not answer', async () => {
		const dealId = loop.addDeal();
		for (const attempt of [1, 2]) {
			loop.mango.script({ client: 'noAnswer' });
			await loop.callBack(dealId);
			await told(dealId, attempt);
			expect(loop.toDos(dealId).at(-1)?.title).toContain(`attempt ${attempt}`);
			expect(loop.stageOf(dealId)).toBe(CALLBACK_STAGE);
			await loop.settled();
		}
		loop.mango.script({ client: 'busy' });
		await loop.callBack(dealId);
		await moved(dealId, FAILURE);
		await loop.settled();
		expect([loop.toDos(dealId).length, loop.logged(dealId).length]).toEqual([2, 3]);
	});

	test.each(['noAnswer', 'declines', 'busy', 'offSchedule'] as const)(
		'the employee does not take the call: %s',
		async (employee) => {
			const dealId = loop.addDeal();
			loop.mango.script({ employee });
			await loop.callBack(dealId);
			await told(dealId);
			expect(loop.toDos(dealId)[0].title).toMatch(
				/^Call the client yourself: his telephone never rang/,
			);
			await loop.settled();
			expect([loop.stageOf(dealId), loop.logged(dealId).length, loop.toDos(dealId).length]).toEqual(
				[CALLBACK_STAGE, 1, 1],
			);
		},
	);

	test.each([
		[2240, /not enough money/],
		[3100, /did not take the parameters/],
		[4001, /does not support/],
		[5003, /internal fault/],
	])('MANGO OFFICE accepts the callback and refuses it later: %i', async (result, reason) => {
		const dealId = loop.addDeal();
		loop.mango.answerNext({ method: 'commands/callback', body: { result: 1000 } });
		await loop.callBack(dealId);
		await asked(dealId);
		loop.mango.push('result/callback', { command_id: (await rowOf(dealId))?.commandId, result });
		await told(dealId);
		expect(loop.toDos(dealId)[0].description).toMatch(reason);
		await loop.settled();
		expect([loop.stageOf(dealId), loop.toDos(dealId).length]).toEqual([CALLBACK_STAGE, 1]);
	});

	test('every event is lost', async () => {
		const dealId = loop.addDeal({ like: 15 });
		loop.mango.deliver({ lost: () => true });
		await loop.callBack(dealId);
		await moved(dealId, SUCCESS);
		await loop.settled();
		expect(loop.logged(dealId)).toHaveLength(1);
	});

	test('events come twice and in the wrong order', async () => {
		const dealId = loop.addDeal();
		loop.mango.deliver({ outOfOrder: true, doubled: true });
		await loop.callBack(dealId);
		await moved(dealId, SUCCESS);
		await loop.settled();
		expect([loop.logged(dealId).length, moves(dealId)]).toEqual([1, 1]);
	});

	test('nothing is ever heard of the call', async () => {
		const dealId = loop.addDeal({ like: 33 });
		loop.mango.answerNext({ method: 'commands/callback', body: { result: 1000 } });
		await loop.callBack(dealId);
		await asked(dealId);
		// As if it had been asked for three hours ago.
		await loop.n8n.client.updateDataTableRows(
			'MANGO calls',
			{ dealId },
			{ startTime: new Date(Date.now() - 3 * 3_600_000).toISOString() },
		);
		await told(dealId);
		expect(loop.toDos(dealId)[0].title).toMatch(/nobody knows/);
	});

	test('the table of rules has no stage for it', async () => {
		const dealId = loop.addDeal();
		// The employee hangs up while the client's telephone rings: neither answered nor refused.
		loop.mango.script({ client: 'noAnswer' });
		await loop.callBack(dealId);
		await eventually('The ringing', () =>
			loop.mango.calls.some((call) => call.phase === 'clientRings'),
		);
		loop.mango.press(loop.mango.calls.at(-1)?.id as string, 'employee', 'hangup');
		await told(dealId);
		await loop.settled();
		expect(loop.toDos(dealId)).toHaveLength(1);
	});

	test('the portal fails between the log and the move', async () => {
		const dealId = loop.addDeal();
		loop.bitrix24.failCommand(
			'crm.item.update',
			{ error: 'INTERNAL_SERVER_ERROR', error_description: 'Internal server error' },
			2,
		);
		await loop.callBack(dealId);
		await eventually('The failure', async () => Number((await rowOf(dealId))?.failures) > 0);
		expect((await rowOf(dealId))?.note).toMatch(/\S/);
		await moved(dealId, SUCCESS);
		await loop.settled();
		expect(loop.logged(dealId)).toHaveLength(1);
	});

	describe.each([
		['no answer', LOST, false],
		['HTTP 504, and what looks after it fails too', GATEWAY_TIMEOUT, true],
	])('the answer to a write is lost: %s', (_name, answer, isDown) => {
		test.each<[string, 'answers' | 'noAnswer', { logged: number; toDos: number; moves: string[] }]>(
			[
				['crm.activity.add', 'answers', { logged: 1, toDos: 0, moves: [SUCCESS] }],
				['crm.activity.todo.add', 'noAnswer', { logged: 1, toDos: 1, moves: [] }],
				['crm.item.update', 'answers', { logged: 1, toDos: 0, moves: [SUCCESS] }],
			],
		)('%s', async (write, client, end) => {
			const dealId = loop.addDeal();
			loop.mango.script({ client });
			const wasLost = loseAnswer(write, answer, isDown);
			await loop.callBack(dealId);
			await eventually('The loss', wasLost);
			if (isDown)
				await eventually('The failure', async () => Number((await rowOf(dealId))?.failures) > 0);
			loop.bitrix24.hold(undefined);
			await loop.settled();
			expect({
				logged: loop.logged(dealId).length,
				toDos: loop.toDos(dealId).length,
				moves: loop.movesOf(dealId),
			}).toEqual(end);
		});
	});

	test('MANGO OFFICE is down when it is asked', async () => {
		const dealId = loop.addDeal();
		for (let i = 0; i < 3; i++)
			loop.mango.answerNext({ method: 'stats/calls/request', status: 500, body: { result: 5000 } });
		await loop.callBack(dealId);
		await moved(dealId, SUCCESS);
	});

	test('a webhook without a deal', async () => {
		const before = loop.mango.calls.length;
		const url = new URL(loop.callbackUrl);
		const generic =
			`${url.origin}${url.pathname}?Source=Other&API_key=${url.searchParams.get('AuthData')}` +
			'&Action=Callback&EmployeeNUM=101&TelNumbr=79161112244';
		expect((await fetch(generic)).status).toBe(200);
		await eventually('The call', () => loop.mango.calls.length > before);
		expect(loop.mango.calls.at(-1)?.client.number).toBe('79161112244');
	});
});

describe('tasks of campaigns', () => {
	/** The task of a deal's client. */
	async function addTask(dealId: number): Promise<number> {
		await loop.addToCampaign(dealId);
		const find = () =>
			loop.mango
				.campaign(CAMPAIGN)
				?.tasks.find(({ comment }) => comment?.includes(`deal ${dealId}]`));
		await eventually('The task', () => find() !== undefined);
		await asked(dealId);
		return find()?.id as number;
	}

	test('the campaign will call again, and then the two talk', async () => {
		const dealId = loop.addDeal({ stageId: CAMPAIGN_STAGE, like: 31 });
		const taskId = await addTask(dealId);
		loop.mango.script({ number: loop.mango.task(taskId)?.number, client: 'busy' });
		loop.mango.dialCampaigns(true);
		await moved(dealId, SUCCESS);
		await loop.settled();
		const comments = loop.bitrix24.comments.filter(
			({ entityId, text }) => entityId === dealId && text.includes('is done with this client'),
		);
		expect(comments).toHaveLength(1);
		expect(loop.logged(dealId).length).toBeGreaterThanOrEqual(1);
	});

	test('a task ends without any call: status reasons 11, 25, 26', async () => {
		// A campaign takes a number once, so each has a client of his own.
		const ended = [
			{ statusReason: 11, dealId: loop.addDeal({ stageId: CAMPAIGN_STAGE, like: 12 }) },
			{ statusReason: 25, dealId: loop.addDeal({ stageId: CAMPAIGN_STAGE, like: 15 }) },
			{ statusReason: 26, dealId: loop.addDeal({ stageId: CAMPAIGN_STAGE, like: 33 }) },
		];
		for (const { statusReason, dealId } of ended)
			loop.mango.setTask(await addTask(dealId), { status: 4, statusReason });
		for (const { dealId } of ended) await told(dealId);
		await loop.settled();
		expect(ended.map(({ dealId }) => loop.toDos(dealId).length)).toEqual([1, 1, 1]);
	});

	test('a task is postponed after a talk', async () => {
		const dealId = loop.addDeal({ stageId: CAMPAIGN_STAGE, like: 12 });
		const taskId = await addTask(dealId);
		loop.mango.dialCampaigns(true);
		const call = () => loop.mango.calls.find((one) => one.taskId === taskId);
		await eventually('The talk', () => call()?.phase === 'talk');
		// The operator puts it off while he talks: MANGO's own print of such a task.
		loop.mango.setTask(taskId, { status: 5, statusReason: 28, attemptResults: [1] });
		await moved(dealId, SUCCESS);
		await loop.settled();
		expect(loop.logged(dealId)).toEqual([
			expect.objectContaining({
				originId: call()?.id,
				providerData: expect.stringContaining('"outcome":"POSITIVE"'),
			}),
		]);
		expect([loop.movesOf(dealId), loop.toDos(dealId)]).toEqual([[SUCCESS], []]);
	});
});

describe('recordings', () => {
	const recordingRow = async (entryId: string) =>
		(await loop.n8n.client.dataTableRows('MANGO recordings'))?.find(
			(row) => row.entryId === entryId,
		);
	const downloads = (entryId: string) =>
		loop.mango.requests.filter(
			({ path, json }) =>
				path === 'queries/recording/post' &&
				loop.mango.recordings.some(
					(one) => one.entryId === entryId && JSON.stringify(json ?? '').includes(one.id),
				),
		).length;

	const due = async (dealId: number, inMs: number) =>
		await loop.n8n.client.updateDataTableRows(
			'MANGO calls',
			{ dealId },
			{ dueAt: new Date(Date.now() + inMs).toISOString() },
		);

	test('the recording comes before the call is logged', async () => {
		const dealId = loop.addDeal({ like: 15 });
		loop.mango.deliver({ lost: ['events/call'] });
		await loop.callBack(dealId);
		await asked(dealId);
		await due(dealId, 3_600_000);
		const call = () =>
			loop.mango.calls.find(({ commandId }) => commandId?.split('.')[1] === String(dealId));
		await eventually('The call', () => call()?.phase === 'ended');
		const entryId = String(call()?.id);
		await eventually('A look', async () => Number((await recordingRow(entryId))?.tries) > 0);
		expect([downloads(entryId), loop.logged(dealId)]).toEqual([0, []]);
		await due(dealId, 0);
		await eventually('The end', async () => (await recordingRow(entryId)) === undefined);
		expect(loop.logged(dealId).map(({ files }) => files.length)).toEqual([1]);
	});

	test('the recording comes late, and is not ready', async () => {
		const dealId = loop.addDeal();
		loop.mango.deliver({ lost: ['events/record/added'] });
		await loop.callBack(dealId);
		await moved(dealId, SUCCESS);
		await loop.settled();
		const [{ originId }] = loop.logged(dealId);
		const added = () =>
			loop.mango.events.find(
				({ path, json }) => path === 'events/record/added' && json.entry_id === originId,
			);
		await eventually('The recording', () => added() !== undefined);
		expect(loop.logged(dealId)[0].files).toEqual([]);
		// It is told twice, is not there at first, and the portal's answer to the file is lost.
		loop.mango.answerNext({
			method: 'queries/recording/post',
			runFirst: true,
			body: { result: 4100 },
		});
		loop.mango.deliver({ doubled: true });
		const wasLost = loseAnswer('crm.activity.update', LOST, false);
		loop.mango.push('events/record/added', added()?.json ?? {});
		await eventually('The loss', wasLost);
		await eventually('The end', async () => (await recordingRow(String(originId))) === undefined);
		expect(downloads(String(originId))).toBeGreaterThan(1);
		expect(loop.logged(dealId).map(({ files }) => files.length)).toEqual([1]);
	});

	test('nobody logs the call', async () => {
		const { id: entryId } = loop.mango.ring({ number: '79161112233', extension: '101' });
		await eventually('A look', async () => Number((await recordingRow(entryId))?.tries) > 1);
		await loop.n8n.client.updateDataTableRows(
			'MANGO recordings',
			{ entryId },
			{ addedAt: new Date(Date.now() - 2 * 3_600_000).toISOString() },
		);
		await eventually('The end', async () => (await recordingRow(entryId)) === undefined);
		expect(downloads(entryId)).toBe(0);
	});
});

afterAll(() => sleep(50));
