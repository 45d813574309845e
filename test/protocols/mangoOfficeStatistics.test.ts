import {
	callOf,
	callsRequest,
	pageSize,
	readKey,
	readPage,
	readRecords,
	spansOf,
} from '../../protocols/mangoOffice/statistics';

const span = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

describe('the time of a report', () => {
	test('is split into spans of 30 days less a second, without gap and overlap', () => {
		const spans = spansOf(span('2026-01-01T00:00:00.700Z', '2026-03-15T12:00:00.000Z'));
		expect(spans.map(({ from, to }) => [from.toISOString(), to.toISOString()])).toEqual([
			['2026-01-01T00:00:00.000Z', '2026-01-30T23:59:59.000Z'],
			['2026-01-31T00:00:00.000Z', '2026-03-01T23:59:59.000Z'],
			['2026-03-02T00:00:00.000Z', '2026-03-15T12:00:00.000Z'],
		]);
		for (const { from, to } of spans)
			expect(to.getTime() - from.getTime()).toBeLessThan(30 * 86_400_000);
	});

	test('stays whole when it is short enough', () => {
		expect(spansOf(span('2026-01-01T00:00:00Z', '2026-01-30T23:59:59Z'))).toHaveLength(1);
		expect(spansOf(span('2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z'))).toHaveLength(2);
	});
});

describe('the request', () => {
	const day = span('2026-03-01T21:00:00Z', '2026-03-02T20:59:59Z');

	test("is dated by Moscow's clocks and holds no filter that is not set", () => {
		expect(callsRequest(day, {}, 100, 200)).toEqual({
			start_date: '02.03.2026 00:00:00',
			end_date: '02.03.2026 23:59:59',
			limit: 100,
			offset: 200,
		});
	});

	test('holds all filters, zeros too', () => {
		const filters = {
			employeeIds: [400210101],
			groupIds: [80101],
			direction: 2,
			status: 0,
			recallStatus: 0,
			search: '916',
			contactCenter: true,
		};
		expect(callsRequest(day, filters, 1, 0)).toMatchObject({
			user_ids: [400210101],
			group_ids: [80101],
			context_type: 2,
			context_status: 0,
			recall_status: 0,
			search_string: '916',
			ext_params: 1,
		});
	});

	test('takes the page sizes that MANGO takes', () => {
		expect([1, 2, 50, 51, 1001, 5000, 100_000].map(pageSize)).toEqual([
			1, 5, 50, 100, 2000, 5000, 5000,
		]);
	});
});

describe('the result', () => {
	const call = {
		entry_id: 'MTox',
		context_type: '1',
		context_status: 1,
		caller_number: '79161110001',
		context_start_time: 1772352000,
		duration: '30',
		talk_duration: 20,
		recall_status: 2,
		context_calls: [
			{
				call_type: 'group',
				call_end_reason: 1110,
				recording_id: null,
				members: [{ call_type: 'user', recording_id: ['R1', 'R2'] }],
			},
			{ call_type: 'number', recording_id: 'R2' },
		],
	};

	test('is one list of what all chunks hold', () => {
		const calls = readRecords({
			result: '1000',
			status: 'complete',
			data: [
				{ list: [call] },
				{ list: [{ ...call, entry_id: 'MTpy', context_type: 3, context_status: 0 }] },
				{ list: null },
			],
		});
		expect(calls?.map((one) => callOf(one))).toEqual([
			{
				entryId: 'MTox',
				outcome: 'POSITIVE',
				final: true,
				reason: 'Talked',
				reasonCode: null,
				talkSeconds: 20,
				answeredBy: null,
				attempts: 2,
				clientRung: true,
				direction: 'incoming',
				clientNumber: '+79161110001',
				extension: null,
				startTime: '2026-03-01T08:00:00.000Z',
				endTime: '2026-03-01T08:00:30.000Z',
				recordingIds: ['R1', 'R2'],
				successful: true,
				duration: 30,
				talkDuration: 20,
				contextType: 1,
				contextStatus: 1,
				contextStartTime: 1772352000,
				callerNumber: '79161110001',
				recallStatus: 2,
				contextCalls: [
					{
						callType: 'group',
						callEndReason: 1110,
						recordingId: null,
						members: [{ callType: 'user', recordingId: ['R1', 'R2'] }],
					},
					{ callType: 'number', recordingId: 'R2' },
				],
			},
			expect.objectContaining({ entryId: 'MTpy', direction: 'internal', successful: false }),
		]);
		expect(Object.keys(callOf(calls?.[0] ?? {})).slice(0, 15)).toEqual([
			'entryId',
			'outcome',
			'final',
			'reason',
			'reasonCode',
			'talkSeconds',
			'answeredBy',
			'attempts',
			'clientRung',
			'direction',
			'clientNumber',
			'extension',
			'startTime',
			'endTime',
			'recordingIds',
		]);
	});

	test.each(['request', 'work'])(
		'is not there while the status is %s, whatever it holds already',
		(status) => {
			expect(readRecords({ status, data: [{ list: [call] }] })).toBeUndefined();
		},
	);

	test.each(['cancel', 'error', 'not-found', 'something-new'])(
		'will not come when the status is %s',
		(status) => {
			expect(() => readRecords({ result: 1000, status, data: [{ list: [call] }] })).toThrow(
				`its status is '${status}'`,
			);
		},
	);

	test('may be empty', () => {
		expect(readRecords({ status: 'complete', data: [] })).toEqual([]);
		expect(readRecords({ status: 'complete', data: null })).toEqual([]);
	});

	test('needs a key', () => {
		expect(readKey({ key: 'B+DvIt8hPJReV8v4MYspQQA==' })).toBe('B+DvIt8hPJReV8v4MYspQQA==');
		expect(() => readKey({ result: 1000 })).toThrow();
	});
});

describe('the answer of a report', () => {
	const call = { entry_id: 'e', context_type: 2 };
	test.each<[string, Record<string, unknown>]>([
		['empty, as of HTTP 204', {}],
		['without a status', { result: 1000, data: [] }],
		['without a status, but with a part', { result: 1000, data: [{ list: [call] }] }],
		['with an empty status', { result: 1000, status: '', data: null }],
		['with no status', { result: 1000, status: null }],
		['of work', { status: 'work', data: { some: 'thing' } }],
	])('%s is asked for again', (_name, answer) => {
		expect(readRecords(answer)).toBeUndefined();
	});

	test.each<[string, unknown, number]>([
		['chunks', [{ list: [call] }, { list: [call] }], 2],
		['one chunk alone', { list: [call, call] }, 2],
		['one call alone', [{ list: call }], 1],
		['both alone', { list: call }, 1],
		['a chunk without a list', [{ list: null }, {}], 0],
		['nothing', null, 0],
	])('holds %s', (_name, data, length) => {
		expect(readRecords({ status: 'complete', data })).toHaveLength(length);
	});
});

test('of a page all calls are counted, and the wanted ones read', () => {
	const list = ['a', 'b', 'c'].map((id) => ({ entry_id: id, context_type: 2 }));
	const page = readPage({ status: 'complete', data: [{ list }] }, ({ entry_id: id }) => id === 'b');
	expect(page).toEqual({
		count: 3,
		records: [expect.objectContaining({ entryId: 'b', contextType: 2 })],
	});
	expect(readPage({ status: 'work' })).toBeUndefined();
});
