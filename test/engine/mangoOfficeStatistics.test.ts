import { setGlobalState, type INodeParameters } from 'n8n-workflow';

import type { Call } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { useMango } from './mangoAccount';

const office = useMango({ rateLimit: true, lockout: true });

beforeAll(() => setGlobalState({ defaultTimezone: 'Asia/Vladivostok' }));

describe('Statistics: Get Calls', () => {
	const getCalls = (more: INodeParameters = {}, options = {}) =>
		office.run(
			{
				resource: 'statistics',
				operation: 'getCalls',
				dateFrom: '2026-01-01T00:00:00',
				dateTo: '2026-01-02T00:00:00',
				...more,
			},
			{},
			options,
		);

	const call = (id: string, at: string, more: Partial<Call> = {}) =>
		office.addEnded(id, Date.parse(at), more);

	test('asks by the clocks of Moscow, waits for the whole report, and gives an item for each call', async () => {
		// The day of Vladivostok begins at 17:00 in Moscow.
		call('before', '2025-12-31T13:59:59Z');
		call('first', '2025-12-31T14:00:00Z');
		call('second', '2026-01-01T10:00:00Z', { talkAt: undefined, recordingId: undefined });
		call('last', '2026-01-01T14:00:00Z');
		call('after', '2026-01-01T14:00:01Z');
		const { outputs } = await getCalls();
		expect(outputs[0].map(({ json }) => json.entryId)).toEqual(['first', 'second', 'last']);
		expect(outputs[0][0]).toMatchObject({
			json: {
				outcome: 'POSITIVE',
				final: true,
				reason: 'Talked',
				talkSeconds: 60,
				answeredBy: '102',
				attempts: 1,
				clientNumber: '+79161110001',
				extension: '102',
				endTime: '2025-12-31T14:01:05.000Z',
				direction: 'outgoing',
				successful: true,
				startTime: '2025-12-31T14:00:00.000Z',
				duration: 65,
				talkDuration: 60,
				recordingIds: ['R-first'],
				callerNumber: '102',
				calledNumber: '79161110001',
				contextCalls: [{ callType: 'user' }, { callType: 'number', recordingId: ['R-first'] }],
			},
			pairedItem: { item: 0 },
		});
		expect(Object.keys(outputs[0][0].json).slice(0, 4)).toEqual([
			'entryId',
			'outcome',
			'final',
			'reason',
		]);
		expect(outputs[0][1].json).toMatchObject({
			successful: false,
			talkDuration: 0,
			recordingIds: [],
		});
		expect(office.sent('stats/calls/request')).toEqual([
			{ start_date: '31.12.2025 17:00:00', end_date: '01.01.2026 17:00:00', limit: 50, offset: 0 },
		]);
		// The first answer is unfinished and holds a part.
		expect(office.mango.requests.map(({ path }) => path)).toEqual([
			'stats/calls/request',
			'stats/calls/result',
			'stats/calls/result',
		]);
		expect(clock.slept).toBeGreaterThanOrEqual(6000);
		expect(clock.slept).toBeLessThanOrEqual(6200);
	});

	test('a long time is asked for in spans of 30 days, a call on the seam once', async () => {
		call('a', '2026-01-31T20:59:59Z');
		call('b', '2026-01-31T21:00:00Z');
		call('c', '2026-03-15T00:00:00Z');
		const { outputs, error } = await getCalls({
			dateFrom: '2026-01-01T21:00:00Z',
			dateTo: '2026-03-20T00:00:00Z',
			returnAll: true,
		});
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => json.entryId)).toEqual(['a', 'b', 'c']);
		expect(
			office
				.sent('stats/calls/request')
				.map(({ start_date: start, end_date: end }) => [start, end]),
		).toEqual([
			['02.01.2026 00:00:00', '31.01.2026 23:59:59'],
			['01.02.2026 00:00:00', '02.03.2026 23:59:59'],
			['03.03.2026 00:00:00', '20.03.2026 03:00:00'],
		]);
	});

	test('5,003 calls come in two pages', async () => {
		for (let i = 0; i < 5003; i += 1) call(`c${i}`, '2026-01-01T10:00:00Z');
		const { outputs } = await getCalls({ returnAll: true });
		expect(new Set(outputs[0].map(({ json }) => json.entryId)).size).toBe(5003);
		expect(office.sent('stats/calls/request').map(({ limit, offset }) => [limit, offset])).toEqual([
			[5000, 0],
			[5000, 5000],
		]);
	});

	test('a limit asks for no more than the next page size, and ends there', async () => {
		for (let i = 0; i < 30; i += 1) call(`c${i}`, '2026-01-01T10:00:00Z');
		const { outputs } = await getCalls({ limit: 7 });
		expect(outputs[0]).toHaveLength(7);
		expect(office.sent('stats/calls/request').map(({ limit }) => limit)).toEqual([10]);
	});

	test('filters go out as MANGO names them', async () => {
		call('out', '2026-01-01T10:00:00Z');
		call('inside', '2026-01-01T10:00:00Z', { client: { number: 'sip:x', extension: '101' } });
		const filters = {
			employees: [400210102],
			groups: ['80101'],
			direction: 3,
			status: 1,
			search: ' 102 ',
			contactCenter: true,
			costs: true,
		};
		const { outputs } = await getCalls({ filters });
		expect(outputs[0].map(({ json }) => [json.entryId, json.contextCostFull])).toEqual([
			['inside', '0.00'],
		]);
		expect(office.sent('stats/calls/request')[0]).toMatchObject({
			user_ids: [400210102],
			group_ids: [80101],
			context_type: 3,
			context_status: 1,
			search_string: '102',
			ext_params: 1,
			ext_fields: ['context_cost_full', 'context_cost_tariff'],
		});
	});

	test.each([{}, { direction: 1 }, { status: 0 }, { direction: 1, status: 0 }])(
		'whether a call was called back is asked of missed calls alone: %j',
		async (filters) => {
			await getCalls({ filters: { recallStatus: 2, ...filters } });
			expect(office.sent('stats/calls/request')).toMatchObject([
				{ context_type: 1, context_status: 0, recall_status: 2 },
			]);
		},
	);
	test.each([
		['+7 (495) 123-45-67', '74951234567'],
		['8 (495) 123-45-67', '74951234567'],
		['+44 20 7946 0018', '442079460018'],
		['9161234567', '9161234567'],
		['495 123', '495123'],
		['sip:anna@example.com', 'sip:anna@example.com'],
	])('a number that is written %s is searched for as MANGO writes it', async (search, sent) => {
		await getCalls({ filters: { search } });
		expect(office.sent('stats/calls/request')[0]).toMatchObject({ search_string: sent });
	});

	test("the outcome table is the user's", async () => {
		const leg = { callId: 'x', seq: 2, appearedAt: 1, endedAt: 2, reason: 1121 };
		call('busy', '2026-01-01T10:00:00Z', { talkAt: undefined, legs: { client: leg } });
		expect((await getCalls()).outputs[0][0].json).toMatchObject({
			outcome: 'NEGATIVE',
			reason: 'Client busy',
			reasonCode: 1121,
			talkSeconds: 0,
			answeredBy: null,
		});
		const rule = [{ appliesTo: 'any', code: 1121, outcome: 'NEUTRAL' }];
		expect(
			(await getCalls({ options: { outcomeRules: { rule } } })).outputs[0][0].json,
		).toMatchObject({ outcome: 'NEUTRAL', reason: 'Client busy' });
		const { error } = await getCalls({
			options: { outcomeRules: { rule: [{ appliesTo: 'any', code: 5, outcome: 'NEUTRAL' }] } },
		});
		expect(error?.message).toBe("'Code' of outcome rule 1 was 5");
	});

	describe('by a period', () => {
		/** The time that is asked for, by the clocks of Moscow. */
		const asked = async (now: string, period: string, zone = 'Asia/Vladivostok') => {
			setGlobalState({ defaultTimezone: zone });
			const before = clock.now();
			clock.setTime(Date.parse(now));
			const { error } = await office.run({ resource: 'statistics', operation: 'getCalls', period });
			clock.setTime(before);
			setGlobalState({ defaultTimezone: 'Asia/Vladivostok' });
			expect(error).toBeUndefined();
			return office
				.sent('stats/calls/request')
				.map(({ start_date: start, end_date: end }) => [start, end]);
		};

		test.each([
			// 21:30 in Moscow is 04:30 of the next day in Vladivostok, whose day begins at 17:00 in Moscow.
			[
				'2026-03-02T18:30:00.000Z',
				'yesterday',
				'Asia/Vladivostok',
				'01.03.2026 17:00:00',
				'02.03.2026 16:59:59',
			],
			[
				'2026-03-02T18:30:00.000Z',
				'today',
				'Asia/Vladivostok',
				'02.03.2026 17:00:00',
				'02.03.2026 21:30:00',
			],
			[
				'2026-03-02T18:30:00.000Z',
				'last24Hours',
				'Asia/Vladivostok',
				'01.03.2026 21:30:00',
				'02.03.2026 21:30:00',
			],
			[
				'2026-03-02T18:30:00.000Z',
				'yesterday',
				'Europe/Moscow',
				'01.03.2026 00:00:00',
				'01.03.2026 23:59:59',
			],
			// The night in which Berlin's clocks go forward: the day before the change has 24 hours, the day of it 23.
			[
				'2026-03-29T10:00:00.000Z',
				'yesterday',
				'Europe/Berlin',
				'28.03.2026 02:00:00',
				'29.03.2026 01:59:59',
			],
			[
				'2026-03-30T10:00:00.000Z',
				'yesterday',
				'Europe/Berlin',
				'29.03.2026 02:00:00',
				'30.03.2026 00:59:59',
			],
			// An hour in which the day before the change has just ended, by wall clocks.
			[
				'2026-03-29T22:30:00.000Z',
				'yesterday',
				'Europe/Berlin',
				'29.03.2026 02:00:00',
				'30.03.2026 00:59:59',
			],
		])('at %s, %s in %s', async (now, period, zone, start, end) => {
			expect(await asked(now, period, zone)).toEqual([[start, end]]);
		});

		test('a period that is none is not sent', async () => {
			const { error } = await getCalls({ period: '={{ "lastYear" }}' });
			expect(error?.message).toBe(`'Period' was "lastYear"`);
			expect(office.mango.requests).toEqual([]);
		});
	});

	test('no call at all gives no item', async () => {
		const { outputs, error } = await getCalls();
		expect(error).toBeUndefined();
		expect(outputs.flat()).toEqual([]);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['no start', { dateFrom: '={{ "" }}' }, /^'From' is empty/],
		['a start after the end', { dateFrom: '2026-01-03T00:00:00' }, /^'From' .* is not before 'To'/],
		['a date that is none', { dateTo: 'yesterday' }, /^The date was "yesterday"/],
		['a short search', { filters: { search: '12' } }, /^'Search' was "12"/],
		[
			'called back, of calls that were answered',
			{ filters: { recallStatus: 2, status: 1 } },
			/^'Called Back' does not go with 'Direction' or 'Status'/,
		],
		[
			'called back, of outgoing calls',
			{ filters: { recallStatus: 2, direction: 2 } },
			/^'Called Back' does not go with/,
		],
		['an unknown direction', { filters: { direction: '={{ 4 }}' } }, /^'Direction' was 4/],
		[
			'an employee without ID',
			{ filters: { employees: '={{ ["Anna"] }}' } },
			/^'Employees' was "Anna"/,
		],
	])('%s is not sent', async (_, more, message) => {
		const { error } = await getCalls(more);
		expect(error?.message).toMatch(message);
		expect(office.mango.requests).toEqual([]);
	});

	test.each(['cancel', 'error', 'not-found'])(
		'a report that ends as %s is an error',
		async (status) => {
			office.mango.answerNext({
				method: 'stats/calls/result',
				body: { result: 1000, status, data: [] },
			});
			const { error } = await getCalls();
			expect(error?.message).toBe(
				`MANGO OFFICE did not make the report of calls: its status is '${status}'`,
			);
		},
	);

	test('a report that is never complete ends with the time-out, asked for every five seconds at most', async () => {
		for (let i = 0; i < 100; i += 1)
			office.mango.answerNext({
				method: 'stats/calls/result',
				body: { result: 1000, status: 'work', data: [{ list: [{ entry_id: 'part' }] }] },
			});
		const { error, outputs } = await getCalls({ timeoutMinutes: 2 });
		expect(error?.message).toMatch(
			/^MANGO OFFICE did not complete the report of calls within 2 minutes/,
		);
		expect(outputs.flat()).toEqual([]);
		expect(clock.slept).toBeLessThanOrEqual(120_000);
		expect(office.sent('stats/calls/result').length).toBeLessThanOrEqual(24);
	});

	test('two items keep the pace of one request in two seconds', async () => {
		call('a', '2026-01-01T10:00:00Z');
		const parameters = {
			resource: 'statistics',
			operation: 'getCalls',
			dateFrom: '2026-01-01T00:00:00',
			dateTo: '2026-01-02T00:00:00',
		};
		const { outputs, error } = await office.run(parameters, [{}, {}]);
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json, pairedItem }) => [json.entryId, pairedItem])).toEqual([
			['a', { item: 0 }],
			['a', { item: 1 }],
		]);
	});
});
