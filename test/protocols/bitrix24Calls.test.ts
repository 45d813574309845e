import fc from 'fast-check';

import {
	attemptOf,
	readCall,
	readCalls,
	type CallData,
	type LoggedCall,
} from '../../protocols/bitrix24/callActivity';
import { getOpenWork, readOwner } from '../../protocols/bitrix24/callOwner';
import { bodyAround, toBase64 } from '../../protocols/bitrix24/fileBody';
import { readFoundIds } from '../../protocols/bitrix24/findByPhone';
import { pipelineOfStage } from '../../protocols/bitrix24/pipelines';
import {
	attachBesideCall,
	attachToCall,
	hasRecording,
	readBeside,
	recordingFileName,
} from '../../protocols/bitrix24/recordingFile';
import { lastEntries } from '../../protocols/bitrix24/stageHistory';

const row = (more: object = {}) => ({
	ID: '20',
	OWNER_TYPE_ID: '2',
	OWNER_ID: '12',
	RESPONSIBLE_ID: '6',
	ORIGIN_ID: 'e',
	PROVIDER_DATA: '{"outcome":"NEGATIVE","reasonCode":1121}',
	...more,
});

const call = (entryId: string, data: CallData): LoggedCall => ({
	...readCalls([row({ ORIGIN_ID: entryId })])[0],
	data,
});

describe('a logged call', () => {
	test('with its owner and whom it was with', () => {
		const COMMUNICATIONS = [{ ID: '1', ENTITY_ID: '15', ENTITY_TYPE_ID: '3', VALUE: '+7' }];
		expect(readCalls([row({ COMMUNICATIONS, FILES: [{ id: 1, url: 'x' }] })])).toEqual([
			{
				id: 20,
				ownerTypeId: 2,
				ownerId: 12,
				responsibleId: 6,
				entryId: 'e',
				isIncoming: false,
				data: { outcome: 'NEGATIVE', reasonCode: 1121 },
				dealId: 12,
				leadId: null,
				contactId: 15,
				companyId: null,
				hasFiles: true,
			},
		]);
	});

	test.each([
		[{ FILES: [] }, { hasFiles: false }],
		[{ FILES: null }, { hasFiles: false }],
		[{ FILES: { 1: { id: 1 } } }, { hasFiles: true }],
		[{ COMMUNICATIONS: { 3: { ENTITY_ID: 4, ENTITY_TYPE_ID: 4 } } }, { companyId: 4 }],
		[{ OWNER_TYPE_ID: 3 }, { dealId: null, contactId: 12 }],
		[{ OWNER_TYPE_ID: 1 }, { dealId: null, leadId: 12, contactId: null }],
		[{ PROVIDER_DATA: null }, { data: {} }],
		[{ PROVIDER_DATA: 'x' }, { data: {} }],
		[{ PROVIDER_DATA: '[]' }, { data: {} }],
		[{ PROVIDER_DATA: '{"outcome":"OK","recordings":["a",1]}' }, { data: {} }],
		[{ ORIGIN_ID: null }, { entryId: '' }],
	])('%j', (given, expected) => {
		expect(readCalls([row(given)])).toMatchObject([expected]);
	});

	test('of several with its entry it is the oldest; others do not count', () => {
		const rows = [row({ ID: 9 }), row({ ID: 7 }), row({ ID: 3, ORIGIN_ID: 'f' })];
		expect(readCall(rows, 'e')?.id).toBe(7);
		expect(readCall(rows, 'g')).toBeUndefined();
	});
});

describe('a list with gaps, which PHP writes as a map', () => {
	const gaps = (...rows: unknown[]) => Object.fromEntries(rows.map((one, i) => [2 * i + 1, one]));

	test('of cards that have a number', () => {
		const found = { value: { CONTACT: gaps(5, '7') } };
		expect(readFoundIds('contact', found)).toEqual([5, 7]);
	});

	test.each([
		[
			'deals',
			[{ CONTACT: gaps(5) }, [], []],
			[gaps({ id: 12, contactId: 5 }, { id: 14, contactId: 5 }), []],
			{ dealId: 14, contactId: 5 },
		],
		[
			'leads',
			[[], [], { LEAD: gaps(8) }],
			[gaps({ id: 8, stageSemanticId: 'P' })],
			{ leadId: 8, dealId: null },
		],
	])('of %s of the client', (_, found, items, owner) => {
		const wish = { phone: '+79161234567' };
		const outcomes = found.map((value) => ({ value }));
		const openWork = items.map((one) => ({ value: { items: one } }));
		expect(getOpenWork(wish, outcomes)).toHaveLength(openWork.length);
		expect(readOwner(wish, outcomes, openWork)).toMatchObject(owner);
	});

	test('of comments beside a call', () => {
		const comments = gaps({ ID: '3', FILES: gaps({ name: 'a.mp3', size: '4' }) });
		expect(readBeside(comments, call('e', {}), 0).files).toEqual([
			{ id: 3, name: 'a.mp3', size: 4 },
		]);
	});
});

describe('the number of the attempt', () => {
	const calls = (...outcomes: Array<CallData['outcome']>) =>
		outcomes.map((outcome, i) => call(`e${i}`, { outcome }));

	test.each([
		[['NEGATIVE'], 1],
		[['NEGATIVE', 'NEUTRAL', 'NEGATIVE', 'POSITIVE', 'NEGATIVE'], 2],
		[['NEGATIVE', undefined, 'NEGATIVE'], 2],
		[['NEUTRAL'], 0],
		[['POSITIVE', 'NEGATIVE'], 0],
	] as const)('%j, the newest first: %i', (outcomes, expected) => {
		const all = calls(...outcomes);
		expect(attemptOf(all[0], all)).toBe(expected);
	});

	test('a call that stands there twice for a moment counts once', () => {
		const twice = [call('a', { outcome: 'NEGATIVE' }), call('a', { outcome: 'NEGATIVE' })];
		expect(attemptOf(twice[0], twice)).toBe(1);
	});
});

describe('the number of the attempt, with calls in both directions', () => {
	const of = (DIRECTION: string, entryId: string, outcome: CallData['outcome']): LoggedCall => ({
		...readCalls([row({ ORIGIN_ID: entryId, DIRECTION })])[0],
		data: { outcome },
	});
	const [IN, OUT] = ['1', '2'];

	test('that nobody answered the client is no attempt to reach him, and the other way round', () => {
		const all = [
			of(OUT, 'a', 'NEGATIVE'),
			of(IN, 'b', 'NEGATIVE'),
			of(IN, 'c', 'NEGATIVE'),
			of(OUT, 'd', 'NEGATIVE'),
			of(IN, 'e', 'NEGATIVE'),
		];
		expect([attemptOf(all[0], all), attemptOf(all[1], all)]).toEqual([2, 3]);
	});

	test('a talk ends the row, whoever called', () => {
		const all = [of(OUT, 'a', 'NEGATIVE'), of(IN, 'b', 'POSITIVE'), of(OUT, 'c', 'NEGATIVE')];
		expect(attemptOf(all[0], all)).toBe(1);
	});
});

describe('a file inside of JSON', () => {
	async function written(
		params: object,
		pieces: Uint8Array[],
	): Promise<{ text: string; length: number }> {
		const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
		const { before, after, length } = bodyAround(params, size);
		const parts: Buffer[] = [before];
		const source = (async function* () {
			for (const piece of pieces) yield Buffer.from(piece);
		})();
		for await (const part of toBase64(source)) parts.push(part);
		return { text: Buffer.concat([...parts, after]).toString(), length };
	}

	test('is what it would be if it were whole, in whatever pieces it comes, and as long as was told', async () => {
		const known = { ...call('e', { recordings: ['old'] }), hasFiles: true };
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }),
				fc.boolean(),
				async (pieces, beside) => {
					const { params } = beside
						? attachBesideCall(known, 'new/+=', 'Запись ""')
						: attachToCall(known, 'new/+=');
					const { text, length } = await written(params, pieces);
					expect(Buffer.byteLength(text)).toBe(length);
					const { fields } = JSON.parse(text);
					const [name, base64] = beside ? fields.FILES[0] : fields.FILES[0].fileData;
					expect(name).toBe('mango-new___.mp3');
					expect(Buffer.from(base64, 'base64')).toEqual(Buffer.concat(pieces));
				},
			),
		);
	});
});

test('a recording is known by its ID, not by its name', () => {
	const known = call('e', { recordings: ['a/b'] });
	expect([
		hasRecording(known, 'a/b'),
		hasRecording(known, 'a+b'),
		hasRecording(call('e', {}), 'a/b'),
	]).toEqual([true, false, false]);
	expect(recordingFileName('a/b')).toBe(recordingFileName('a+b'));
});

test.each([
	['NEW', 0],
	['C9:NEW', 9],
	['C12:UC_C3:X', 12],
	['UC_C9:X', 0],
])('stage %s is of pipeline %i', (stageId, pipeline) => {
	expect(pipelineOfStage(stageId)).toBe(pipeline);
});

test('of the entries of a deal the last counts', () => {
	const entry = (dealId: number, minute: number) => ({
		dealId,
		stageId: 'NEW',
		time: new Date(minute * 60_000),
	});
	expect(lastEntries([entry(1, 5), entry(2, 3), entry(1, 1), entry(3, 4)])).toEqual([
		entry(2, 3),
		entry(3, 4),
		entry(1, 5),
	]);
});
