import { countRecordings, recordingsOfCall } from '../../protocols/mangoOffice/outcome/recordings';

const leg = (more: object) => ({
	callType: 'user',
	callAbonentId: 7,
	callStartTime: 1_700_000_000,
	callAnswerTime: 1_700_000_005,
	talkDuration: '20',
	externalCallId: 'c1',
	recordingId: ['r1'],
	...more,
});
const record = (...contextCalls: unknown[]) => ({
	entryId: 'e1',
	contextType: 1,
	callerNumber: '79161234567',
	contextStartTime: 1_699_999_990,
	contextCalls,
});
const of = (...legs: unknown[]) =>
	recordingsOfCall(record(...legs), (id) => (id === 7 ? '107' : null)).map(
		({ recordingId, extension }) => [recordingId, extension],
	);

test('tells the call, the leg and its employee', () => {
	expect(recordingsOfCall(record(leg({})), () => '107')).toEqual([
		{
			recordingId: 'r1',
			entryId: 'e1',
			callId: 'c1',
			direction: 'incoming',
			clientNumber: '+79161234567',
			extension: '107',
			startTime: '2023-11-14T22:13:20.000Z',
			talkSeconds: 20,
		},
	]);
});

test.each<[string, unknown[], unknown[]]>([
	[
		'a list',
		[leg({ recordingId: ['r1', 'r2'] })],
		[
			['r1', '107'],
			['r2', '107'],
		],
	],
	['a text', [leg({ recordingId: 'r1' })], [['r1', '107']]],
	['a number', [leg({ recordingId: 5 })], [['5', '107']]],
	['none', [leg({ recordingId: [] })], []],
	['null', [leg({ recordingId: null })], []],
	['empty texts', [leg({ recordingId: ['', ' '] })], []],
	[
		'two legs',
		[leg({}), leg({ recordingId: ['r2'], callAbonentId: 8 })],
		[
			['r1', '107'],
			['r2', null],
		],
	],
	['the same on two legs', [leg({}), leg({ callAbonentId: 8 })], [['r1', '107']]],
	[
		"a group's, which its member has too",
		[leg({ callType: 'group', callAbonentId: 80101, members: [leg({})] })],
		[['r1', '107']],
	],
	[
		"a group's alone",
		[leg({ callType: 'group', callAbonentId: 80101, members: [leg({ recordingId: [] })] })],
		[['r1', null]],
	],
	['something that is no leg', ['leg', null, 5], []],
])('%s', (_name, legs, expected) => {
	expect(of(...legs)).toEqual(expected);
	expect(countRecordings(record(...legs))).toBe(expected.length);
});

test.each([[undefined], [null], [{}], ['none']])(
	'a record with the legs %j has none',
	(contextCalls) => {
		expect(recordingsOfCall({ contextCalls }, () => null)).toEqual([]);
	},
);
