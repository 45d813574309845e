import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Call } from '../../sandbox/mango';
import { clock } from '../clock/clock';
import { until, useMango } from './mangoAccount';

const office = useMango({ rateLimit: true, lockout: true });

const ID = 'MToxMDI0MjQyNzoyNTg2MzI1NzAxODow';
const GO_ON = { onError: 'continueRegularOutput' as const };
const MP3 = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(60)]);

function record(id: string, stored = true) {
	const recording = { id, entryId: 'e', callId: 'c', extension: '101', stored };
	(office.mango.recordings as unknown[]).push(recording);
	return recording;
}

type Json = INodeExecutionData['json'];

const download = (items: Json | Json[], more: INodeParameters = {}, options = {}) =>
	office.run({ resource: 'recording', operation: 'download', ...more }, items, options);
const asked = () => office.sent('queries/recording/post').map(({ recording_id: id }) => id);
const bytesOf = ({ binary }: INodeExecutionData) => Buffer.from(binary?.data.data ?? '', 'base64');

/** What the one-time link gives in place of the recording. */
function give(
	body: string | Buffer,
	contentType: string | undefined = 'audio/mpeg',
	status = 200,
	headers: Record<string, string> = {},
): void {
	office.mango.answerNext({
		method: 'files',
		status,
		headers: { ...(contentType !== undefined && { 'Content-Type': contentType }), ...headers },
		body,
	});
}

const hex = (text: string) => Buffer.from(text.replace(/ /g, ''), 'hex');
const pad = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(40)]);

describe('what is no sound is never stored as one', () => {
	const HTML = '<!DOCTYPE html><html><body>Технические работы</body></html>';
	test.each<[string, string | Buffer, string?]>([
		['a page', HTML, 'text/html; charset=utf-8'],
		['a page that says it is a sound', HTML],
		['a page without a type', HTML, ''],
		['a page as bytes', HTML, 'application/octet-stream'],
		['a page after white space', `\r\n\t ${HTML}`],
		['a page with a mark before it', `\ufeff${HTML}`],
		['a page in UTF-16', Buffer.from(`\ufeff${HTML}`, 'utf16le')],
		['JSON in UTF-16', Buffer.from('\ufeff{"error":"gone"}', 'utf16le')],
		['JSON', '{"result":3320}', 'application/json'],
		['JSON that says it is a sound', '{"result":3320}'],
		['JSON of a problem', '{}', 'application/problem+json'],
		['a list in JSON', '[1,2,3,4,5,6,7,8,9]'],
		['XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'application/xml'],
		['XML that says it is a sound', '<?xml version="1.0"?><Error/>'],
		['text', 'Internal error, try again later', 'text/plain'],
		['text that says it is a sound', 'Internal error, try again later'],
		['a sound that says it is a page', pad(hex('fffb9064')), 'text/html'],
		['one word', 'OK'],
		['one byte', '<'],
		['text that begins with ID3', 'ID3 tags are missing'],
		['text that begins with OggS', 'OggS is not what you want'],
		[
			'RIFF, but a video',
			Buffer.concat([Buffer.from('RIFF'), hex('24000000'), Buffer.from('AVI LIST')]),
		],
		['a packed page', hex('1f8b0800000000000003b3c9b05500'), 'application/octet-stream'],
		['nothing but zeros', Buffer.alloc(200)],
		['a picture', hex('89504e470d0a1a0a0000000d49484452')],
		['a picture in JPEG', hex('ffd8ffe000104a464946000101000001')],
		['PDF', '%PDF-1.4 and so on and on'],
	])('%s', async (_name, body, type = 'audio/mpeg') => {
		record(ID);
		give(body, type === '' ? undefined : type);
		const { error, outputs } = await download({ recordingId: ID });
		expect(error?.message).toMatch(
			/^MANGO OFFICE's one-time link to the recording gave something that is no sound/,
		);
		expect(outputs.flat()).toEqual([]);
	});

	test('no page is passed on as a recording that is not ready, nor keeps the next from coming', async () => {
		record(ID);
		record('R2');
		give(HTML);
		const { outputs } = await download(
			[{ recordingId: ID }, { recordingId: 'R2' }],
			{ ifNotReady: 'pass' },
			GO_ON,
		);
		expect(outputs[0][0].json.error).toContain('no sound');
		expect(outputs[0][0].binary).toBeUndefined();
		expect(outputs[0][1]).toMatchObject({
			json: { recordingId: 'R2', ready: true },
			binary: { data: {} },
		});
	});

	test.each<[string, Buffer, string, string, string?]>([
		[
			'mp3 with a tag',
			pad(Buffer.from('ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000')),
			'audio/mpeg',
			'mp3',
		],
		[
			'mp3 with a tag 2.4',
			pad(Buffer.from('ID3\u0004\u0000\u0000\u0000\u0000\u0000\u0000')),
			'audio/mpeg',
			'mp3',
		],
		['mp3, MPEG-1 layer III', pad(hex('fffb9064')), 'audio/mpeg', 'mp3'],
		['mp3 with a check sum', pad(hex('fffa9064')), 'audio/mpeg', 'mp3'],
		['mp3, MPEG-2, 8 kHz telephony', pad(hex('fff348c4')), 'audio/mpeg', 'mp3'],
		['mp3, MPEG-2.5', pad(hex('ffe318c4')), 'audio/mpeg', 'mp3'],
		['mp3 without a type', pad(hex('fffb9064')), 'audio/mpeg', 'mp3', ''],
		['mp3 as bytes', pad(hex('fffb9064')), 'audio/mpeg', 'mp3', 'application/octet-stream'],
		[
			'wav',
			pad(Buffer.concat([Buffer.from('RIFF'), hex('24000000'), Buffer.from('WAVEfmt ')])),
			'audio/wav',
			'wav',
			'audio/x-wav',
		],
		[
			'ogg',
			pad(Buffer.concat([Buffer.from('OggS'), hex('0002')])),
			'audio/ogg',
			'ogg',
			'audio/ogg',
		],
	])('%s is one', async (_name, body, mimeType, extension, type = 'audio/mpeg') => {
		record(ID);
		give(body, type === '' ? undefined : type);
		const { outputs, error } = await download({ recordingId: ID });
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toEqual({
			recordingId: ID,
			fileName: `${ID}.${extension}`,
			mimeType,
		});
		expect(bytesOf(outputs[0][0])).toEqual(body);
	});

	test.each([2, 20, 64, 30_000])(
		'a recording that breaks off after %i of 100,000 bytes',
		async (bytes) => {
			record(ID);
			give(Buffer.concat([MP3, Buffer.alloc(bytes)]).subarray(0, bytes), 'audio/mpeg', 200, {
				'Content-Length': '100000',
			});
			const { error, outputs } = await download({ recordingId: ID });
			expect(error?.message).toBe(
				'The recording broke off while it was downloaded. Download it again.',
			);
			expect(outputs.flat()).toEqual([]);
		},
	);
});

describe('a recording that is not ready', () => {
	/** Each way to say so. */
	const WAYS: Array<[string, () => void, RegExp]> = [
		[
			'3320',
			() => record('unready', false),
			/has no recording unready, or has not stored it yet \(result 3320\)/,
		],
		['4000', () => answer(4000), /\(result 4000\)/],
		['4101', () => answer(4101), /\(result 4101\)/],
		['4200 as text', () => answer('4200'), /\(result 4200\)/],
		...[202, 204, 404, 409, 425, 503].map((status): [string, () => void, RegExp] => [
			`HTTP ${status} of the file`,
			() => {
				record('unready');
				give('', undefined, status);
			},
			new RegExp(`HTTP ${status}$`),
		]),
		[
			'an empty file',
			() => {
				record('unready');
				give('', 'audio/mpeg', 200, { 'Content-Length': '0' });
			},
			/gave an empty file$/,
		],
	];
	const answer = (result: unknown) =>
		office.mango.answerNext({
			method: 'queries/recording/post',
			status: 400,
			body: { result, message: 'x' },
		});

	test.each(WAYS)('%s: an error, or passed on without a file', async (_name, prepare, reason) => {
		prepare();
		expect(
			(await download({ recordingId: 'unready' }, { options: { retryFor: 0 } })).error?.message,
		).toMatch(reason);
		office.mango.reset();
		await clock.advance(200_000);
		prepare();
		const item = { recordingId: 'unready', entryId: 'e1', row: 7 };
		const { outputs, error } = await download(item, {
			ifNotReady: 'pass',
			options: { retryFor: 0 },
		});
		expect(error).toBeUndefined();
		expect(outputs).toEqual([
			[
				{
					json: { ...item, ready: false, asked: true, reason: expect.stringMatching(reason) },
					pairedItem: { item: 0 },
				},
			],
		]);
	});

	test.each(WAYS)('%s: is asked for again, and comes', async (_name, prepare) => {
		prepare();
		const downloading = download(
			{ recordingId: 'unready' },
			{ waitMinutes: 3, options: { retryFor: 0 } },
		);
		await until(() => office.mango.requests[0]?.status > 0);
		if (office.mango.recordings.length === 0) record('unready');
		for (const recording of office.mango.recordings) recording.stored = true;
		const { outputs, error } = await downloading;
		expect(error).toBeUndefined();
		expect(bytesOf(outputs[0][0]).length).toBeGreaterThan(1000);
		expect(office.mango.requests.map(({ status }) => status)).not.toContain(401);
	});

	test.each([4001, 4002, 4300, 4507, 3300, 2110])('result %i does not say so', async (result) => {
		answer(result);
		const { error } = await download({ recordingId: 'unready' }, { ifNotReady: 'pass' });
		expect(error?.message).toContain(`result ${result}`);
	});

	test('of many in one run the others are not asked for, and none is lost', async () => {
		record('A');
		record('B', false);
		record('C');
		const items = ['A', 'B', 'C', 'D', 'E'].map((recordingId, row) => ({ recordingId, row }));
		const { outputs } = await download(items, { ifNotReady: 'pass', waitMinutes: 0 });
		expect(
			outputs[0].map(({ json: { recordingId, row, ready, asked: was }, binary }) => [
				recordingId,
				row,
				ready,
				was,
				binary !== undefined,
			]),
		).toEqual([
			['A', 0, true, undefined, true],
			['B', 1, false, true, false],
			['C', 2, false, false, false],
			['D', 3, false, false, false],
			['E', 4, false, false, false],
		]);
		expect(outputs[0][2].json.reason).toContain('Recording C was not asked for');
		expect(asked()).toEqual(['A', 'B']);
		expect(clock.slept).toBe(0);
	});

	test('a file that is not there yet does not keep the others from being asked for', async () => {
		record('A');
		record('B');
		give('', undefined, 404);
		const { outputs } = await download([{ recordingId: 'A' }, { recordingId: 'B' }], {
			ifNotReady: 'pass',
		});
		expect(outputs[0].map(({ json }) => json.ready)).toEqual([false, true]);
	});

	test('the time to wait is that of the whole run', async () => {
		const items = Array.from({ length: 20 }, (_, i) => ({ recordingId: `none${i}` }));
		const { outputs } = await download(items, { ifNotReady: 'pass', waitMinutes: 5 });
		expect(outputs[0]).toHaveLength(20);
		expect(outputs[0].every(({ json }) => json.ready === false)).toBe(true);
		expect(clock.slept).toBeLessThanOrEqual(300_000);
		expect(office.mango.requests.map(({ result }) => result)).toEqual([3320, 3320, 3320]);
	});

	test('after the refusal of another execution it is passed on, too, and comes later', async () => {
		record('B');
		await download({ recordingId: 'A' }, { ifNotReady: 'pass' });
		const { outputs, error } = await download({ recordingId: 'B' }, { ifNotReady: 'pass' });
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ recordingId: 'B', ready: false, asked: false });
		await clock.advance(180_000);
		expect(
			(await download({ recordingId: 'B' }, { ifNotReady: 'pass' })).outputs[0][0].json.ready,
		).toBe(true);
		expect(office.mango.requests.map(({ status }) => status)).not.toContain(401);
	});

	test('every run again: each asks for one more, and all are here in the end', async () => {
		const ids = ['A', 'B', 'C'];
		for (const id of ids) record(id, false);
		let waiting = ids;
		const order: unknown[] = [];
		for (let run = 0; waiting.length > 0 && run < 20; run++) {
			if (run > 2) for (const recording of office.mango.recordings) recording.stored = true;
			const { outputs } = await download(
				waiting.map((recordingId) => ({ recordingId })),
				{ ifNotReady: 'pass' },
			);
			order.push(outputs[0].map(({ json }) => json.ready));
			waiting = outputs[0].flatMap(({ json }) => (json.ready ? [] : [String(json.recordingId)]));
			await clock.advance(180_000);
		}
		expect(order).toEqual([
			[false, false, false],
			[false, false, false],
			[false, false, false],
			[true, true, true],
		]);
		expect(office.mango.requests.map(({ status }) => status)).not.toContain(401);
	});
});

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

	test('a redirect of the file is followed', async () => {
		record(ID);
		give('', undefined, 302, { Location: '/files/a' });
		give('', undefined, 307, { Location: 'b' });
		give(MP3);
		const { outputs } = await download({ recordingId: ID });
		expect(bytesOf(outputs[0][0].binary?.data)).toEqual(MP3);
	});

	test('but not for ever', async () => {
		record(ID);
		for (let i = 0; i < 7; i += 1) give('', undefined, 302, { Location: '/files/a' });
		const { error } = await download({ recordingId: ID });
		expect(error?.message).toBe("MANGO OFFICE's one-time link to the recording answered HTTP 302");
	});

	test.each([301, 302, 303, 307, 308])(
		'a redirect with %i to another host of this network is not followed',
		async (status) => {
			const asked: unknown[] = [];
			const server = createServer((request, response) => {
				asked.push(request.url);
				response.end(MP3);
			}).listen(0, '127.0.0.1');
			await once(server, 'listening');
			const { port } = server.address() as AddressInfo;
			record(ID);
			for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433']) {
				give('', undefined, status, { Location: `http://${host}:${port}/secret` });
				const { error, outputs } = await download({ recordingId: ID });
				expect(error?.message).toBe('MANGO OFFICE answered with an unsafe link to the recording');
				expect(outputs.flat()).toEqual([]);
			}
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
			expect(asked).toEqual([]);
		},
	);

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
