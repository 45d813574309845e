import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Call, Script } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { until, useMango } from './mangoAccount';

const office = useMango({ rateLimit: true, lockout: true });
const CLIENT = '79161110001';
const CAMPAIGN = 79893;
const GO_ON = { onError: 'continueRegularOutput' as const };

type Items = IDataObject | IDataObject[];

const getOutcome = (items: Items, parameters: INodeParameters = {}, options = {}) =>
	office.run({ resource: 'call', operation: 'getOutcome', ...parameters }, items, options);
const paths = () => office.mango.requests.map(({ path }) => path);
const reports = () => office.sent('stats/calls/request');
/** Forgets what the test's own requests were. */
const fromHere = () => (office.mango.requests as unknown[]).splice(0);

/** A callback of the stand-in, from the node's own operation. */
async function call(
	script: Script,
	item: IDataObject = { employee: '101', phone: CLIENT, dealId: 12 },
): Promise<{ call: Call; commandId: string }> {
	const before = office.mango.calls.length;
	office.mango.script(script);
	const { outputs } = await office.run({ resource: 'call', operation: 'callback' }, item);
	await until(() => office.mango.calls.length > before);
	fromHere();
	return { call: office.mango.calls[before], commandId: String(outputs[0][0].json.commandId) };
}

async function ended(script: Script) {
	const made = await call(script);
	await until(() => made.call.phase === 'ended');
	return made;
}

const facts = ({ outcome, final, reason, reasonCode, answeredBy, attempts }: IDataObject) => ({
	outcome,
	final,
	reason,
	reasonCode,
	answeredBy,
	attempts,
});

describe('Call: Get Outcome, of a callback', () => {
	test('with a talk has all facts, and carries deal and command over', async () => {
		const { call: made, commandId } = await ended({ talkSeconds: 20 });
		const { outputs, error } = await getOutcome({
			event: 'call',
			entryId: made.id,
			time: new Date().toISOString(),
			commandId,
			other: 1,
		});
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(1);
		const [{ json, pairedItem }] = outputs[0];
		expect(pairedItem).toEqual({ item: 0 });
		expect(json).toEqual({
			entryId: made.id,
			dealId: 12,
			commandId,
			outcome: 'POSITIVE',
			final: true,
			reason: 'Talked',
			reasonCode: 1120,
			talkSeconds: expect.any(Number),
			answeredBy: '101',
			attempts: 1,
			clientRung: true,
			finished: true,
			direction: 'outgoing',
			clientNumber: `+${CLIENT}`,
			extension: '101',
			startTime: new Date(made.createdAt * 1000).toISOString(),
			endTime: new Date((made.legs.client?.endedAt ?? 0) * 1000).toISOString(),
			recordingIds: [made.recordingId],
		});
		expect(Object.keys(json).slice(0, 5)).toEqual([
			'entryId',
			'dealId',
			'commandId',
			'outcome',
			'final',
		]);
		expect(json.talkSeconds).toBe(
			(made.legs.client?.endedAt ?? 0) - (made.legs.client?.connectedAt ?? 0),
		);
		expect(json.talkSeconds).toBe(20);
		expect(paths()).toEqual(['stats/calls/request', 'stats/calls/result', 'stats/calls/result']);
	});

	test.each<[Script, string, string, number | null, number]>([
		[{ client: 'busy' }, 'NEGATIVE', 'Client busy', 1121, 1],
		[{ client: 'noAnswer' }, 'NEGATIVE', 'Client did not answer', 1111, 1],
		[{ client: 'unknownNumber' }, 'NEGATIVE', 'Number does not exist', 1133, 1],
		[{ employee: 'noAnswer' }, 'NEUTRAL', 'Employee did not answer', 1111, 0],
		[{ employee: 'declines' }, 'NEUTRAL', 'Employee rejected the call', 1122, 0],
		[{ employee: 'offSchedule' }, 'NEUTRAL', 'Client was not called', null, 0],
	])('%j is %s', async (script, outcome, reason, reasonCode, attempts) => {
		const { call: made } = await ended(script);
		const { outputs } = await getOutcome({ entryId: made.id });
		expect(facts(outputs[0][0].json)).toEqual({
			outcome,
			final: true,
			reason,
			reasonCode,
			answeredBy: null,
			attempts,
		});
	});

	test('that the employee ends before the client answers is neutral', async () => {
		const { call: made } = await call({ client: 'noAnswer' });
		await until(() => made.phase === 'clientRings');
		expect(office.mango.press(made.id, 'employee', 'hangup')).toBe(true);
		const { outputs } = await getOutcome({ entryId: made.id });
		expect(facts(outputs[0][0].json)).toMatchObject({
			outcome: 'NEUTRAL',
			reason: 'Employee hung up before the answer',
			reasonCode: 1110,
		});
	});

	test('that a command ends is neutral', async () => {
		const { call: made } = await call({ client: 'noAnswer' });
		await until(() => made.phase === 'clientRings');
		await office.run({
			resource: 'call',
			operation: 'hangUp',
			callId: made.legs.client?.callId ?? '',
		});
		await until(() => made.phase === 'ended');
		const { outputs } = await getOutcome({ entryId: made.id });
		expect(facts(outputs[0][0].json)).toMatchObject({
			outcome: 'NEUTRAL',
			reason: 'Ended by an external system',
			reasonCode: 1181,
		});
	});

	test('is waited for until it is in the statistics', async () => {
		const { call: made } = await call({ hangsUp: 'nobody' });
		await until(() => made.phase === 'talk');
		const outcome = getOutcome({ entryId: made.id });
		await until(() => reports().length === 3);
		office.mango.press(made.id, 'client', 'hangup');
		const { outputs, error } = await outcome;
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ outcome: 'POSITIVE', final: true });
		expect(reports()).toHaveLength(4);
	});

	test('is asked for between a time long before its events and now', async () => {
		const { call: made } = await ended({});
		const time = (text: unknown) =>
			Date.parse(`${String(text).replace(/^(\d\d)\.(\d\d)\.(\d{4}) /, '$3-$2-$1T')}+03:00`);
		/** The time of the first report, in hours; both ends are cut to the second. */
		const hours = async (item: IDataObject, options: INodeParameters = {}) => {
			fromHere();
			await getOutcome({ entryId: made.id, ...item }, { options });
			const [{ start_date: start, end_date: end, limit, offset }] = reports();
			expect(time(end)).toBeLessThanOrEqual(Date.now());
			expect([limit, offset]).toEqual([5000, 0]);
			return (time(end) - time(start)) / 3_600_000;
		};
		expect(await hours({ time: new Date(Date.now()).toISOString() })).toBeCloseTo(4, 2);
		// A clock that is ahead, or MANGO's that is.
		expect(await hours({ time: new Date(Date.now() + 3 * 3_600_000).toISOString() })).toBeCloseTo(
			4,
			2,
		);
		expect(
			await hours({ startTime: new Date(Date.now() - 86_400_000).toISOString() }, { waitFor: 0 }),
		).toBeCloseTo(4 + 1 / 6, 2);
		expect(await hours({})).toBeCloseTo(24, 2);
		expect(await hours({}, { lookBack: 48 })).toBeCloseTo(48, 2);
	});
});

describe('Call: Get Outcome, of several items', () => {
	test('asks for calls that lie near each other by one report, and for each item gives its own', async () => {
		const talk = (await ended({})).call;
		const busy = (await ended({ client: 'busy' })).call;
		const time = new Date(Date.now()).toISOString();
		const items = [
			{ entryId: busy.id, time, dealId: 1 },
			{ entryId: talk.id, time, dealId: 2 },
			{ entryId: busy.id, startTime: time, dealId: 3 },
			{ entryId: talk.id },
		];
		const { outputs } = await getOutcome(items);
		expect(
			outputs[0].map(({ json, pairedItem }) => [
				json.entryId,
				json.dealId,
				json.outcome,
				pairedItem,
			]),
		).toEqual([
			[busy.id, 1, 'NEGATIVE', { item: 0 }],
			[talk.id, 2, 'POSITIVE', { item: 1 }],
			[busy.id, 3, 'NEGATIVE', { item: 2 }],
			[talk.id, undefined, 'POSITIVE', { item: 3 }],
		]);
		expect(paths()).toEqual(['stats/calls/request', 'stats/calls/result', 'stats/calls/result']);
	});

	test('that lie far apart, by a report each', async () => {
		const { call: made } = await ended({});
		const { error } = await getOutcome(
			[
				{ entryId: made.id, time: new Date(Date.now()).toISOString() },
				{ entryId: 'old', time: '2026-01-01T00:00:00.000Z' },
			],
			{ options: { waitFor: 0 } },
		);
		expect(error?.message).toBe(
			"MANGO OFFICE's statistics do not hold the call old after 0 seconds",
		);
		expect(reports()).toHaveLength(2);
	});

	test('of which one is unknown: it waits, then that one is an error, and the others are not', async () => {
		const { call: made } = await ended({});
		const { outputs } = await getOutcome([{ entryId: 'unknown' }, { entryId: made.id }], {}, GO_ON);
		expect(outputs[0].map(({ json }) => json.error ?? json.outcome)).toEqual([
			"MANGO OFFICE's statistics do not hold the call unknown after 120 seconds",
			'POSITIVE',
		]);
	});

	test('of which one is refused: nothing more is sent, since a second one would lock the account out', async () => {
		const { call: made } = await ended({});
		const { outputs } = await getOutcome(
			[{ entryId: made.id }, { taskId: 1 }, { taskId: 2 }],
			{},
			GO_ON,
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.outcome)).toEqual([
			'POSITIVE',
			expect.stringContaining('no such object (result 3300'),
			'This item was not sent to MANGO OFFICE',
		]);
		expect(office.sent('task')).toEqual([{ task_id: 1 }]);
		fromHere();
		await clock.advance(130_000);
		const { error } = await getOutcome([{ taskId: 1 }, { taskId: 2 }]);
		expect(error?.message).toContain('no such object');
		expect(office.mango.requests).toHaveLength(1);
	});
});

describe('Call: Get Outcome, when the time is over', () => {
	test('of an unknown call says that it is unknown, asked with growing pauses', async () => {
		const { error, outputs } = await getOutcome({
			entryId: 'unknown',
			time: new Date(Date.now()).toISOString(),
		});
		expect(outputs.flat()).toEqual([]);
		expect(error?.message).toBe(
			"MANGO OFFICE's statistics do not hold the call unknown after 120 seconds",
		);
		expect(error?.description).toMatch(
			/^Found last: no such call between \S+ and now\..* 'Wait For'/,
		);
		expect(clock.slept).toBeGreaterThan(90_000);
		expect(clock.slept).toBeLessThanOrEqual(120_000);
		expect(reports().length).toBeGreaterThanOrEqual(4);
		expect(reports().length).toBeLessThanOrEqual(6);
		expect(office.mango.requests.map(({ status }) => status)).not.toContain(429);
	});

	test('of a call that goes on says what was found last', async () => {
		const { call: made } = await call({ hangsUp: 'nobody' });
		await until(() => made.phase === 'talk');
		const record = {
			entry_id: made.id,
			context_type: 2,
			context_status: 1,
			context_start_time: made.createdAt,
			talk_duration: 0,
			context_calls: [
				{
					call_type: 'number',
					call_start_time: made.createdAt,
					call_answer_time: made.createdAt + 5,
					call_end_time: 0,
				},
			],
		};
		for (let i = 0; i < 20; i += 1)
			office.mango.answerNext({
				method: 'stats/calls/result',
				body: { result: 1000, status: 'complete', data: [{ list: [record] }] },
			});
		const { error } = await getOutcome({ entryId: made.id }, { options: { waitFor: 60 } });
		expect(error?.message).toBe(`The call ${made.id} has not ended after 60 seconds`);
		expect(error?.description).toContain("attempts 1, result 'Talked'");
		expect(clock.slept).toBeLessThanOrEqual(60_000);
	});

	test('of a report that is never complete', async () => {
		for (let i = 0; i < 100; i += 1)
			office.mango.answerNext({
				method: 'stats/calls/result',
				body: { result: 1000, status: 'work', data: [] },
			});
		const { error } = await getOutcome({ entryId: 'e' }, { options: { waitFor: 30 } });
		expect(error?.message).toBe(
			'MANGO OFFICE did not complete the report with the call e within 30 seconds',
		);
		// Nobody knows yet whether it is unknown.
		expect(error?.description).toBe("Raise the option 'Wait For', or ask later.");
		expect(clock.slept).toBeLessThanOrEqual(45_000);
	});

	test('at once, when nothing is to be waited for', async () => {
		const { error } = await getOutcome({ entryId: 'e' }, { options: { waitFor: 0 } });
		expect(error?.message).toContain('after 0 seconds');
		expect(reports()).toHaveLength(1);
		expect(clock.slept).toBeGreaterThanOrEqual(6000);
		expect(clock.slept).toBeLessThanOrEqual(6200);
	});
});

describe('Call: Get Outcome, of a campaign task', () => {
	const done = 11227801;
	const queued = 11227802;

	test('that is done, with the deal of its comment', async () => {
		office.mango.setTask(done, { comment: 'Offer [deal 77]' });
		const { outputs, error } = await getOutcome({}, { lookUp: 'task', taskId: String(done) });
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toEqual({
			entryId: null,
			taskId: done,
			campaignId: CAMPAIGN,
			dealId: 77,
			outcome: 'POSITIVE',
			final: true,
			reason: 'Talked',
			reasonCode: 1,
			talkSeconds: 45,
			answeredBy: null,
			attempts: null,
			clientRung: true,
			finished: true,
			direction: 'outgoing',
			clientNumber: `+${CLIENT}`,
			extension: null,
			startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			endTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			recordingIds: [],
		});
		expect(paths()).toEqual(['task']);
	});

	/** The method's documented answer does not tell them; the lists do. */
	const withOperator = {
		result: 1000,
		task: {
			campaign_task_id: done,
			campaign_id: CAMPAIGN,
			number: CLIENT,
			status: 4,
			status_reason: 1,
			operator_id: 400210106,
			attempts_count: '3',
			record_id: 'R1',
		},
	};

	test('whose operator MANGO tells, with his extension', async () => {
		office.mango.answerNext({ method: 'task', body: withOperator });
		const { outputs } = await getOutcome({ taskId: done });
		expect(outputs[0][0].json).toMatchObject({
			answeredBy: '106',
			extension: '106',
			attempts: 3,
			recordingIds: ['R1'],
		});
		expect(paths()).toEqual(['task', 'config/users/request']);
	});

	test("from an event's item: its deal, entry and extension go over, and nobody else is asked", async () => {
		office.mango.answerNext({ method: 'task', body: withOperator });
		const item = { event: 'call', entryId: 'E1', taskId: done, extension: '102', dealId: 12 };
		const { outputs } = await getOutcome([item, { ...item, callId: 'second leg' }]);
		expect(outputs[0]).toHaveLength(2);
		expect(outputs[0][1].json).toMatchObject({
			entryId: 'E1',
			taskId: done,
			dealId: 12,
			answeredBy: '102',
			outcome: 'POSITIVE',
		});
		expect(paths()).toEqual(['task']);
	});

	test('that is queued again is not final', async () => {
		office.mango.setTask(queued, { status: 1, statusReason: 3 });
		const { outputs } = await getOutcome({ taskId: queued });
		expect(outputs[0][0].json).toMatchObject({
			outcome: 'NEGATIVE',
			final: false,
			reason: 'Client did not answer',
			attempts: null,
		});
		expect(paths()).toEqual(['task']);
	});

	test('that was not called yet is not final, either', async () => {
		const { outputs } = await getOutcome({ taskId: queued });
		expect(outputs[0][0].json).toMatchObject({
			outcome: 'NEUTRAL',
			final: false,
			reason: 'Not called yet',
			reasonCode: null,
		});
	});

	test('that is in work is waited for', async () => {
		office.mango.setTask(queued, { status: 2 });
		const outcome = getOutcome({ taskId: queued });
		await until(() => office.sent('task').length === 3);
		office.mango.setTask(queued, { status: 4, statusReason: 2 });
		const { outputs } = await outcome;
		expect(outputs[0][0].json).toMatchObject({
			outcome: 'NEGATIVE',
			final: true,
			reason: 'Client busy',
		});
		expect(clock.slept).toBeGreaterThanOrEqual(15_000);
	});

	test('that stays in work is an error that says so', async () => {
		office.mango.setTask(queued, { status: 2, statusReason: 2 });
		const { error } = await getOutcome({ taskId: queued }, { options: { waitFor: 40 } });
		expect(error?.message).toBe(
			`The campaign task ${queued} is still being worked on after 40 seconds`,
		);
		expect(error?.description).toContain("status 'In Work', result 'Client busy'");
	});

	test('that the campaign dials while it is asked for', async () => {
		office.mango.script({ client: 'noAnswer' }, 4);
		office.mango.dialCampaigns(true);
		await until(() => office.mango.task(queued)?.status === 2);
		const { outputs } = await getOutcome({ taskId: queued });
		expect(outputs[0][0].json).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Client did not answer',
			taskId: queued,
		});
	});

	test('keeps its outcome although the extensions cannot be had', async () => {
		office.mango.answerNext({ method: 'task', body: withOperator });
		office.mango.answerNext({
			method: 'config/users/request',
			status: 400,
			body: { result: 4000 },
		});
		const { outputs } = await getOutcome({ taskId: done });
		expect(outputs[0][0].json).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: null,
			extension: null,
		});
	});
});

describe("Call: Get Outcome, the item's line", () => {
	const LINE = '+74951234567';

	test('goes over with its call, and with no other', async () => {
		const { call: made } = await ended({ client: 'busy' });
		const lineOf = async (entryId: string, parameters: INodeParameters) => {
			const { outputs } = await getOutcome({ entryId, lineNumber: LINE }, parameters);
			return outputs[0][0].json.lineNumber;
		};
		expect(await lineOf(made.id, {})).toBe(LINE);
		expect(await lineOf('another', { lookUp: 'entry', entryId: made.id })).toBeUndefined();
		const pass = { options: { waitFor: 0, ifNotFinished: 'pass' } };
		expect(await lineOf('notEnded', pass)).toBe(LINE);
	});
});

describe('Call: Get Outcome, set by hand', () => {
	test('an entry', async () => {
		const { call: made } = await ended({ client: 'busy' });
		const { outputs } = await getOutcome(
			{ entryId: 'another', time: '2026-01-01T00:00:00Z', taskId: 5, dealId: 9 },
			{ lookUp: 'entry', entryId: ` ${made.id} ` },
		);
		expect(outputs[0][0].json).toMatchObject({ entryId: made.id, dealId: 9, outcome: 'NEGATIVE' });
		expect(outputs[0][0].json).not.toHaveProperty('taskId');
	});

	test("the outcome table is the user's", async () => {
		const { call: made } = await ended({ client: 'busy' });
		const rule = [
			{ appliesTo: 'client', code: 1121, outcome: 'NEUTRAL' },
			{ appliesTo: 'task', code: 1, outcome: 'NEGATIVE' },
		];
		const { outputs } = await getOutcome([{ entryId: made.id }, { taskId: 11227801 }], {
			options: { outcomeRules: { rule } },
		});
		expect(outputs[0].map(({ json }) => [json.outcome, json.reason])).toEqual([
			['NEUTRAL', 'Client busy'],
			['NEGATIVE', 'Talked'],
		]);
	});

	const rules = (rule: IDataObject) =>
		({
			options: {
				outcomeRules: { rule: [{ appliesTo: 'any', code: 1121, outcome: 'NEUTRAL', ...rule }] },
			},
		}) as INodeParameters;

	test.each<[string, Items, INodeParameters, string]>([
		['no ID in the item', {}, {}, "The incoming item's field 'entryId' was empty"],
		[
			'an entry that is no ID',
			{ entryId: { a: 1 } },
			{},
			`The incoming item's field 'entryId' was {"a":1}`,
		],
		[
			'an empty entry ID',
			{ entryId: 'E' },
			{ lookUp: 'entry', entryId: '={{ "" }}' },
			"'Entry ID' was empty",
		],
		['an entry ID with a space', {}, { lookUp: 'entry', entryId: 'a b' }, `'Entry ID' was "a b"`],
		['a task ID of letters', {}, { lookUp: 'task', taskId: 'abc' }, `'Task' was "abc"`],
		['an empty task ID', { taskId: 5 }, { lookUp: 'task', taskId: '={{ "" }}' }, `'Task' was ""`],
		[
			"an item's task ID of letters",
			{ taskId: 'abc', entryId: 'E' },
			{},
			`The incoming item's field 'taskId' was "abc"`,
		],
		[
			'an unknown way to look up',
			{ entryId: 'E' },
			{ lookUp: '={{ "call" }}', entryId: 'E', taskId: '1' },
			`'Look Up' was "call"`,
		],
		[
			'a wait that is none',
			{ entryId: 'E' },
			{ options: { waitFor: '={{ "long" }}' } },
			`'Wait For' was "long"`,
		],
		[
			'a wait that is too long',
			{ entryId: 'E' },
			{ options: { waitFor: 4000 } },
			"'Wait For' was 4000",
		],
		['no look back', { entryId: 'E' }, { options: { lookBack: 0 } }, "'Look Back' was 0"],
		[
			'a rule for another code',
			{ entryId: 'E' },
			rules({ code: 21 }),
			"'Code' of outcome rule 1 was 21",
		],
		[
			'a rule for a task by a reason code of calls',
			{ entryId: 'E' },
			rules({ appliesTo: 'task', code: 1121 }),
			"'Code' of outcome rule 1 was 1121",
		],
		[
			'a rule without a code',
			{ entryId: 'E' },
			rules({ code: '={{ "" }}' }),
			"'Code' of outcome rule 1 was empty",
		],
		[
			'a rule for something else',
			{ entryId: 'E' },
			rules({ appliesTo: '={{ "x" }}' }),
			`'Applies To' of outcome rule 1 was "x"`,
		],
		[
			'a rule with another outcome',
			{ entryId: 'E' },
			rules({ outcome: '={{ "GOOD" }}' }),
			`'Outcome' of outcome rule 1 was "GOOD"`,
		],
	])('%s is not sent', async (_, items, parameters, message) => {
		const { error } = await getOutcome(items, parameters);
		expect(error?.message).toBe(message);
		expect(error?.description).toBeTruthy();
		expect(office.mango.requests).toEqual([]);
	});

	test('one bad item keeps all from being sent, unless the node goes on', async () => {
		const { call: made } = await ended({});
		expect((await getOutcome([{ entryId: made.id }, {}])).error?.message).toBe(
			"The incoming item's field 'entryId' was empty",
		);
		expect(office.mango.requests).toEqual([]);
		const { outputs } = await getOutcome([{ entryId: made.id }, {}], {}, GO_ON);
		expect(outputs[0].map(({ json }) => json.error ?? json.outcome)).toEqual([
			'POSITIVE',
			"The incoming item's field 'entryId' was empty",
		]);
	});
});
