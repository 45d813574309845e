import { setTimeout as sleep } from 'node:timers/promises';

import {
	CALLBACK_STAGE,
	CAMPAIGN,
	CAMPAIGN_STAGE,
	FAILURE,
	startLoop,
	SUCCESS,
	until,
	type Loop,
} from './loopOffice';

/**
 * One test for each line of the table in docs/loop.md, in its order and by its name. The loop's
 * pauses are short here.
 */
let loop: Loop;
beforeAll(async () => {
	loop = await startLoop({ mango: { speed: 100, rateLimit: false }, faster: 15 });
}, 180_000);
afterEach(async () => {
	loop.mango.deliver({});
	loop.mango.dialCampaigns(false);
	await loop.settled(60);
}, 150_000);
afterAll(() => loop?.stop());

jest.setTimeout(150_000);

/** The command of the last callback, and the deal's row. */
const rowOf = async (dealId: number) => (await loop.rows()).find((row) => row.dealId === dealId);
const moved = (dealId: number, stageId: string) =>
	until(`Deal ${dealId} in ${stageId}`, () => loop.stageOf(dealId) === stageId);
const told = (dealId: number, count = 1) =>
	until(`To-do ${count}`, () => loop.toDos(dealId).length === count);
/** How many times the deal was written. */
const moves = (dealId: number) =>
	loop.bitrix24.requests
		.flatMap(({ commands = [] }) => commands)
		.filter((command) => command.startsWith('crm.item.update') && command.includes(`id=${dealId}&`))
		.length;

describe('callbacks', () => {
	test('the two talked', async () => {
		const dealId = loop.addDeal();
		await loop.callBack(dealId);
		await moved(dealId, SUCCESS);
		await loop.settled();
		expect(loop.logged(dealId)).toHaveLength(1);
		expect(loop.toDos(dealId)).toEqual([]);
		await until('The recording', () => loop.logged(dealId)[0].files.length === 1);
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
		await until('The row', async () => (await rowOf(dealId)) !== undefined);
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
		await until('The row', async () => (await rowOf(dealId)) !== undefined);
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
		await until('The ringing', () => loop.mango.calls.some((call) => call.phase === 'clientRings'));
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
		await until('The failure', async () => Number((await rowOf(dealId))?.failures) > 0);
		expect((await rowOf(dealId))?.note).toMatch(/\S/);
		await moved(dealId, SUCCESS);
		await loop.settled();
		expect(loop.logged(dealId)).toHaveLength(1);
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
		await until('The call', () => loop.mango.calls.length > before);
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
		await until('The task', () => find() !== undefined);
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

	test.each([
		[11, 12],
		[25, 15],
		[26, 33],
	])('a task ends without any call: status reason %i', async (statusReason, like) => {
		// A campaign takes a number once, so each has a client of his own.
		const dealId = loop.addDeal({ stageId: CAMPAIGN_STAGE, like });
		const taskId = await addTask(dealId);
		loop.mango.setTask(taskId, { status: 4, statusReason });
		await until('The to-do', () => loop.toDos(dealId).length === 1);
		await loop.settled();
		expect(loop.toDos(dealId)).toHaveLength(1);
	});
});

afterAll(() => sleep(50));
