import { outcomeOfRecord, unknownEmployees } from '../../protocols/mangoOffice/outcome/record';
import { outcomeOfTask } from '../../protocols/mangoOffice/outcome/task';
import { callOf, readRecords } from '../../protocols/mangoOffice/statistics';
import { readTask } from '../../protocols/mangoOffice/task';

type Json = Record<string, unknown>;

const START = 1772352000;
const CLIENT = '79161110001';
/** Long after the call. */
const LATER = (START + 86_400) * 1000;

const leg = (
	type: string,
	[start, answer, end]: [number, number | null, number | null],
	reason: number | null,
	more: Json = {},
): Json => ({
	call_type: type,
	call_abonent_number: type === 'number' ? CLIENT : 'sip:a@vpbx.mangosip.ru',
	call_start_time: START + start,
	call_answer_time: answer === null ? null : START + answer,
	call_end_time: end === null ? null : START + end,
	call_end_reason: reason,
	...more,
});
const record = (legs: unknown, more: Json = {}): Json => ({
	entry_id: 'e',
	context_type: 2,
	context_status: 0,
	caller_number: '101',
	called_number: CLIENT,
	context_start_time: START,
	duration: 30,
	talk_duration: 0,
	context_calls: legs,
	...more,
});
const read = (raw: Json) => readRecords({ status: 'complete', data: [{ list: [raw] }] })?.[0] ?? {};
const outcome = (raw: Json, now?: number) => outcomeOfRecord(read(raw), [], () => null, now);

const ANSWERED = leg('user', [0, 3, 4], 1000);

describe("whether the client's telephone was rung", () => {
	test.each<[string, Json, boolean, string]>([
		['a talk', record([ANSWERED, leg('number', [4, 10, 30], 1120)]), true, 'POSITIVE'],
		['he did not answer', record([ANSWERED, leg('number', [4, null, 30], 1111)]), true, 'NEGATIVE'],
		['he was busy', record([ANSWERED, leg('number', [4, null, 5], 1121)]), true, 'NEGATIVE'],
		[
			'his number does not exist',
			record([ANSWERED, leg('number', [4, null, 5], 1133)]),
			true,
			'NEGATIVE',
		],
		[
			'his number is wrong',
			record([ANSWERED, leg('number', [4, null, 5], 3200)]),
			true,
			'NEGATIVE',
		],
		[
			'he cannot be reached now',
			record([ANSWERED, leg('number', [4, null, 5], 4200)]),
			true,
			'NEGATIVE',
		],
		[
			'a talk that the antirobot let through',
			record([ANSWERED, leg('number', [4, 9, 30], 1300)]),
			true,
			'POSITIVE',
		],
		[
			'the antirobot was too late',
			record([ANSWERED, leg('number', [4, 9, 30], 1314)]),
			true,
			'NEUTRAL',
		],
		['a voicemail answered', record([ANSWERED, leg('number', [4, 9, 30], 1313)]), true, 'NEGATIVE'],
		[
			'the employee hung up while he was rung',
			record([ANSWERED, leg('number', [4, null, 30], 1110)]),
			true,
			'NEUTRAL',
		],
		[
			'a command ended it while he was rung',
			record([ANSWERED, leg('number', [4, null, 30], 1181)]),
			true,
			'NEUTRAL',
		],
		['the employee did not answer', record([leg('user', [0, null, 30], 1111)]), false, 'NEUTRAL'],
		['the employee was busy', record([leg('user', [0, null, 3], 1121)]), false, 'NEUTRAL'],
		['the employee declined', record([leg('user', [0, null, 3], 1122)]), false, 'NEUTRAL'],
		['the employee hung up before', record([leg('user', [0, 3, 4], 1110)]), false, 'NEUTRAL'],
		[
			'the employee is out of schedule',
			record([leg('user', [0, null, 0], 1192)]),
			false,
			'NEUTRAL',
		],
		['nobody at all was rung', record([], { duration: 0 }), false, 'NEUTRAL'],
		[
			'the region is forbidden',
			record([ANSWERED, leg('number', [4, null, 5], 1140)]),
			false,
			'NEUTRAL',
		],
		[
			'he is on the black list',
			record([ANSWERED, leg('number', [4, null, 5], 1151)]),
			false,
			'NEUTRAL',
		],
		['there is no money', record([ANSWERED, leg('number', [4, null, 5], 2240)]), false, 'NEUTRAL'],
		[
			'the request was wrong',
			record([ANSWERED, leg('number', [4, null, 5], 3100)]),
			false,
			'NEUTRAL',
		],
		[
			'the calls are too many',
			record([ANSWERED, leg('number', [4, null, 5], 4501)]),
			false,
			'NEUTRAL',
		],
		["MANGO's own fault", record([ANSWERED, leg('number', [4, null, 5], 5003)]), false, 'NEUTRAL'],
		[
			'first forbidden, then rung by another line',
			record([ANSWERED, leg('number', [4, null, 5], 2300), leg('number', [6, null, 30], 1111)]),
			true,
			'NEGATIVE',
		],
		[
			'a campaign rang him first, and found no operator',
			record([leg('number', [0, 4, 20], 1110), leg('user', [5, null, 20], 1111)]),
			true,
			'NEUTRAL',
		],
		['legs of a shape that is not known', record(undefined), true, 'NEGATIVE'],
		[
			'he rang, and nobody answered',
			record([leg('user', [2, null, 20], 1111)], { context_type: 1, caller_number: CLIENT }),
			true,
			'NEGATIVE',
		],
		[
			'he rang out of schedule',
			record([], { context_type: 1, caller_number: CLIENT }),
			true,
			'NEGATIVE',
		],
	])('%s', (_name, raw, clientRung, expected) => {
		expect(outcome(raw)).toMatchObject({ clientRung, outcome: expected, final: true });
		expect(callOf(read(raw))).toMatchObject({ clientRung, outcome: expected });
	});
});

describe('a leg with a start and no end', () => {
	const open = leg('number', [4, 10, null], null);
	const asked = leg('user', [12, 14, 20], 1120);
	test.each<[string, Json, number | undefined, boolean]>([
		['goes on, when nobody knows what time it is', record([ANSWERED, open]), undefined, false],
		[
			"goes on, when the call's length keeps up with the clock",
			record([ANSWERED, open], { duration: 200 }),
			(START + 210) * 1000,
			false,
		],
		[
			"has ended, when the call's length stays behind the clock",
			record([ANSWERED, open], { duration: 200 }),
			(START + 300) * 1000,
			true,
		],
		[
			'goes on, when there is no length',
			record([ANSWERED, open], { duration: 0 }),
			(START + 3600) * 1000,
			false,
		],
		[
			'has ended, when no call goes on for as long',
			record([ANSWERED, open], { duration: 0 }),
			LATER,
			true,
		],
		[
			'has ended, when the call has an end',
			record([ANSWERED, open], { context_end_time: START + 30 }),
			undefined,
			true,
		],
		[
			'has ended, when it has a reason',
			record([ANSWERED, leg('number', [4, 10, null], 1120)]),
			undefined,
			true,
		],
		[
			'has ended, when another ended with the call',
			record([leg('user', [0, 3, null], null), leg('number', [4, 10, 30], 1120)]),
			undefined,
			true,
		],
		[
			'goes on, when another has ended before',
			record([open, asked], { duration: 0 }),
			undefined,
			false,
		],
		[
			'of the menu has ended, when people have',
			record([leg('ivr', [0, 1, null], null), leg('user', [5, 9, 30], 1110)], { context_type: 1 }),
			undefined,
			true,
		],
		[
			'of a group has ended, when the member has',
			record([leg('group', [0, 9, null], null, { members: [leg('user', [5, 9, 25], 1110)] })], {
				context_type: 1,
			}),
			undefined,
			true,
		],
		[
			'of the menu does not say that people have',
			record([leg('ivr', [0, 1, 2], 1100), leg('user', [5, 9, null], null)], { context_type: 1 }),
			undefined,
			false,
		],
		[
			'without an end at all has ended',
			record([ANSWERED, { ...open, call_end_time: undefined }]),
			undefined,
			true,
		],
	])('%s', (_name, raw, now, final) => {
		expect(outcome(raw, now).final).toBe(final);
	});

	test('of a call that is over tells the talk by its totals', () => {
		const talk = record([ANSWERED, open], { context_status: 1, talk_duration: 20 });
		expect(outcome(talk, LATER)).toMatchObject({
			outcome: 'POSITIVE',
			final: true,
			talkSeconds: 20,
			endTime: new Date((START + 30) * 1000).toISOString(),
		});
		expect(outcome(record([ANSWERED, leg('number', [4, null, null], null)]), LATER)).toMatchObject({
			outcome: 'NEGATIVE',
			final: true,
			clientRung: true,
		});
	});
});

describe('the extension on a leg', () => {
	const sip = (more: Json) =>
		record([leg('user', [2, 5, 30], 1110, { call_abonent_id: 7, ...more })], {
			context_type: 1,
			caller_number: CLIENT,
			talk_duration: 25,
			context_status: 1,
		});

	test('is told by the leg itself', () => {
		const raw = read(sip({ call_abonent_extension: 102 }));
		expect(unknownEmployees(raw)).toEqual([]);
		expect(outcomeOfRecord(raw)).toMatchObject({ answeredBy: '102', extension: '102' });
	});

	test('is told by the leg of a member', () => {
		const group = leg('group', [2, 5, 30], 1110, {
			call_abonent_extension: '200',
			members: [
				leg('user', [2, 5, 30], 1110, { call_abonent_id: 7, call_abonent_extension: '102' }),
			],
		});
		const raw = read(record([group], { context_type: 1, talk_duration: 25, context_status: 1 }));
		expect(unknownEmployees(raw)).toEqual([]);
		expect(outcomeOfRecord(raw)).toMatchObject({ answeredBy: '102' });
	});

	test.each([null, '', 'sip:102@x.ru', undefined])(
		'%j is none: the directory is asked',
		(extension) => {
			expect(unknownEmployees(read(sip({ call_abonent_extension: extension })))).toEqual([7]);
		},
	);
});

describe('a task of a campaign', () => {
	const task = (more: Json) =>
		outcomeOfTask(
			readTask({
				task: {
					campaign_task_id: 1,
					campaign_id: 2,
					number: CLIENT,
					status: 4,
					status_reason: null,
					updated: START,
					...more,
				},
			}),
		);
	const attempts = (...results: unknown[]) => ({
		attempts: results.map((result, index) => ({
			attempt_id: index,
			result,
			record_id: `R${index}`,
		})),
	});

	test.each<[string, Json, Json]>([
		[
			'by its attempts',
			attempts(3, '1'),
			{
				outcome: 'POSITIVE',
				reason: 'Talked',
				final: true,
				clientRung: true,
				reasonCode: 1,
				attempts: 2,
				recordingIds: ['R1'],
			},
		],
		[
			'in an earlier attempt',
			attempts(1, 3),
			{ outcome: 'POSITIVE', final: true, recordingIds: ['R0'] },
		],
		[
			'by the length of its talk',
			{ talk_duration: 45 },
			{ outcome: 'POSITIVE', final: true, talkSeconds: 45 },
		],
		[
			'as the reason of another status',
			{ status: 4, ...attempts(1) },
			{ outcome: 'POSITIVE', final: true },
		],
		['by its reason', { status: 5, status_reason: 1 }, { outcome: 'POSITIVE', final: true }],
	])('that was put off is a talk, %s', (_name, more, facts) => {
		expect(task({ status: 5, status_reason: 28, ...more })).toMatchObject(facts);
	});

	test.each<[Json, Json]>([
		[attempts(3, 2), { outcome: 'NEUTRAL', reason: 'Postponed', clientRung: true, attempts: 2 }],
		[attempts(6), { outcome: 'NEUTRAL', reason: 'Postponed', clientRung: false }],
		[{}, { outcome: 'NEUTRAL', reason: 'Postponed', clientRung: false }],
		[
			{ status_reason: null },
			{ outcome: 'NEUTRAL', reason: 'Postponed', clientRung: false, attempts: 0 },
		],
	])('that was put off and not talked in goes on: %j', (more, facts) => {
		expect(task({ status: 5, status_reason: 28, ...more })).toMatchObject({
			final: false,
			...facts,
		});
	});

	const RUNG = [1, 2, 3, 4, 8, 10, 21, 22, 23, 24];
	const NOT_RUNG = [5, 6, 7];
	test.each([
		...RUNG.map((reason) => [reason, true] as const),
		...NOT_RUNG.map((reason) => [reason, false] as const),
	])('reason %i: rung %s', (reason, clientRung) => {
		expect(task({ status_reason: reason })).toMatchObject({ final: true, clientRung });
		expect(task({ status_reason: reason, ...attempts(reason) })).toMatchObject({
			final: true,
			clientRung,
		});
	});

	test.each([11, 20, 25, 26])('that ended by reason %i: as its attempts say', (reason) => {
		const clientRung = (more: Json) => {
			const { final, clientRung: rung } = task({ status_reason: reason, ...more });
			expect(final).toBe(true);
			return rung;
		};
		expect(clientRung({ attempts_count: 0 })).toBe(false);
		expect(clientRung({ attempts_count: '2' })).toBe(true);
		expect(clientRung(attempts())).toBe(false);
		expect(clientRung(attempts(3))).toBe(true);
		// Nobody but operators was rung.
		expect(clientRung(attempts(6, 7))).toBe(false);
		// The method `task` tells no attempts, but how long the last one took.
		expect(clientRung({ talk_duration: null })).toBe(false);
		expect(clientRung({ talk_duration: 0 })).toBe(true);
	});

	test('that was deleted without a call', () => {
		expect(task({ status: 6 })).toMatchObject({
			final: true,
			clientRung: false,
			reason: 'Deleted',
			outcome: 'NEUTRAL',
		});
		expect(task({ status: 6, status_reason: 3 })).toMatchObject({
			final: true,
			clientRung: true,
			outcome: 'NEGATIVE',
		});
	});
});
