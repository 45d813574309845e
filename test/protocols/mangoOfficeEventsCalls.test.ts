import { formatCommandId } from '../../protocols/mangoOffice/commandId';
import { isWanted, type EventFilter } from '../../protocols/mangoOffice/events/filter';
import { EVENT_KINDS } from '../../protocols/mangoOffice/events/kinds';
import { readEvent } from '../../protocols/mangoOffice/events/read';

type Json = Record<string, unknown>;

const OURS = formatCommandId({ dealId: 12, executionId: '345', itemIndex: 0, nonce: 'k3x9a2' });
const CLIENT = { number: '79161234567' };
const EMPLOYEE = { extension: '101', number: 'sip:a@x.ru' };
const LINE = { number: '74951234567', line_number: '74951234567' };

const read = (json: Json, path = 'events/call') =>
	readEvent(path, Buffer.from(JSON.stringify(json)));
const leg = (json: Json): Json => ({
	entry_id: 'e',
	call_id: 'c',
	timestamp: 1399906976,
	seq: 3,
	location: 'abonent',
	...json,
});
const ended = (disconnect_reason: unknown, json: Json = {}): Json =>
	leg({ call_state: 'Disconnected', disconnect_reason, from: CLIENT, to: EMPLOYEE, ...json });

describe('the direction of a call without callback_initiator', () => {
	const taken = { taken_from_call_id: 'first' };
	test.each<[string, Json, string | null]>([
		['the first leg of our callback', { from: CLIENT, to: EMPLOYEE, command_id: OURS }, 'outgoing'],
		[
			"the first leg of another program's callback",
			{ from: CLIENT, to: EMPLOYEE, command_id: 'theirs' },
			'outgoing',
		],
		[
			'its second leg',
			{ from: { ...EMPLOYEE, ...taken }, to: CLIENT, command_id: OURS },
			'outgoing',
		],
		[
			'the first leg of a callback by a group',
			{ from: CLIENT, to: { acd_group: '200' }, location: 'queue', command_id: OURS },
			'outgoing',
		],
		["the first leg of a campaign's task", { from: CLIENT, to: EMPLOYEE, task_id: 77 }, 'outgoing'],
		[
			'a leg of a task that a transfer made',
			{ from: { ...CLIENT, ...taken }, to: EMPLOYEE, task_id: 77 },
			'outgoing',
		],
		[
			'an incoming call that our command put through',
			{ from: { ...CLIENT, ...taken }, to: EMPLOYEE, command_id: OURS },
			'incoming',
		],
		['an incoming call', { from: CLIENT, to: EMPLOYEE }, 'incoming'],
		['a call from the telephone', { from: EMPLOYEE, to: CLIENT }, 'outgoing'],
		['a call in the menu', { from: CLIENT, to: LINE, location: 'ivr' }, 'incoming'],
		['one employee calling another', { from: EMPLOYEE, to: { extension: '102' } }, 'internal'],
	])('%s: %#', (_name, json, direction) => {
		expect(read(leg({ call_state: 'Appeared', ...json })).direction).toBe(direction);
	});

	test('employee and client are told as with it', () => {
		const json = leg({ call_state: 'Appeared', from: CLIENT, to: EMPLOYEE, command_id: OURS });
		expect({ ...read(json), initiator: 'API' }).toEqual(
			read({ ...json, callback_initiator: 'API' }),
		);
	});
});

describe('the end of a leg is the end of the call', () => {
	const transferred = { ...CLIENT, was_transferred: true };
	test.each<[string, Json, boolean]>([
		["an employee's leg, he hung up", ended(1120), true],
		["an employee's leg, the client hung up", ended('1110'), true],
		['nobody answered', ended(1111), true],
		['without a reason', ended(undefined), true],
		['of an unknown reason', ended(1999), true],
		['MANGO could not put it through', ended(5000), true],
		["a callback's first leg", ended('1000', { command_id: OURS }), false],
		["a callback's first leg, with remarks", ended(1001, { command_id: OURS }), false],
		[
			"a callback's first leg, that the employee did not answer",
			ended(1111, { command_id: OURS }),
			true,
		],
		[
			"a callback's second leg",
			ended(1120, {
				from: { ...EMPLOYEE, taken_from_call_id: 'c0' },
				to: CLIENT,
				command_id: OURS,
			}),
			true,
		],
		['the menu passes on', ended(1100, { location: 'ivr', to: LINE }), false],
		['the client hangs up in the menu', ended(1110, { location: 'ivr', to: LINE }), false],
		['the scheme ends in the menu', ended(1170, { location: 'ivr', to: LINE }), false],
		['a menu within the menu', ended(1110, { location: 'ivr.2', to: LINE }), false],
		['the queue passes on', ended(1100, { location: 'queue', to: { acd_group: '200' } }), false],
		[
			'the client hangs up in the queue, beside the member who is rung',
			ended(1110, { location: 'queue', to: { acd_group: '200' } }),
			false,
		],
		[
			'all operators are unavailable',
			ended(1164, { location: 'queue', to: { acd_group: '200' } }),
			false,
		],
		['the client was transferred', ended(1120, { from: transferred }), false],
		[
			'the client was transferred, as text',
			ended(1110, { from: EMPLOYEE, to: { ...CLIENT, was_transferred: '1' } }),
			false,
		],
		['nobody was transferred', ended(1120, { from: { ...CLIENT, was_transferred: false } }), true],
		['another employee intercepts it', ended(1182), false],
		['another employee is rung', ended(1183), false],
		[
			'one employee has asked another',
			ended(1120, { from: EMPLOYEE, to: { extension: '102' }, transfer: 'consultative' }),
			false,
		],
		[
			'whom he asked did not answer',
			ended(1111, { from: EMPLOYEE, to: { extension: '102' }, transfer: 'consultative' }),
			false,
		],
		['who got the client hangs up', ended(1120, { transfer: 'blind' }), true],
		['the client hangs up while it is transferred', ended(1110, { transfer: 'blind' }), true],
		['a command ends what was transferred', ended(1181, { transfer: 'blind' }), true],
		['who was to get the client does not answer', ended(1111, { transfer: 'blind' }), false],
		['who was to get the client is busy', ended(1121, { transfer: 'blind' }), false],
		['the client came back and talked', ended(1120, { transfer: 'return_blind' }), true],
		['the client came back in vain', ended(1111, { transfer: 'return_blind' }), true],
		['a leg that goes on', leg({ call_state: 'Connected', from: CLIENT, to: EMPLOYEE }), false],
	])('%s: %#', (_name, json, final) => {
		expect(read(json).final).toBe(final);
	});
});

describe('an event of unknown shape keeps to the filters that can be read', () => {
	const ALL: EventFilter = {
		kinds: EVENT_KINDS,
		finalOnly: false,
		callsOf: [],
		directions: [],
		extensions: [],
		lines: [],
		groups: [],
	};
	/** Of a known kind, but nobody knows its sequence. */
	const strange = (json: Json) => ({
		...ended(1120, { from: CLIENT, to: { ...EMPLOYEE, ...LINE, acd_group: '200' } }),
		seq: 'first',
		...json,
	});

	test.each<[boolean, Partial<EventFilter>, Json, string?]>([
		[true, {}, {}],
		[false, { kinds: ['summary'] }, {}],
		[true, { finalOnly: true }, {}],
		[false, { finalOnly: true }, { call_state: 'Connected' }],
		[false, { finalOnly: true }, { disconnect_reason: '1000' }],
		[false, { finalOnly: true }, { location: 'ivr' }],
		[true, { finalOnly: true }, { call_state: 'Parked' }],
		[true, { finalOnly: true }, { call_state: { is: 'strange' } }],
		[true, { callsOf: ['ours'] }, {}],
		[true, { callsOf: ['ours'] }, { command_id: OURS }],
		[false, { callsOf: ['ours'] }, { command_id: 'theirs' }],
		[false, { callsOf: ['ours'] }, { task_id: 77 }],
		[true, { callsOf: ['campaigns'] }, { task_id: '77' }],
		[
			false,
			{ callsOf: ['ours'] },
			{ command_id: 'theirs', result: { is: 'strange' } },
			'result/callback',
		],
		[true, { directions: ['incoming'] }, {}],
		[false, { directions: ['outgoing'] }, {}],
		[true, { directions: ['outgoing'] }, { command_id: OURS }],
		[true, { directions: ['outgoing'] }, { from: 'nobody' }],
		[true, { directions: ['outgoing'] }, { from: {}, to: {} }],
		[false, { directions: ['outgoing'] }, { call_direction: 1 }, 'events/summary'],
		[true, { directions: ['outgoing'] }, { call_direction: 7 }, 'events/summary'],
		[true, { extensions: ['101'] }, {}],
		[false, { extensions: ['102'] }, {}],
		[true, { extensions: ['102'] }, { to: 'nobody' }],
		[false, { extensions: ['102'] }, { extension: '101' }, 'events/recording'],
		[true, { extensions: ['102'] }, { extension: { is: 'strange' } }, 'events/recording'],
		[false, { finalOnly: true }, { recording_state: 'Started' }, 'events/recording'],
		[true, { finalOnly: true }, { recording_state: 'Completed' }, 'events/recording'],
		[true, { lines: ['+7 495 123-45-67'] }, {}],
		[false, { lines: ['+7 495 999-99-99'] }, {}],
		[false, { lines: ['+7 495 999-99-99'] }, { line_number: '74951234567' }, 'events/dtmf'],
		[true, { lines: ['+7 495 999-99-99'] }, {}, 'events/dtmf'],
		[true, { groups: ['200'] }, {}],
		[false, { groups: ['201'] }, {}],
		[true, { groups: ['201'] }, { to: EMPLOYEE }],
	])('%s: %j for %j', (passes, filter, json, path = 'events/call') => {
		const event = read(
			path === 'events/call' ? strange(json) : { timestamp: 'today', ...json },
			path,
		);
		expect(event.unknownShape).toBe(true);
		expect(isWanted(event, { ...ALL, ...filter })).toBe(passes);
	});

	test('what is no JSON passes all but the kinds', () => {
		const event = readEvent('events/call', Buffer.from('text'));
		const narrow: Partial<EventFilter> = {
			finalOnly: true,
			callsOf: ['ours'],
			directions: ['internal'],
			extensions: ['1'],
			lines: ['1'],
			groups: ['1'],
		};
		expect(isWanted(event, { ...ALL, ...narrow })).toBe(true);
		expect(isWanted(event, { ...ALL, ...narrow, kinds: ['summary'] })).toBe(false);
	});

	test('what is known to go on is not called final', () => {
		expect(read(strange({ call_state: 'Connected' }))).toMatchObject({
			unknownShape: true,
			final: false,
		});
		expect(read(strange({ call_state: 'Parked' }))).toMatchObject({
			unknownShape: true,
			final: true,
		});
	});
});
