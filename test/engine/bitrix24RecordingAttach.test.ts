import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { clock } from '../clock/clock';
import { runNode, type RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Json = INodeExecutionData['json'];

const RECORDING = 'MToxMDI0MjQyNzoyNTg2MzI1NzAxODow';
const OTHER = 'MToxMDI0/+==';
const FACTS = {
	outcome: 'POSITIVE',
	direction: 'outgoing',
	startTime: '2026-11-22T10:00:00.000Z',
	clientNumber: '+79161234501',
};

const logCall = async (entryId = 'entry1', more: Json = { dealId: 12 }): Promise<void> => {
	const { error } = await bitrix24.run(
		{ resource: 'call', operation: 'log' },
		{ ...FACTS, entryId, ...more },
	);
	expect(error).toBeUndefined();
};

/** An item as the download of a recording gives it. */
function item(json: Json = {}, bytes = 'звук', field = 'data'): INodeExecutionData {
	const binary = {
		[field]: { data: Buffer.from(bytes).toString('base64'), mimeType: 'audio/mpeg' },
	};
	return { json: { entryId: 'entry1', recordingId: RECORDING, ...json }, binary };
}

const attach = (
	items: INodeExecutionData | INodeExecutionData[] = item(),
	parameters: INodeParameters = {},
	options: Partial<RunOptions> = {},
) =>
	runNode('bitrix24', {
		parameters: { resource: 'recording', operation: 'attach', waitFor: 0, ...parameters },
		items: [items].flat(),
		credentials: bitrix24.credentials(),
		...options,
	});

async function attached(
	items: INodeExecutionData | INodeExecutionData[] = item(),
	parameters: INodeParameters = {},
): Promise<Json[]> {
	const { outputs, error } = await attach(items, parameters);
	expect(error).toBeUndefined();
	return outputs[0].map(({ json }) => json);
}

const call = () => bitrix24.portal.callActivities[0];
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const methods = () =>
	bitrix24.portal.requests.map(
		({ method, commands }) => commands?.map((one) => one.split('?')[0]).join() ?? method,
	);

describe('one recording', () => {
	test('becomes a file of its call, byte for byte', async () => {
		await logCall();
		const before = bitrix24.portal.requests.length;
		const { outputs, error } = await attach();
		expect(error).toBeUndefined();
		const json = {
			entryId: 'entry1',
			recordingId: RECORDING,
			activityId: call().id,
			attached: true,
			fileName: `mango-${RECORDING}.mp3`,
			size: 8,
		};
		expect(outputs).toEqual([[{ json, pairedItem: { item: 0 } }]]);
		expect(call().files).toMatchObject([
			{ name: `mango-${RECORDING}.mp3`, size: 8, sha256: sha256('звук') },
		]);
		expect(methods().slice(before)).toEqual([
			'crm.activity.list',
			'crm.timeline.comment.add,crm.timeline.comment.list,crm.activity.list',
			'crm.activity.update',
			'crm.timeline.comment.list,crm.activity.list',
			'crm.timeline.comment.delete',
		]);
		expect(bitrix24.portal.comments).toEqual([]);
	});

	test('the rest of the call stays as it was', async () => {
		await logCall();
		const before = { ...call() };
		await attached();
		const { files, providerData, updatedTime } = call();
		expect({ ...before, files, providerData, updatedTime }).toEqual(call());
		expect(before.files).toEqual([]);
		expect(JSON.parse(providerData ?? '')).toEqual({
			...JSON.parse(before.providerData ?? ''),
			recordings: [RECORDING],
		});
	});

	test('IDs and the binary field can be set by hand; the name of the file is safe', async () => {
		await logCall('a b');
		const [json] = await attached(item({}, 'x', 'record'), {
			entryId: 'a b',
			recordingId: OTHER,
			binaryPropertyName: 'record',
		});
		expect(json).toMatchObject({
			entryId: 'a b',
			recordingId: OTHER,
			fileName: 'mango-MToxMDI0____.mp3',
		});
		expect(call().files).toMatchObject([{ name: 'mango-MToxMDI0____.mp3', size: 1 }]);
	});

	test.each([1, 2, 3, 4, 100_000, 100_001, 100_002])('%i bytes', async (size) => {
		await logCall();
		const bytes = Buffer.alloc(size, createHash('sha512').update(String(size)).digest());
		const binary = { data: { data: bytes.toString('base64'), mimeType: 'audio/mpeg' } };
		expect(await attached({ ...item(), binary })).toMatchObject([{ size }]);
		expect(call().files).toMatchObject([{ size, sha256: sha256(bytes) }]);
	});

	test('the number of the attempt is not spoiled', async () => {
		await logCall();
		await attached();
		const { outputs } = await bitrix24.run(
			{ resource: 'call', operation: 'log' },
			{
				...FACTS,
				entryId: 'entry2',
				dealId: 12,
				outcome: 'NEGATIVE',
				startTime: '2026-11-22T11:00:00.000Z',
			},
		);
		expect(outputs[0][0].json.attempt).toBe(1);
	});
});

describe('the same recording again', () => {
	test('leaves one file, and is not sent again', async () => {
		await logCall();
		await attached();
		const before = methods().length;
		expect(await attached()).toMatchObject([{ attached: true, activityId: call().id, size: 8 }]);
		expect(call().files).toHaveLength(1);
		expect(methods().slice(before)).toEqual([
			'crm.activity.list',
			'crm.timeline.comment.list,crm.activity.list',
		]);
	});

	test('in the same execution', async () => {
		await logCall();
		expect(await attached([item(), item()])).toMatchObject([
			{ attached: true },
			{ attached: true },
		]);
		expect(methods().filter((method) => method === 'crm.activity.update')).toHaveLength(1);
	});

	test('at the same time from two executions', async () => {
		await logCall();
		await Promise.all([attached(), attached()]);
		expect(call().files).toHaveLength(1);
	});
});

describe('another recording of the same call', () => {
	// crm.activity.update would put it in the place of the first.
	test('stands beside it as a comment, and the first stays', async () => {
		await logCall();
		const [, second] = await attached([item(), item({ recordingId: OTHER }, 'zwei')]);
		expect(call().files).toMatchObject([
			{ name: `mango-${RECORDING}.mp3`, sha256: sha256('звук') },
		]);
		expect(bitrix24.portal.comments).toMatchObject([
			{
				id: second.commentId,
				entityType: 'deal',
				entityId: 12,
				text: 'Recording of a call',
				files: [{ name: 'mango-MToxMDI0____.mp3', sha256: sha256('zwei') }],
			},
		]);
		expect(second).toEqual({
			entryId: 'entry1',
			recordingId: OTHER,
			activityId: call().id,
			attached: true,
			fileName: 'mango-MToxMDI0____.mp3',
			size: 4,
			commentId: expect.any(Number),
		});
		expect(JSON.parse(call().providerData ?? '')).toMatchObject({ recordings: [RECORDING, OTHER] });
	});

	test('is known in the next execution too', async () => {
		await logCall();
		await attached();
		await attached(item({ recordingId: OTHER }, 'zwei'));
		await attached([item({ recordingId: OTHER }, 'zwei'), item()]);
		expect(call().files).toHaveLength(1);
		expect(bitrix24.portal.comments).toHaveLength(1);
	});

	test('at the same time from two executions: none of the files is lost', async () => {
		await logCall();
		const names = (await Promise.all([attached(), attached(item({ recordingId: OTHER }, 'zwei'))]))
			.flat()
			.map(({ fileName }) => fileName);
		const files = [
			...call().files,
			...bitrix24.portal.comments.flatMap((comment) => comment.files),
		];
		expect(files.map(({ name }) => name).sort()).toEqual(names.sort());
		expect([...JSON.parse(call().providerData ?? '').recordings].sort()).toEqual(
			[RECORDING, OTHER].sort(),
		);
	});

	test('of a call that belongs to a contact', async () => {
		for (let id = 0; id < 200; id++)
			if (bitrix24.portal.deal(id)?.contactIds[0] === 7)
				bitrix24.portal.setDeal(id, { contactIds: [] });
		await logCall('entry1', { clientNumber: '+79161234507' });
		await attached([item(), item({ recordingId: OTHER })]);
		expect(bitrix24.portal.comments).toMatchObject([{ entityType: 'contact', entityId: 7 }]);
	});

	test('is noted at the call again when the note was lost', async () => {
		await logCall();
		await attached();
		bitrix24.portal.failCommand('crm.activity.update', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		await attached(item({ recordingId: OTHER }, 'zwei'));
		await attached(item({ recordingId: OTHER }, 'zwei'));
		expect(bitrix24.portal.comments).toHaveLength(1);
		expect(JSON.parse(call().providerData ?? '')).toMatchObject({ recordings: [RECORDING, OTHER] });
	});

	test('is not mistaken for a file of the same name beside another call', async () => {
		await logCall();
		await logCall('entry2');
		for (const entryId of ['entry1', 'entry2'])
			await attached([item({ entryId }), item({ entryId, recordingId: OTHER }, entryId)]);
		expect(bitrix24.portal.comments).toHaveLength(1);
	});

	test('of a lead goes to the lead', async () => {
		await logCall();
		await attached();
		call().ownerTypeId = 1;
		call().ownerId = 12;
		const { error } = await attach(item({ recordingId: OTHER }, 'zwei'));
		const sent = bitrix24.portal.requests.find(
			({ method }) => method === 'crm.timeline.comment.add',
		)?.params;
		expect(sent).toMatchObject({ fields: { ENTITY_TYPE: 'lead', ENTITY_ID: 12 } });
		expect(error === undefined || /Owner/.test(error.message)).toBe(true);
	});
});

describe('a call that is not logged', () => {
	test('is an error that says what to do', async () => {
		await logCall('other');
		const { error } = await attach();
		expect(error?.message).toBe('Call entry1 is not logged in Bitrix24');
		expect(error?.description).toContain(
			"Log it with Call: Log first, or raise 'Wait for the Call (Seconds)'",
		);
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});

	test('can be passed over', async () => {
		await logCall('other');
		expect(await attached(item(), { ifNotLogged: 'skip' })).toEqual([
			{ entryId: 'entry1', recordingId: RECORDING, attached: false, why: 'call not logged' },
		]);
	});

	test('is waited for', async () => {
		await logCall('other');
		const waiting = attached(item(), { waitFor: 20 });
		await clock.advance(1500);
		await logCall();
		expect(await waiting).toMatchObject([{ attached: true }]);
		expect(bitrix24.portal.callActivities[1].files).toHaveLength(1);
	});

	test('is given up in time, and asked for with growing pauses, all calls in one request', async () => {
		await logCall('other');
		const before = methods().length;
		await attach([item(), item({ entryId: 'entry2' })], { waitFor: 5, ifNotLogged: 'skip' });
		expect(clock.slept).toBe(5000);
		expect(methods().slice(before)).toEqual(
			Array.from({ length: 4 }, () => 'crm.activity.list,crm.activity.list'),
		);
	});
});

describe('bad input', () => {
	test.each([
		[{ entryId: undefined }, {}, "The incoming item's field 'entryId' was not there"],
		[{ entryId: 'a$result[c0]' }, {}, "The incoming item's field 'entryId' was \"a$result[c0]\""],
		[{}, { entryId: '  ' }, '\'Entry ID\' was "  "'],
		[{ recordingId: '' }, {}, "The incoming item's field 'recordingId' was \"\""],
		[{ recordingId: 'a b' }, {}, "The incoming item's field 'recordingId' was \"a b\""],
		[{}, { recordingId: '<x>' }, '\'Recording ID\' was "<x>"'],
		[{}, { waitFor: -1 }, "'Wait for the Call (Seconds)' was -1"],
		[{}, { waitFor: '={{ "x" }}' }, '\'Wait for the Call (Seconds)\' was "x"'],
	])('%j %j', async (json, parameters, message) => {
		const { error } = await attach(item(json as Json), parameters as INodeParameters);
		expect(error?.message).toBe(message);
		expect(methods()).toEqual([]);
	});

	test('no binary field of this name', async () => {
		await logCall();
		const { error } = await attach(item({}, 'x', 'other'));
		expect(error?.message).toContain("'data'");
		expect(call().files).toEqual([]);
	});

	test('an empty file', async () => {
		await logCall();
		const { error } = await attach(item({}, ''));
		expect(error?.message).toBe("The file in the binary field 'data' is empty");
	});
});

describe('failures', () => {
	test.each([
		[
			{ error: '', error_description: 'Access denied.' },
			'Bitrix24 refused the request: Access denied',
		],
		[
			{ error: '', error_description: 'Could not create disk file.' },
			'Bitrix24 refused the request: Could not create disk file',
		],
	])('the update fails: %j', async (failure, message) => {
		await logCall();
		bitrix24.portal.failCommand('crm.activity.update', failure);
		const { error } = await attach();
		expect(error?.message).toBe(message);
	});

	test('the calls cannot be read', async () => {
		await logCall();
		bitrix24.portal.failCommand('crm.activity.list', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		const { error } = await attach();
		expect(error?.message).toBe('Bitrix24 denied access');
	});

	test('an answer that is neither', async () => {
		await logCall();
		bitrix24.portal.answerNext({ method: 'crm.activity.update', body: { result: false } });
		const { error } = await attach();
		expect(error?.message).toBe('Bitrix24 did not take the recording');
	});

	test('too many requests are waited out, and the whole file is sent again', async () => {
		await logCall();
		bitrix24.portal.answerNext({
			method: 'crm.activity.update',
			status: 503,
			body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
		});
		await attached();
		expect(call().files).toMatchObject([{ sha256: sha256('звук') }]);
	});

	/** What comes in place of the answer to a file that was taken. */
	const LOST = [
		['no answer', { body: '', dropConnection: true }],
		['HTML with 504', { status: 504, body: '<html>Gateway Time-out</html>' }],
		['HTML with 200', { status: 200, body: '<html>Gateway Time-out</html>' }],
		[
			'500 in JSON',
			{ status: 500, body: { error: 'INTERNAL_SERVER_ERROR', error_description: 'x' } },
		],
		['result false', { body: { result: false } }],
	] as const;

	test.each(LOST)(
		'%s, but the first recording was taken: attached, and nothing is sent twice',
		async (_name, answer) => {
			await logCall();
			bitrix24.portal.answerNext({ method: 'crm.activity.update', runFirst: true, ...answer });
			expect(await attached()).toMatchObject([{ attached: true }]);
			expect(await attached()).toMatchObject([{ attached: true }]);
			expect(methods().filter((method) => method === 'crm.activity.update')).toHaveLength(1);
			expect([call().files.length, bitrix24.portal.comments.length]).toEqual([1, 0]);
		},
	);

	test.each(LOST)(
		'%s, but the second recording was taken: attached, and nothing is sent twice',
		async (_name, answer) => {
			await logCall();
			await attached();
			bitrix24.portal.answerNext({ method: 'crm.timeline.comment.add', runFirst: true, ...answer });
			expect(await attached(item({ recordingId: OTHER }, 'zwei'))).toMatchObject([
				{ attached: true, commentId: expect.any(Number) },
			]);
			expect(await attached(item({ recordingId: OTHER }, 'zwei'))).toMatchObject([
				{ attached: true },
			]);
			expect([call().files.length, bitrix24.portal.comments.length]).toEqual([1, 1]);
		},
	);

	test.each(LOST.slice(0, 4))(
		'%s, and it was not taken: an error, and running it again attaches it once',
		async (_name, answer) => {
			await logCall();
			bitrix24.portal.answerNext({ method: 'crm.activity.update', ...answer });
			expect((await attach()).error).toBeDefined();
			// It may still come: nothing else may take the place of the file until this recording is attached.
			expect(bitrix24.portal.comments).toMatchObject([
				{ text: expect.stringMatching(/^A recording is being attached\n\n#n8n-/) },
			]);
			expect(await attached(item({ recordingId: OTHER }, 'zwei'))).toMatchObject([
				{ attached: true, commentId: expect.any(Number) },
			]);
			expect(await attached()).toMatchObject([{ attached: true }]);
			expect(call().files).toMatchObject([{ name: `mango-${RECORDING}.mp3` }]);
			expect(bitrix24.portal.comments).toMatchObject([{ text: 'Recording of a call' }]);
		},
	);

	test('a plain refusal leaves nothing behind', async () => {
		await logCall();
		bitrix24.portal.failCommand('crm.activity.update', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		expect((await attach()).error?.message).toBe('Bitrix24 denied access');
		expect(bitrix24.portal.comments).toEqual([]);
	});

	test("the portal has moved: the file does not follow, and the webhook's secret neither", async () => {
		await logCall();
		bitrix24.portal.answerNext({
			method: 'crm.activity.update',
			status: 302,
			headers: { Location: 'https://other.bitrix24.ru/rest/' },
			body: '',
		});
		const { error, run } = await attach();
		expect(error?.message).toBe('This Bitrix24 portal has moved to other.bitrix24.ru');
		expect(JSON.stringify(run)).not.toContain(
			new URL(bitrix24.portal.webhookUrl).pathname.split('/')[3],
		);
	});

	test('one bad item keeps all from being sent, unless the node continues', async () => {
		await logCall();
		const items = [
			item(),
			item({ recordingId: '' }),
			item({ entryId: 'none' }),
			item({ recordingId: OTHER }),
		];
		expect((await attach(items)).error?.context).toMatchObject({ itemIndex: 1 });
		expect(call().files).toEqual([]);
		const { outputs } = await attach(items, {}, { onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ json }) => json.error ?? json.attached)).toEqual([
			true,
			"The incoming item's field 'recordingId' was \"\"",
			'Call none is not logged in Bitrix24',
			true,
		]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, i) => ({ item: i })),
		);
	});
});

describe("a recording in n8n's store on the disk", () => {
	test('of 100 MB takes less than 50 MB of memory, and comes byte for byte', async () => {
		await logCall('small');
		await logCall('big');
		const folder = mkdtempSync(join(tmpdir(), 'mango-bitrix24-attach-'));
		const { webhookUrl } = bitrix24.portal;
		const { stdout } = await promisify(execFile)(
			process.execPath,
			['--import', 'tsx', resolve(__dirname, 'attachMemory.ts')],
			{
				env: {
					...process.env,
					WEBHOOK_URL: webhookUrl,
					SIZE: '100000001',
					N8N_STORAGE_PATH: folder,
					N8N_USER_FOLDER: folder,
				},
			},
		);
		const measured = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
			json: Json;
			sha256: string;
			grownBy: number;
		};
		expect(measured.json).toMatchObject({ entryId: 'big', attached: true, size: 100_000_001 });
		const [small, big] = bitrix24.portal.callActivities;
		expect(small.files).toMatchObject([{ size: 1_000_000 }]);
		expect(big.files).toMatchObject([{ size: 100_000_001, sha256: measured.sha256 }]);
		expect(measured.grownBy).toBeLessThan(50_000_000);
	});
});
