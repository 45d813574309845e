import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { setGlobalState, type INodeParameters } from 'n8n-workflow';

import type { Call } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { until, useMango } from './mangoAccount';

const office = useMango({ rateLimit: true, lockout: true });

beforeAll(() => setGlobalState({ defaultTimezone: 'Asia/Vladivostok' }));

const ID = 'MToxMDI0MjQyNzoyNTg2MzI1NzAxODow';
const GO_ON = { onError: 'continueRegularOutput' as const };

/** A recording of the stand-in, in the storage or on the way there. */
function record(id: string, stored = true) {
	const recording = { id, entryId: 'e', callId: 'c', extension: '101', stored };
	(office.mango.recordings as unknown[]).push(recording);
	return recording;
}

describe('Recording: Download', () => {
	const download = (more: INodeParameters = {}, items: object | object[] = {}, options = {}) =>
		office.run({ resource: 'recording', operation: 'download', ...more }, items as never, options);
	const bytesOf = (file: { data: string } | undefined) => Buffer.from(file?.data ?? '', 'base64');

	test('gives the file, from the ID in the item', async () => {
		record(ID);
		const { outputs } = await download({}, { recordingId: ID });
		const [{ json, binary, pairedItem }] = outputs[0];
		expect(json).toEqual({ recordingId: ID, fileName: `${ID}.mp3`, mimeType: 'audio/mpeg' });
		expect(pairedItem).toEqual({ item: 0 });
		expect(binary?.data).toMatchObject({
			fileName: `${ID}.mp3`,
			mimeType: 'audio/mpeg',
			fileExtension: expect.any(String),
		});
		const bytes = bytesOf(binary?.data);
		expect([bytes.length, bytes[0], bytes[1]]).toEqual([40032, 0xff, 0xfb]);
		expect(office.sent('queries/recording/post')).toEqual([
			{ recording_id: ID, action: 'download' },
		]);
	});

	test("passes the call's entry ID on, for Recording: Attach", async () => {
		record(ID);
		const { outputs } = await download({}, { recordingId: ID, entryId: 'MTo1' });
		expect(outputs[0][0].json).toMatchObject({ entryId: 'MTo1', recordingId: ID });
	});

	test('puts it into the field that is wanted; a padded ID makes a harmless file name', async () => {
		record('MTo/x+==');
		const { outputs } = await download({ recordingId: 'MTo/x+==', binaryPropertyName: 'call' });
		expect(Object.keys(outputs[0][0].binary ?? {})).toEqual(['call']);
		expect(outputs[0][0].json.fileName).toBe('MTo_x___.mp3');
	});

	test.each([
		[{}, {}],
		[{ recordingId: 'a b' }, {}],
		[{}, { recordingId: ['x y'] }],
	])('%j of %j is no ID and not sent', async (parameters, item) => {
		const { error } = await download(parameters, item);
		expect(error?.message).toMatch(/^The recording ID was/);
		expect(office.mango.requests).toEqual([]);
	});

	test('neither form nor key goes to the file host, and the secrets are nowhere in the run', async () => {
		record(ID);
		const { run } = await download({ recordingId: ID });
		const text = JSON.stringify(run);
		for (const secret of [office.mango.apiKey, office.mango.apiSalt, '/files/'])
			expect(text).not.toContain(secret);
	});

	test('a recording that is not stored is told as that', async () => {
		record(ID, false);
		const { error } = await download({ recordingId: ID });
		expect(error?.message).toContain(
			`MANGO OFFICE has no recording ${ID}, or has not stored it yet (result 3320)`,
		);
		expect(office.mango.requests).toHaveLength(1);
		expect(clock.slept).toBe(0);
	});

	test('waits for the storage without locking the account out', async () => {
		const recording = record(ID, false);
		const realRequests = office.mango.requests;
		// Stored after the third question.
		const downloaded = download({ recordingId: ID, waitMinutes: 30 });
		await until(() => realRequests.length === 3);
		recording.stored = true;
		const { outputs, error } = await downloaded;
		expect(error).toBeUndefined();
		expect(outputs[0][0].json.recordingId).toBe(ID);
		const results = realRequests.map(({ status }) => status);
		expect(results.at(-1)).toBe(302);
		expect(results).toHaveLength(4);
		expect(results).not.toContain(401);
		expect(clock.slept).toBeGreaterThanOrEqual(3 * 125_000);
		expect(clock.slept).toBeLessThanOrEqual(3 * 133_000);
	});

	test('gives up when the time is over', async () => {
		record(ID, false);
		const { error } = await download({ recordingId: ID, waitMinutes: 10 });
		expect(error?.message).toContain('has not stored it yet');
		expect(office.mango.requests.map(({ result }) => result)).toEqual([
			3320, 3320, 3320, 3320, 3320,
		]);
		expect(clock.slept).toBeLessThanOrEqual(600_000);
	});

	test('one that is missing does not keep the next from coming, two minutes later', async () => {
		record(ID);
		const { outputs } = await download(
			{},
			[
				{ recordingId: 'missing1' },
				{ recordingId: ID },
				{ recordingId: 'missing2' },
				{ recordingId: ID },
			],
			GO_ON,
		);
		expect(outputs[0].map(({ json }) => json.recordingId ?? json.error)).toEqual([
			expect.stringContaining('no recording missing1'),
			ID,
			expect.stringContaining('no recording missing2'),
			ID,
		]);
		expect(office.mango.requests.map(({ status }) => status)).not.toContain(401);
	});

	test('a link that is used up already is an error, and its page is not taken for a file', async () => {
		office.mango.answerNext({
			method: 'queries/recording/post',
			status: 302,
			headers: { Location: '/files/gone' },
			body: '',
		});
		const { error, outputs } = await download({ recordingId: ID });
		expect(error?.message).toBe("MANGO OFFICE's one-time link to the recording answered HTTP 404");
		expect(outputs.flat()).toEqual([]);
	});

	test('a link to somewhere else over plain http is not followed', async () => {
		office.mango.answerNext({
			method: 'queries/recording/post',
			status: 302,
			headers: { Location: 'http://169.254.169.254/latest' },
			body: '',
		});
		const { error } = await download({ recordingId: ID });
		expect(error?.message).toBe('MANGO OFFICE answered with an unsafe link to the recording');
	});

	test('an overload is waited out', async () => {
		record(ID);
		office.mango.answerNext({
			method: 'queries/recording/post',
			status: 429,
			body: { name: 'Service Unavailable', message: 'Rate limit exceeded.', code: 0, status: 429 },
		});
		const { outputs } = await download({ recordingId: ID });
		expect(outputs[0][0].json.recordingId).toBe(ID);
		expect(office.mango.requests.map(({ status }) => status)).toEqual([429, 302]);
	});

	test('a download of 100 MB takes less than 50 MB of memory', async () => {
		record(ID);
		office.mango.setRecordingBytes(100_000_000);
		const storage = mkdtempSync(join(tmpdir(), 'mango-bitrix24-recordings-'));
		const { apiKey, apiSalt, baseUrl } = office.mango;
		const script = resolve(__dirname, 'recordingMemory.ts');
		const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], {
			env: {
				...process.env,
				MANGO: JSON.stringify({ apiKey, apiSalt, baseUrl }),
				RECORDING: ID,
				N8N_STORAGE_PATH: storage,
				N8N_USER_FOLDER: storage,
			},
		});
		const { stored, grownBy } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
			stored: number;
			grownBy: number;
		};
		expect(stored).toBeGreaterThan(99_900_000);
		expect(grownBy).toBeLessThan(50_000_000);
	});
});

describe('Recording: Get Link', () => {
	const getLink = (more: INodeParameters = {}, item = {}) =>
		office.run({ resource: 'recording', operation: 'getLink', ...more }, item);

	test('a link that the stand-in serves, without a request', async () => {
		record(ID);
		const { outputs } = await getLink({ validFor: 90, validUnit: 'minutes' }, { recordingId: ID });
		const { url, expiresAt, recordingId } = outputs[0][0].json;
		expect(recordingId).toBe(ID);
		expect(Date.parse(String(expiresAt))).toBe(Math.floor(Date.now() / 1000) * 1000 + 90 * 60_000);
		expect(office.mango.requests).toEqual([]);
		expect(url).not.toContain(office.mango.apiSalt);
		expect((await fetch(String(url))).headers.get('content-type')).toBe('audio/mpeg');
		await clock.advance(91 * 60_000);
		expect((await fetch(String(url))).status).toBe(403);
	});

	test.each([
		{ validFor: 0 },
		{ validFor: -1 },
		{ validFor: 4000, validUnit: 'days' },
		{ validFor: '={{ "soon" }}' },
	])('%j is no time', async (more) => {
		const { error } = await getLink({ recordingId: ID, ...more });
		expect(error?.message).toBe("'Valid For' does not give a time in the future");
	});
});

describe('Recording: Get Many', () => {
	const getMany = (more: INodeParameters = {}) =>
		office.run({ resource: 'recording', operation: 'getMany', period: 'last24Hours', ...more });
	const idsOf = ({ outputs }: Awaited<ReturnType<typeof getMany>>) =>
		outputs[0].map(({ json }) => json.recordingId);
	const call = (id: string, more: Partial<Call> = {}) =>
		office.addEnded(id, clock.now() - 3_600_000, more);

	test('gives an item for each, with the call that it is of, for Recording: Download', async () => {
		const at = Math.floor((clock.now() - 3_600_000) / 1000) * 1000;
		call('a');
		call('without', { recordingId: undefined });
		const { outputs, error } = await getMany();
		expect(error).toBeUndefined();
		expect(outputs[0]).toEqual([
			{
				json: {
					recordingId: 'R-a',
					entryId: 'a',
					callId: 'a',
					direction: 'outgoing',
					clientNumber: '+79161110001',
					extension: expect.any(String),
					startTime: new Date(at).toISOString(),
					talkSeconds: 60,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test('counts recordings, not calls, and reads on until there are enough', async () => {
		for (let i = 0; i < 30; i += 1) call(`call ${i}`, i % 3 ? { recordingId: undefined } : {});
		expect(idsOf(await getMany({ limit: 7 }))).toHaveLength(7);
		expect(idsOf(await getMany({ limit: 50 }))).toHaveLength(10);
		expect(idsOf(await getMany({ returnAll: true }))).toHaveLength(10);
	});

	test('takes the filters of the statistics, and their limits', async () => {
		await getMany({ filters: { employees: [400210102], direction: 1 } });
		expect(office.sent('stats/calls/request')).toMatchObject([
			{ user_ids: [400210102], context_type: 1 },
		]);
		const { error } = await getMany({ filters: { search: '12' } });
		expect(error?.message).toMatch(/^'Search' was "12"/);
	});

	test('has the recording of a group once, with the member who talked', async () => {
		const ringing = office.mango.ring({ number: '79161234505', group: '200', answeredBy: '102' });
		await until(() => ringing.phase === 'ended');
		const { outputs } = await getMany();
		expect(outputs[0].map(({ json }) => json)).toMatchObject([
			{ recordingId: ringing.recordingId, direction: 'incoming', extension: '102' },
		]);
	});
});

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
