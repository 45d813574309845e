import { formatCommandId } from '../../protocols/mangoOffice/commandId';
import { readEvent } from '../../protocols/mangoOffice/events/read';

// Shapes of both official documents (docs/protocols/mango-office.md#types-and-times-of-events):
// 2017 writes numbers as strings.

const COMMAND_ID = formatCommandId({
	dealId: 12,
	executionId: '345',
	itemIndex: 0,
	nonce: 'k3x9a2',
});
const TIME = '2014-05-12T15:02:56.000Z';

const read = (path: string, json: unknown) =>
	readEvent(path, Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)));

const OUTGOING = {
	call_id: '100:500:256',
	entry_id: '232wc3e3w3s222',
	timestamp: '1399906976',
	seq: '3',
	location: 'abonent',
	call_state: 'Disconnected',
	from: { extension: '1234', number: '74955404444' },
	to: { number: '12345678' },
	disconnect_reason: '1120',
};

const INCOMING = {
	entry_id: '1MN0Q1MDOQ==',
	call_id: 'MIxEyNTzTo6NDxkzNMMOzNQ==',
	timestamp: 1399906976,
	seq: 2,
	call_state: 'Disconnected',
	location: 'abonent',
	from: {
		number: '79001234567',
		taken_from_call_id: 'oMNTMyzTzNTo6NxNkDIxOxM3EMNTj',
		was_transferred: false,
	},
	to: {
		extension: 29,
		number: 'sip:user00000@tech.mangosip.ru',
		line_number: 'sip:line00000@tech.mangosip.ru',
		acd_group: '303',
	},
	disconnect_reason: 1131,
	dct: { number: '74951234567', type: '1' },
};

describe('a call', () => {
	test('of the 2017 document: all is text', () => {
		expect(read('events/call', OUTGOING)).toEqual({
			event: 'call',
			final: true,
			entryId: '232wc3e3w3s222',
			callId: '100:500:256',
			sequence: 3,
			time: TIME,
			state: 'Disconnected',
			location: 'abonent',
			direction: 'outgoing',
			extension: '1234',
			clientNumber: '12345678',
			lineNumber: null,
			groupExtension: null,
			from: { extension: '1234', number: '+74955404444' },
			to: { number: '12345678' },
			reasonCode: 1120,
			reason: 'The called party hung up',
		});
	});

	test('of the 2026 document: numbers, SIP addresses, a group, call tracking', () => {
		expect(read('events/call', INCOMING)).toEqual({
			event: 'call',
			final: true,
			entryId: '1MN0Q1MDOQ==',
			callId: 'MIxEyNTzTo6NDxkzNMMOzNQ==',
			sequence: 2,
			time: TIME,
			state: 'Disconnected',
			location: 'abonent',
			direction: 'incoming',
			extension: '29',
			clientNumber: '+79001234567',
			lineNumber: 'sip:line00000@tech.mangosip.ru',
			groupExtension: '303',
			from: {
				number: '+79001234567',
				takenFromCallId: 'oMNTMyzTzNTo6NxNkDIxOxM3EMNTj',
				wasTransferred: false,
			},
			to: {
				extension: '29',
				number: 'sip:user00000@tech.mangosip.ru',
				lineNumber: 'sip:line00000@tech.mangosip.ru',
				groupExtension: '303',
			},
			reasonCode: 1131,
			reason: 'The called party is unreachable',
			dct: { number: '+74951234567', type: 1 },
		});
	});

	const menu = {
		...INCOMING,
		location: 'ivr',
		from: { number: '79000000000' },
		to: { number: '78001234567', line_number: '78001234567' },
		dct: undefined,
	};
	test.each([
		['in a menu', menu, ['incoming', null, '+79000000000', '+78001234567']],
		[
			'in a queue, without a line',
			{ ...menu, location: 'queue', to: { acd_group: '200' } },
			['incoming', null, '+79000000000', null],
		],
		[
			'on an employee without an extension',
			{ ...menu, location: 'abonent' },
			['incoming', null, '+79000000000', '+78001234567'],
		],
		[
			'internal',
			{ ...OUTGOING, to: { extension: '102', number: 'sip:b@x.ru' } },
			['internal', '1234', null, null],
		],
		[
			'of nobody known',
			{ ...OUTGOING, from: { number: '79000000000' }, to: {} },
			[null, null, null, null],
		],
		['with empty sides', { ...OUTGOING, from: [], to: null }, [null, null, null, null]],
		['of an unknown client', { ...menu, from: {} }, ['incoming', null, null, '+78001234567']],
		[
			'to a SIP address',
			{ ...OUTGOING, to: { number: 'sip:client@example.ru' } },
			['outgoing', '1234', 'sip:client@example.ru', null],
		],
		[
			'with empty fields',
			{
				...OUTGOING,
				to: { extension: '', number: '79161234567', line_number: '', acd_group: null },
			},
			['outgoing', '1234', '+79161234567', null],
		],
	])('%s: direction, employee, client, line', (_name, json, expected) => {
		const { direction, extension, clientNumber, lineNumber } = read('events/call', json);
		expect([direction, extension, clientNumber, lineNumber]).toEqual(expected);
	});

	describe('back to a client, asked for by the MANGO OFFICE node', () => {
		const callback = {
			...OUTGOING,
			command_id: COMMAND_ID,
			callback_initiator: 'API',
			disconnect_reason: undefined,
			call_state: 'Connected',
		};
		const client = { number: '79161234567' };
		const employee = { extension: '101', number: 'sip:a@x.ru' };
		const about = {
			direction: 'outgoing',
			extension: '101',
			clientNumber: '+79161234567',
			commandId: COMMAND_ID,
			dealId: 12,
			initiator: 'API',
		};

		test('the first leg rings the employee, and its end is not the end', () => {
			const leg = { ...callback, from: client, to: employee };
			expect(read('events/call', leg)).toMatchObject({
				...about,
				final: false,
				reasonCode: null,
				reason: null,
			});
			expect(
				read('events/call', { ...leg, call_state: 'Disconnected', disconnect_reason: '1000' }),
			).toMatchObject({ ...about, final: false, reasonCode: 1000 });
			expect(
				read('events/call', { ...leg, call_state: 'Disconnected', disconnect_reason: '1111' }),
			).toMatchObject({ ...about, final: true, reason: 'Nobody answered in time' });
		});

		test('the second leg rings the client', () => {
			const leg = { ...callback, from: { ...employee, taken_from_call_id: 'a' }, to: client };
			expect(read('events/call', leg)).toMatchObject({
				...about,
				final: false,
				from: { extension: '101', number: 'sip:a@x.ru', takenFromCallId: 'a' },
			});
			expect(
				read('events/call', { ...leg, call_state: 'Disconnected', disconnect_reason: 1110 }),
			).toMatchObject({ ...about, final: true });
		});

		test("a command of somebody else's has no deal", () => {
			const item = read('events/call', { ...callback, command_id: 'theirs' });
			expect(item.commandId).toBe('theirs');
			expect(item).not.toHaveProperty('dealId');
		});
	});

	test.each([
		['СС', 'CC'],
		['MissGroupСallCallback', 'MissGroupCallCallback'],
		['MissInIvrCallCallback', 'MissInIvrCallCallback'],
		['ObDial', 'ObDial'],
	])('initiator %s, its Cyrillic letters made Latin', (initiator, expected) => {
		expect(
			read('events/call', {
				...OUTGOING,
				callback_initiator: initiator,
				task_id: '77',
				campaign_id: 5,
			}),
		).toMatchObject({
			initiator: expected,
			taskId: 77,
			campaignId: 5,
			direction: 'outgoing',
		});
	});

	test('what is not described is passed on in camelCase, and does not hide what is', () => {
		const item = read('events/call', {
			...OUTGOING,
			transfer: 'blind',
			sip_call_id: 's',
			new_field: { deep_field: [1] },
			event: 'x',
			final: 'x',
			direction: 'x',
		});
		expect(item).toMatchObject({
			transfer: 'blind',
			sipCallId: 's',
			newField: { deepField: [1] },
			event: 'call',
			final: true,
			direction: 'outgoing',
		});
	});

	test('the last one of an unknown reason is final', () => {
		expect(read('events/call', { ...OUTGOING, disconnect_reason: 1999 })).toMatchObject({
			final: true,
			reasonCode: 1999,
			reason: 'Done',
		});
		expect(read('events/call', { ...OUTGOING, disconnect_reason: '' })).toMatchObject({
			final: true,
			reasonCode: null,
			reason: null,
		});
	});
});

describe('a summary', () => {
	const common = {
		entry_id: '232wc3e3w3s222',
		create_time: 1399906976,
		end_time: 1399906990,
		entry_result: 1,
		disconnect_reason: 1100,
	};
	const line = '78001234567';

	test('of a successful incoming call', () => {
		const json = {
			...common,
			call_direction: 1,
			from: { number: '78001236352' },
			to: { extension: '123', number: line },
			line_number: line,
			forward_time: 1399906978,
			talk_time: 1399906980,
		};
		expect(read('events/summary', json)).toEqual({
			event: 'summary',
			final: true,
			entryId: '232wc3e3w3s222',
			direction: 'incoming',
			extension: '123',
			clientNumber: '+78001236352',
			lineNumber: '+78001234567',
			startTime: TIME,
			forwardTime: '2014-05-12T15:02:58.000Z',
			answerTime: '2014-05-12T15:03:00.000Z',
			endTime: '2014-05-12T15:03:10.000Z',
			talkSeconds: 10,
			answered: true,
			reasonCode: 1100,
			reason: 'The call ended',
			from: { number: '+78001236352' },
			to: { extension: '123', number: '+78001234567' },
		});
	});

	test.each([
		[
			'ended in the menu, although its result is 1',
			{ call_direction: 1, from: { number: '79000000000' }, to: {}, talk_time: 0 },
			['incoming', null, '+79000000000', false, 0, null],
		],
		[
			'outgoing by SIP',
			{
				call_direction: 2,
				from: { extension: '123', number: 'sip:user1@хyz.mangosip.ru' },
				to: { number: '79161234567' },
				talk_time: 1399906980,
			},
			['outgoing', '123', '+79161234567', true, 10, '2014-05-12T15:03:00.000Z'],
		],
		[
			'outgoing, not answered',
			{
				call_direction: 2,
				from: { extension: '123' },
				to: { number: '79161234567' },
				talk_time: 0,
				entry_result: 0,
			},
			['outgoing', '123', '+79161234567', false, 0, null],
		],
		[
			'outgoing to a number that an employee has too',
			{
				call_direction: 2,
				from: { extension: '123' },
				to: { extension: '7', number: '79161234567' },
				talk_time: 0,
			},
			['outgoing', '123', '+79161234567', false, 0, null],
		],
		[
			'incoming through an employee',
			{
				call_direction: 1,
				from: { extension: '5', number: '79161234567' },
				to: { extension: '7' },
				talk_time: 0,
			},
			['incoming', '7', '+79161234567', false, 0, null],
		],
		[
			'talked without success',
			{
				call_direction: 2,
				from: { extension: '123' },
				to: {},
				talk_time: 1399906980,
				entry_result: 0,
			},
			['outgoing', '123', null, false, 0, '2014-05-12T15:03:00.000Z'],
		],
		[
			'internal',
			{
				call_direction: 0,
				from: { extension: '1' },
				to: { extension: '2' },
				talk_time: 1399906989,
			},
			['internal', '1', null, true, 1, '2014-05-12T15:03:09.000Z'],
		],
		[
			'of a callback whose first leg failed',
			{
				call_direction: 2,
				from: { number: '79161234567' },
				to: { extension: '101' },
				talk_time: 0,
				entry_result: 0,
			},
			['outgoing', '101', '+79161234567', false, 0, null],
		],
		[
			'all as text',
			{
				call_direction: '1',
				entry_result: '1',
				talk_time: '1399906980',
				create_time: '1399906976',
				from: { number: '79000000000' },
				to: { extension: '1' },
			},
			['incoming', '1', '+79000000000', true, 10, '2014-05-12T15:03:00.000Z'],
		],
	])('%s', (_name, json, expected) => {
		const { direction, extension, clientNumber, answered, talkSeconds, answerTime } = read(
			'events/summary',
			{ ...common, ...json },
		);
		expect([direction, extension, clientNumber, answered, talkSeconds, answerTime]).toEqual(
			expected,
		);
	});

	test('with call tracking, of the 2017 document', () => {
		const json = {
			...common,
			call_direction: 1,
			from: {},
			to: {},
			talk_time: 0,
			dct: { number: '74951234567', type: 2 },
			sip_call_id: 'x',
		};
		expect(read('events/summary', json)).toMatchObject({
			dct: { number: '+74951234567', type: 2 },
			sipCallId: 'x',
		});
	});
});

describe('the other kinds', () => {
	const recording = {
		recording_id: 'r100:777',
		recording_state: 'Started',
		seq: 1,
		call_id: '100:500:256',
		entry_id: 'e',
		extension: '1234',
		timestamp: '1399906976',
	};

	test('a recording', () => {
		expect(read('events/recording', { ...recording, command_id: COMMAND_ID })).toEqual({
			event: 'recording',
			final: false,
			state: 'Started',
			sequence: 1,
			entryId: 'e',
			callId: '100:500:256',
			recordingId: 'r100:777',
			extension: '1234',
			completionCode: null,
			commandId: COMMAND_ID,
			dealId: 12,
			time: TIME,
		});
		expect(
			read('events/recording', {
				...recording,
				recording_state: 'Completed',
				completion_code: '1000',
				recipient: 'CloudAndMail',
				extension: '',
			}),
		).toMatchObject({
			final: true,
			completionCode: 1000,
			recipient: 'CloudAndMail',
			extension: null,
		});
	});

	test.each([
		['events/record/added', 'recordAdded'],
		['events/record/tagged', 'recordTagged'],
	])('%s', (path, event) => {
		const json = {
			entry_id: 'NTAw',
			product_id: 300022532,
			user_id: 300049012,
			timestamp: 1399906976,
			recording_id: 'MToxMDAw',
		};
		const item = {
			event,
			final: true,
			entryId: 'NTAw',
			recordingId: 'MToxMDAw',
			productId: 300022532,
			employeeId: 300049012,
			time: TIME,
		};
		expect(read(path, json)).toEqual(item);
		expect(read(path, { ...json, user_id: -1 })).toEqual({ ...item, employeeId: null });
	});

	test('DTMF', () => {
		const json = {
			seq: 1,
			dtmf: '124',
			timestamp: '1399906976',
			call_id: 'c',
			entry_id: 'e',
			location: 'ivr.2',
			initiator: '79000000000',
			from_number: '79000000000',
			to_number: '78001234567',
			line_number: '78001234567',
		};
		expect(read('events/dtmf', json)).toEqual({
			event: 'dtmf',
			final: true,
			entryId: 'e',
			callId: 'c',
			sequence: 1,
			time: TIME,
			dtmf: '124',
			location: 'ivr.2',
			initiator: '+79000000000',
			fromNumber: '+79000000000',
			toNumber: '+78001234567',
			lineNumber: '+78001234567',
		});
	});

	test.each([
		['1000', 1000, 'Done'],
		[4301, 4301, 'The SMS could not be sent'],
	])('an SMS with reason %j', (reason, reasonCode, words) => {
		expect(read('events/sms', { command_id: COMMAND_ID, timestamp: 1399906976, reason })).toEqual({
			event: 'sms',
			final: true,
			commandId: COMMAND_ID,
			dealId: 12,
			reasonCode,
			reason: words,
			time: TIME,
		});
	});

	test("an employee's status: its times are milliseconds, and may be left out", () => {
		const json = {
			abonent_id: 787585,
			status: 10,
			parent_status: '1',
			status_alias: 'qwe123',
			when: 1399906976123,
			timestamp: '1399906976877',
		};
		const item = {
			event: 'userStatus',
			final: true,
			employeeId: 787585,
			status: 10,
			statusAlias: 'qwe123',
			parentStatus: 1,
		};
		expect(read('events/user/status_changed', json)).toEqual({
			...item,
			since: '2014-05-12T15:02:56.123Z',
			time: '2014-05-12T15:02:56.877Z',
		});
		expect(read('events/user/status_changed', { status: '10' })).toEqual({
			event: 'userStatus',
			final: true,
			employeeId: null,
			status: 10,
			since: null,
			time: null,
		});
	});

	test.each([
		['result/callback', 'callback'],
		['result/callback_group', 'callbackGroup'],
		['result/call/hangup', 'hangUp'],
		['result/sms', 'sms'],
		['result/route', 'route'],
		['result/transfer', 'transfer'],
		['result/calls_connect', 'connectCalls'],
		['result/transfer_cancel', 'cancelTransfer'],
		['result/recording/start', 'startRecording'],
	])('%s', (path, command) => {
		const item = {
			event: 'commandResult',
			final: true,
			command,
			commandId: COMMAND_ID,
			dealId: 12,
		};
		expect(read(path, { command_id: COMMAND_ID, result: '1000' })).toEqual({
			...item,
			resultCode: 1000,
			result: 'Done',
			successful: true,
		});
		expect(read(path, { command_id: COMMAND_ID, result: 4101 })).toEqual({
			...item,
			resultCode: 4101,
			result: 'The call has ended or is unknown',
			successful: false,
		});
		expect(read(path, { result: 3200 })).toMatchObject({ commandId: null, successful: false });
	});

	test.each(['result/stat', 'result/stats'])('%s', (path) => {
		expect(read(path, { key: 'b3Z7+/=', request_id: 'request22230' })).toEqual({
			event: 'statistics',
			final: true,
			key: 'b3Z7+/=',
			requestId: 'request22230',
		});
		expect(read(path, { key: 'k', result: '1000' })).toEqual({
			event: 'statistics',
			final: true,
			key: 'k',
			resultCode: 1000,
		});
	});

	test.each<[string, object, object]>([
		['events/user/session_end', { user_id: 5, event: 'x' }, { userId: 5 }],
		[
			'events/ab/contacts',
			{ action: 'updated', data: [{ contact_id: '43851054', type: 0, org: { org_id: '1' } }] },
			{ action: 'updated', data: [{ contactId: '43851054', type: 0, org: { orgId: '1' } }] },
		],
		[
			'events/ab/contacts',
			{ action: 'deleted', data: [43851054] },
			{ action: 'deleted', data: [43851054] },
		],
		[
			'events/ab/organizations',
			{ action: 'new', data: [{ org_id: '1', org_name: 'A' }] },
			{ action: 'new', data: [{ orgId: '1', orgName: 'A' }] },
		],
		['events/ab/groups', { action: 'deleted', data: ['7'] }, { action: 'deleted', data: ['7'] }],
	])('%s is known by its path alone: %j', (path, json, fields) => {
		expect(read(path, json)).toEqual({ event: 'other', final: true, path, ...fields });
	});
});

describe('at the base path the fields tell the kind', () => {
	test.each([
		['call', OUTGOING],
		[
			'summary',
			{
				entry_id: 'e',
				call_direction: 1,
				from: {},
				to: {},
				create_time: 1,
				end_time: 2,
				talk_time: 0,
				entry_result: 0,
			},
		],
		[
			'recording',
			{
				recording_id: 'r',
				recording_state: 'Started',
				seq: 1,
				call_id: 'c',
				entry_id: 'e',
				timestamp: 1,
			},
		],
		['dtmf', { seq: 1, dtmf: '1', timestamp: 1, call_id: 'c', entry_id: 'e' }],
		['recordAdded', { entry_id: 'e', product_id: 1, user_id: 1, timestamp: 1, recording_id: 'r' }],
		['sms', { command_id: 'c', timestamp: 1, reason: 1000 }],
		['commandResult', { command_id: 'c', result: 1000 }],
		['userStatus', { status: 1, when: 1, timestamp: 1 }],
		['statistics', { key: 'k' }],
	])('%s', (event, json) => {
		const item = read('', json);
		expect(item.event).toBe(event);
		expect(item).not.toHaveProperty('unknownShape');
	});

	test('a result does not tell its command', () => {
		expect(read('', { command_id: 'c', result: 1000 })).toMatchObject({ command: null });
	});
});

describe('an event of unknown shape is passed on as it came', () => {
	test.each([
		['events/call', 'call', { ...OUTGOING, call_state: 'Parked' }],
		['events/call', 'call', { ...OUTGOING, entry_id: undefined }],
		['events/call', 'call', { ...OUTGOING, timestamp: 'today' }],
		['events/call', 'call', { ...OUTGOING, timestamp: 1e15 }],
		['events/call', 'call', { ...OUTGOING, seq: 1.5 }],
		['events/call', 'call', { ...OUTGOING, from: 'nobody' }],
		['events/summary', 'summary', { entry_id: 'e', call_direction: 7 }],
		['result/callback', 'commandResult', {}],
		['', 'other', { what: 'ever' }],
	])('%s %s', (path, event, json) => {
		const raw = JSON.parse(JSON.stringify(json)) as object;
		expect(read(path, json)).toEqual({ event, path, unknownShape: true, final: true, raw });
	});

	test.each(['', 'text', '[1,2]', '5', 'null', '{"a":1', '"\\ud800"'])(
		'%j is no object',
		(text) => {
			expect(read('events/call', text)).toEqual({
				event: 'call',
				path: 'events/call',
				unknownShape: true,
				final: true,
				raw: text,
			});
			expect(read('', text)).toEqual({
				event: 'other',
				path: '',
				unknownShape: true,
				final: true,
				raw: text,
			});
		},
	);

	test('an object nested without end stays text', () => {
		for (const depth of [101, 50_000]) {
			const text = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
			for (const path of ['events/call', 'events/user/session_end', ''])
				expect(read(path, text).raw).toBe(text);
		}
		const deep = `{"a":${'['.repeat(50)}${']'.repeat(50)}}`;
		expect(read('events/user/session_end', deep)).not.toHaveProperty('unknownShape');
	});

	test('names of Object are no kinds', () => {
		for (const path of ['constructor', 'toString', '__proto__'])
			expect(read(path, {})).toMatchObject({ event: 'other', unknownShape: true });
	});
});

test('a BOM before the JSON is no part of it', () => {
	expect(read('events/call', `\uFEFF${JSON.stringify(OUTGOING)}`)).toMatchObject({
		event: 'call',
		sequence: 3,
	});
});
