import fc from 'fast-check';

import { OUTCOMES } from '../../protocols/mangoOffice/outcome/facts';
import { outcomeOfRecord, unknownEmployees } from '../../protocols/mangoOffice/outcome/record';
import { TASK_ENDINGS } from '../../protocols/mangoOffice/outcome/table';
import { isInWork, outcomeOfTask } from '../../protocols/mangoOffice/outcome/task';
import { readRecords } from '../../protocols/mangoOffice/statistics';
import { readTask, readTaskPage } from '../../protocols/mangoOffice/task';

type Json = Record<string, unknown>;

const START = 1772352000;
const iso = (seconds: number) => new Date((START + seconds) * 1000).toISOString();

/** As the node gets it: from the answer of MANGO. */
function record(
	raw: Json,
	...rest: Parameters<typeof outcomeOfRecord> extends [unknown, ...infer Rest] ? Rest : never
) {
	const [one] =
		readRecords({
			status: 'complete',
			data: [{ list: [{ entry_id: 'MTox', context_start_time: START, ...raw }] }],
		}) ?? [];
	return outcomeOfRecord(one, ...rest);
}

const leg = (
	type: string,
	number: string,
	[start, answer, end]: [number, number | null, number | null],
	reason: number,
	more: Json = {},
): Json => ({
	call_type: type,
	call_abonent_number: number,
	call_start_time: START + start,
	call_answer_time: answer === null ? 0 : START + answer,
	call_end_time: end === null ? 0 : START + end,
	call_end_reason: reason,
	recording_id: [],
	...more,
});

describe('a record of an outgoing call', () => {
	const callback = (
		clientLeg: Json | undefined,
		employeeLeg = leg('user', '101', [0, 3, 4], 1000),
		more: Json = {},
	) => ({
		context_type: 2,
		context_status: 0,
		caller_number: '101',
		called_number: '79161110001',
		duration: 30,
		talk_duration: 0,
		context_calls: [employeeLeg, clientLeg].filter(Boolean),
		...more,
	});

	test('with a talk has all facts', () => {
		const talk = callback(
			leg('number', '79161110001', [4, 10, 30], 1120, { recording_id: ['R1'] }),
			undefined,
			{ context_status: 1, talk_duration: '20' },
		);
		expect(record(talk)).toEqual({
			entryId: 'MTox',
			outcome: 'POSITIVE',
			final: true,
			reason: 'Talked',
			reasonCode: 1120,
			talkSeconds: 20,
			answeredBy: '101',
			attempts: 1,
			clientRung: true,
			direction: 'outgoing',
			clientNumber: '+79161110001',
			extension: '101',
			startTime: iso(0),
			endTime: iso(30),
			recordingIds: ['R1'],
		});
	});

	test.each([
		[1121, 'NEGATIVE', 'Client busy'],
		[1111, 'NEGATIVE', 'Client did not answer'],
		[1133, 'NEGATIVE', 'Number does not exist'],
		[1313, 'NEGATIVE', 'Voicemail'],
		[1110, 'NEUTRAL', 'Employee hung up before the answer'],
		[1181, 'NEUTRAL', 'Ended by an external system'],
	])("whose client's leg ended with %i is %s", (reason, outcome, words) => {
		expect(record(callback(leg('number', '79161110001', [4, null, 30], reason)))).toMatchObject({
			outcome,
			reason: words,
			reasonCode: reason,
			final: true,
			talkSeconds: 0,
			answeredBy: null,
			extension: '101',
			attempts: 1,
		});
	});

	test("counts neither the employee's answer nor the voicemail's for a talk, whatever the totals say", () => {
		const totals = { context_status: 1, talk_duration: 7 };
		expect(
			record(callback(leg('number', '79161110001', [4, null, 30], 1111), undefined, totals))
				.outcome,
		).toBe('NEGATIVE');
		expect(
			record(callback(leg('number', '79161110001', [4, 9, 30], 1313), undefined, totals)),
		).toMatchObject({ outcome: 'NEGATIVE', reason: 'Voicemail', talkSeconds: 0 });
	});

	test.each([
		[leg('user', '101', [0, null, 30], 1111), 'Employee did not answer', 1111],
		[leg('user', '101', [0, null, 3], 1121), 'Employee busy', 1121],
		[leg('user', '101', [0, 3, 4], 1110), 'Employee hung up before the client was called', 1110],
	])('that did not get to the client is NEUTRAL', (employeeLeg, reason, reasonCode) => {
		expect(record(callback(undefined, employeeLeg))).toMatchObject({
			outcome: 'NEUTRAL',
			reason,
			reasonCode,
			attempts: 0,
			clientNumber: '+79161110001',
		});
	});

	test('out of schedule has no legs', () => {
		expect(record({ ...callback(undefined), context_calls: [], duration: 0 })).toMatchObject({
			outcome: 'NEUTRAL',
			reason: 'Client was not called',
			reasonCode: null,
			attempts: 0,
			extension: '101',
			endTime: iso(0),
			final: true,
		});
	});

	test('that goes on is not final', () => {
		const going = callback(leg('number', '79161110001', [4, 10, null], 0));
		expect(record(going)).toMatchObject({ outcome: 'POSITIVE', final: false, endTime: null });
		expect(record(callback(leg('number', '79161110001', [4, null, null], 0)))).toMatchObject({
			outcome: 'NEUTRAL',
			final: false,
			reason: 'In progress',
		});
	});

	test('transferred: the last employee who talked', () => {
		const transferred = callback(leg('number', '79161110001', [4, 10, 60], 1120), undefined, {
			context_status: 1,
			talk_duration: 50,
		});
		const legs = [...(transferred.context_calls as Json[]), leg('user', '102', [30, 35, 60], 1100)];
		expect(record({ ...transferred, context_calls: legs })).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '102',
			talkSeconds: 50,
			attempts: 1,
		});
		const vain = [
			...(transferred.context_calls as Json[]),
			leg('user', '102', [30, null, 60], 1111),
		];
		expect(record({ ...transferred, context_calls: vain })).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '101',
		});
	});

	test("by a group: the client's number stands in a leg, the employee's in the group's members", () => {
		const group = leg('group', '200', [0, 6, 8], 1000, {
			members: [leg('user', '101', [0, null, 6], 1183), leg('user', '102', [0, 6, 8], 1000)],
		});
		const talk = record({
			context_type: 2,
			context_status: 1,
			caller_number: '79161110001',
			called_number: '200',
			talk_duration: 12,
			duration: 30,
			context_calls: [group, leg('number', '79161110001', [8, 18, 30], 1120)],
		});
		expect(talk).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '102',
			clientNumber: '+79161110001',
			talkSeconds: 12,
		});
	});

	test('of a shape that is not known goes by its totals', () => {
		const base = {
			context_type: 2,
			caller_number: '101',
			called_number: '79161110001',
			duration: 30,
		};
		expect(record({ ...base, context_status: 1, talk_duration: 20 })).toMatchObject({
			outcome: 'POSITIVE',
			talkSeconds: 20,
			answeredBy: '101',
			attempts: 1,
		});
		expect(record({ ...base, context_status: 0, talk_duration: 0 })).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Nobody talked',
		});
		expect(record({ ...base, context_status: 1, talk_duration: 0 }).outcome).toBe('NEGATIVE');
		expect(
			record({
				...base,
				context_status: 1,
				talk_duration: 20,
				context_calls: [leg('user', '101', [0, 10, 30], 1120)],
			}),
		).toMatchObject({ outcome: 'POSITIVE', answeredBy: '101' });
	});

	test('a campaign that rang the client first and found no operator', () => {
		const legs = [
			leg('number', '79161110001', [0, 4, 20], 1110),
			leg('user', '106', [5, null, 20], 1111),
		];
		expect(record({ ...callback(undefined), context_calls: legs })).toMatchObject({
			outcome: 'NEUTRAL',
			reason: 'Employee did not answer',
		});
	});
});

describe('a record of an incoming call', () => {
	const call = (legs: Json[], more: Json = {}) => ({
		context_type: '1',
		context_status: 0,
		caller_number: '79161110001',
		called_number: '74951234567',
		duration: 20,
		talk_duration: 0,
		context_calls: legs,
		...more,
	});

	test('answered', () => {
		const group = leg('group', '200', [2, 9, 40], 1110, {
			members: [
				leg('user', '101', [2, null, 9], 1183),
				leg('user', '102', [2, 9, 40], 1110, { recording_id: 'R1' }),
			],
		});
		expect(
			record(call([group], { context_status: '1', talk_duration: '31', duration: 40 })),
		).toMatchObject({
			outcome: 'POSITIVE',
			reason: 'Talked',
			talkSeconds: 31,
			answeredBy: '102',
			attempts: 2,
			direction: 'incoming',
			clientNumber: '+79161110001',
			recordingIds: ['R1'],
		});
	});

	test('answered by a group that does not tell its members', () => {
		const group = leg('group', '200', [2, 9, 40], 1110);
		expect(record(call([group], { context_status: 1, talk_duration: 31 }))).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: null,
			extension: null,
		});
	});

	test.each([
		[1110, 'NEGATIVE', 'Client hung up before the answer'],
		[1111, 'NEGATIVE', 'Nobody answered'],
		[1191, 'NEUTRAL', 'Number is switched off'],
		[1192, 'NEUTRAL', 'Out of schedule'],
	])('missed with %i is %s', (reason, outcome, words) => {
		expect(record(call([leg('user', '101', [2, null, 20], reason)]))).toMatchObject({
			outcome,
			reason: words,
			extension: '101',
			attempts: 1,
		});
	});

	test('that rang nobody', () => {
		expect(record(call([]))).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Nobody answered',
			attempts: 0,
		});
	});

	test('passed on to a telephone outside keeps its client', () => {
		const legs = [
			leg('user', '101', [2, null, 10], 1111),
			leg('number', '79990000101', [10, 15, 40], 1120),
		];
		expect(record(call(legs, { context_status: 1, talk_duration: 25 }))).toMatchObject({
			outcome: 'POSITIVE',
			clientNumber: '+79161110001',
			talkSeconds: 25,
		});
	});

	test.each([
		['sip:client@example.com', 'sip:client@example.com'],
		['89161110001', '+79161110001'],
		['375291234567', '+375291234567'],
		['anonymous', null],
		['', null],
		[null, null],
	])('from %j has the number %j', (caller, expected) => {
		expect(record(call([], { caller_number: caller })).clientNumber).toBe(expected);
	});
});

describe('employees by their IDs and SIP addresses, as the document has them', () => {
	const sip = (
		id: number,
		...rest: Parameters<typeof leg> extends [unknown, unknown, ...infer Rest] ? Rest : never
	) => leg('user', `sip:e${id}@vpbx.mangosip.ru`, ...(rest as [[number, number, number], number]));
	const outside = leg('number', '79161110001', [4, 10, 60], 1120, { call_abonent_id: 6 });
	const call = (...legs: Json[]) => ({
		entry_id: 'e',
		context_type: 2,
		context_status: 1,
		caller_id: 6,
		caller_number: '106',
		called_number: '79161110001',
		talk_duration: 50,
		context_calls: legs,
	});
	const employees = [
		{ ...sip(6, [0, 3, 4], 1000), call_abonent_id: 6 },
		{ ...sip(2, [30, 35, 60], 1100), call_abonent_id: '2' },
	];
	const raw = (one: Json) =>
		readRecords({ status: 'complete', data: [{ list: [one] }] })?.[0] ?? {};

	test('the caller is known by the record itself', () => {
		expect(unknownEmployees(raw(call(employees[0], outside)))).toEqual([]);
		expect(record(call(employees[0], outside))).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '106',
			extension: '106',
		});
	});

	test('others are to be asked for', () => {
		const handedOver = {
			...call(employees[0], { ...outside, call_end_time: START + 30 }, employees[1]),
		};
		expect(unknownEmployees(raw(handedOver))).toEqual([2]);
		expect(record(handedOver, [], (id) => (id === 2 ? '102' : null))).toMatchObject({
			outcome: 'POSITIVE',
			answeredBy: '102',
		});
	});

	test('one who was only asked before he who asked talked on has not answered the client', () => {
		const asked = { ...employees[1], call_end_time: START + 40 };
		expect(record(call(employees[0], outside, asked), [], () => '102')).toMatchObject({
			answeredBy: '106',
		});
	});
});

test('an internal call has no client', () => {
	const call = {
		context_type: 3,
		context_status: 1,
		caller_number: '101',
		called_number: '102',
		duration: 20,
		talk_duration: 15,
		context_calls: [leg('user', '102', [0, 5, 20], 1110)],
	};
	expect(record(call)).toMatchObject({
		outcome: 'POSITIVE',
		direction: 'internal',
		clientNumber: null,
		answeredBy: '102',
	});
	expect(
		record({
			...call,
			context_status: 0,
			talk_duration: 0,
			context_calls: [leg('user', '102', [0, null, 20], 1111)],
		}),
	).toMatchObject({ outcome: 'NEGATIVE', extension: '102' });
});

test("the user's rules go before the table", () => {
	const busy = {
		context_type: 2,
		context_status: 0,
		context_calls: [leg('number', '79161110001', [0, null, 5], 1121)],
	};
	expect(record(busy).outcome).toBe('NEGATIVE');
	expect(record(busy, [{ appliesTo: 'client', code: 1121, outcome: 'NEUTRAL' }])).toMatchObject({
		outcome: 'NEUTRAL',
		reason: 'Client busy',
	});
});

test('no record whatever makes it throw', () => {
	// Nothing looks deeper into a record.
	const value = fc.anything({ maxDepth: 2, maxKeys: 3 });
	const anything = fc.dictionary(
		fc.constantFrom(
			'entryId',
			'contextType',
			'contextStatus',
			'talkDuration',
			'contextStartTime',
			'duration',
			'callerNumber',
			'calledNumber',
			'contextCalls',
		),
		fc.oneof(
			value,
			fc.integer({ min: 0, max: 3 }),
			fc.array(
				fc.dictionary(
					fc.constantFrom(
						'callType',
						'callStartTime',
						'callAnswerTime',
						'callEndTime',
						'callEndReason',
						'members',
						'recordingId',
					),
					value,
				),
			),
		),
	);
	fc.assert(
		fc.property(anything, (one) => {
			expect(OUTCOMES).toContain(outcomeOfRecord(one).outcome);
		}),
		{ numRuns: 2000 },
	);
});

describe('a task', () => {
	const task = (more: Json) =>
		readTask({
			task: {
				campaign_task_id: 11227801,
				campaign_id: 79893,
				number: '79161110001',
				comment: 'Offer [deal 12]',
				attempts_count: '2',
				operator_id: 400210106,
				record_id: 'R1',
				duration: 61,
				talk_duration: 45,
				status: 4,
				status_reason: 1,
				updated: '2026-03-01 08:02:00',
				end: '2026-03-01 08:01:01',
				created: '2026-03-01 07:00:00',
				...more,
			},
		});
	const extensionOf = (id: number) => (id === 400210106 ? '106' : null);

	test('that was talked in has all facts', () => {
		expect(outcomeOfTask(task({}), [], extensionOf)).toEqual({
			entryId: null,
			taskId: 11227801,
			campaignId: 79893,
			dealId: 12,
			outcome: 'POSITIVE',
			final: true,
			reason: 'Talked',
			reasonCode: 1,
			talkSeconds: 45,
			answeredBy: '106',
			attempts: 2,
			clientRung: true,
			direction: 'outgoing',
			clientNumber: '+79161110001',
			extension: '106',
			startTime: '2026-03-01T08:00:00.000Z',
			endTime: '2026-03-01T08:01:01.000Z',
			recordingIds: ['R1'],
		});
	});

	// docs/protocols/mango-office.md#campaign-task-statuses.
	test.each([
		[1, 'POSITIVE'],
		[2, 'NEGATIVE'],
		[3, 'NEGATIVE'],
		[4, 'NEGATIVE'],
		[5, 'NEUTRAL'],
		[6, 'NEUTRAL'],
		[7, 'NEUTRAL'],
		[8, 'NEGATIVE'],
		[10, 'NEUTRAL'],
		[11, 'NEUTRAL'],
		[20, 'NEUTRAL'],
		[21, 'NEGATIVE'],
		[22, 'NEGATIVE'],
		[23, 'NEGATIVE'],
		[24, 'NEGATIVE'],
		[25, 'NEGATIVE'],
		[26, 'NEUTRAL'],
		[99, 'NEUTRAL'],
	])('with the reason %i is %s', (reason, outcome) => {
		expect(outcomeOfTask(task({ status_reason: reason }))).toMatchObject({
			outcome,
			final: true,
			reasonCode: reason,
			reason: TASK_ENDINGS[reason]?.reason ?? 'Unknown reason',
			talkSeconds: reason === 1 ? 45 : 0,
			answeredBy: null,
		});
	});

	test('as the method tells it by its document: no operator, attempts and recording, dates as Unix times', () => {
		const plain = readTask({
			task: {
				campaign_task_id: 1,
				campaign_id: 2,
				number: '79161110001',
				talk_duration: 45,
				status: 4,
				status_reason: '1',
				updated: START + 60,
				end: null,
			},
		});
		expect(outcomeOfTask(plain)).toMatchObject({
			outcome: 'POSITIVE',
			attempts: null,
			talkSeconds: 45,
			answeredBy: null,
			startTime: iso(15),
			endTime: iso(60),
			recordingIds: [],
		});
	});

	test('that is queued again tells of its last attempt, and is not final', () => {
		expect(outcomeOfTask(task({ status: 1, status_reason: 3, end: null }))).toMatchObject({
			outcome: 'NEGATIVE',
			final: false,
			reason: 'Client did not answer',
			endTime: '2026-03-01T08:02:00.000Z',
		});
	});

	test.each([
		[0, 'Not called yet', false],
		[1, 'Not called yet', false],
		[2, 'In progress', false],
		[6, 'Deleted', true],
	])('in status %i without a reason', (status, reason, final) => {
		const one = task({ status: String(status), status_reason: 0, attempts_count: 0 });
		expect(outcomeOfTask(one)).toMatchObject({
			outcome: 'NEUTRAL',
			reason,
			final,
			reasonCode: null,
			endTime: null,
			attempts: 0,
		});
		expect(isInWork(one)).toBe(status === 2);
	});

	test('in work a second time is not final, either', () => {
		expect(outcomeOfTask(task({ status: 2, status_reason: 2 }))).toMatchObject({
			outcome: 'NEGATIVE',
			final: false,
			endTime: null,
		});
	});

	test('from a list, with dots in its dates', () => {
		const page = readTaskPage({
			tasks: [
				{
					campaign_id: 1,
					task_id: 2,
					number: 'sip:client@example.com',
					duration: 10,
					task_status: 4,
					task_status_reason: 2,
					task_updated: '2025.09.26 08:28:12',
					attempts_count: 1,
				},
			],
		});
		expect(outcomeOfTask(page.tasks[0])).toMatchObject({
			taskId: 2,
			outcome: 'NEGATIVE',
			clientNumber: 'sip:client@example.com',
			startTime: '2025-09-26T08:28:02.000Z',
			endTime: '2025-09-26T08:28:12.000Z',
			recordingIds: [],
		});
	});

	test("the user's rules go before the table, those for tasks only", () => {
		expect(
			outcomeOfTask(task({ status_reason: 25 }), [
				{ appliesTo: 'task', code: 25, outcome: 'NEUTRAL' },
			]),
		).toMatchObject({ outcome: 'NEUTRAL', reason: 'Due date passed' });
		expect(
			outcomeOfTask(task({ status_reason: 25 }), [
				{ appliesTo: 'any', code: 25, outcome: 'NEUTRAL' },
			]).outcome,
		).toBe('NEGATIVE');
	});
});
