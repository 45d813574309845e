import type { Json } from '../../protocols/mangoOffice/events/kinds';
import { missedCallOf } from '../../protocols/mangoOffice/events/missedCall';
import { readEvent } from '../../protocols/mangoOffice/events/read';

const SUMMARY: Json = {
	entry_id: 'e1',
	call_direction: 1,
	from: { number: '79161234567' },
	to: { extension: '101', number: '74951112233' },
	line_number: '74951234567',
	create_time: 1_700_000_000,
	forward_time: 0,
	talk_time: 0,
	end_time: 1_700_000_025,
	entry_result: 0,
	disconnect_reason: 1111,
};
const read = (changes: Json, path = 'events/summary') =>
	missedCallOf(readEvent(path, Buffer.from(JSON.stringify({ ...SUMMARY, ...changes }))));

test('says who should have taken it, and how long the client waited', () => {
	expect(read({ dct: { number: '74950000001', type: '1' }, queue_name: 'Sales' })).toEqual({
		event: 'missedCall',
		final: true,
		entryId: 'e1',
		direction: 'incoming',
		extension: '101',
		clientNumber: '+79161234567',
		lineNumber: '+74951234567',
		startTime: '2023-11-14T22:13:20.000Z',
		forwardTime: null,
		endTime: '2023-11-14T22:13:45.000Z',
		reasonCode: 1111,
		reason: 'Nobody answered in time',
		from: { number: '+79161234567' },
		to: { extension: '101', number: '+74951112233' },
		dct: { number: '+74950000001', type: 1 },
		queueName: 'Sales',
		missedBy: 'employee',
		groupExtension: null,
		waitSeconds: 25,
	});
});

test.each<[string, Json, string, string | null, string | null]>([
	['an employee without an extension', { to: { number: 'sip:a@x.ru' } }, 'employee', null, null],
	['a group', { to: { extension: '200' } }, 'group', null, '200'],
	['a group, its number a number', { to: { extension: 200 } }, 'group', null, '200'],
	['a group, with an empty number', { to: { extension: '200', number: '' } }, 'group', null, '200'],
	['nobody', { to: {} }, 'nobody', null, null],
	['nobody, as a list', { to: [] }, 'nobody', null, null],
	['nobody, left out', { to: undefined }, 'nobody', null, null],
])('missed by %s', (_name, changes, missedBy, extension, groupExtension) => {
	expect(read(changes)).toMatchObject({ missedBy, extension, groupExtension });
});

test.each<[string, Json, boolean]>([
	['as texts', { call_direction: '1', entry_result: '0', talk_time: '0' }, true],
	['without a time of the talk', { talk_time: undefined }, true],
	['1 without a talk', { entry_result: 1 }, true],
	['0 with a talk', { talk_time: 1_700_000_010 }, true],
	['with a talk', { entry_result: 1, talk_time: 1_700_000_010 }, false],
	['outgoing', { call_direction: 2 }, false],
	['internal', { call_direction: 0 }, false],
	['out of schedule', { disconnect_reason: 1190, to: {} }, true],
	['at an employee who is inactive', { disconnect_reason: 1191 }, true],
	['of a queue that is full', { disconnect_reason: 1162 }, true],
	['of a withheld number', { from: {} }, true],
	['ended before it began', { end_time: 1_699_999_999 }, true],
	['without a code', { disconnect_reason: undefined }, true],
	['of a number on the black list', { disconnect_reason: 1151 }, false],
	['of a number that is not on the white list', { disconnect_reason: '1152' }, false],
	['kept off by the security settings', { disconnect_reason: 4502 }, false],
])('a call %s: %s %s', (_name, changes, isMissed) => {
	const missed = read(changes);
	expect(missed !== undefined).toBe(isMissed);
	if (isMissed) expect(missed?.waitSeconds).toBeGreaterThanOrEqual(0);
});

test('is known without its path', () => {
	expect(read({}, '')).toMatchObject({ event: 'missedCall' });
});

describe('a summary of unknown shape', () => {
	/** Nobody knows when it began. */
	const strange = { create_time: 'noon' };

	test('is passed on as it came', () => {
		expect(read(strange)).toEqual({
			event: 'missedCall',
			final: true,
			path: 'events/summary',
			unknownShape: true,
			raw: { ...SUMMARY, ...strange },
		});
	});

	test.each<[Json, boolean]>([
		[{ call_direction: 7 }, true],
		[{ call_direction: 2 }, false],
		[{ entry_result: 1, talk_time: 5 }, false],
		[{ entry_result: 'yes', talk_time: 5 }, true],
		[{ entry_result: 1, talk_time: 'noon' }, true],
	])('unless %j says otherwise: %s', (changes, isMissed) => {
		expect(read({ ...strange, ...changes }) !== undefined).toBe(isMissed);
	});

	test('of which nothing can be read at all', () => {
		expect(missedCallOf(readEvent('events/summary', Buffer.from('{')))).toMatchObject({ raw: '{' });
	});
});

test('no other event is a missed call', () => {
	for (const path of ['events/call', 'events/recording', 'result/callback'])
		expect(read({}, path)).toBeUndefined();
});
