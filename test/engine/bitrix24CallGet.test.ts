import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { usePortal } from './portal';

const bitrix24 = usePortal();

type Json = INodeExecutionData['json'];

const FACTS = {
	outcome: 'POSITIVE',
	direction: 'outgoing',
	startTime: '2026-11-22T10:00:00.000Z',
	clientNumber: '+79161234501',
};
const NONE = {
	logged: false,
	activityId: null,
	dealId: null,
	contactId: null,
	companyId: null,
	leadId: null,
	recordings: [],
};

async function log(items: Json[]): Promise<void> {
	const { error } = await bitrix24.run(
		{ resource: 'call', operation: 'log' },
		items.map((item) => ({ ...FACTS, ...item })),
	);
	expect(error).toBeUndefined();
}

const get = (items: Json | Json[], parameters: INodeParameters = {}, options = {}) =>
	bitrix24.run({ resource: 'call', operation: 'get', ...parameters }, items, options);

async function got(items: Json | Json[], parameters: INodeParameters = {}): Promise<Json[]> {
	const { outputs, error } = await get(items, parameters);
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
		[items].flat().map((_, item) => ({ item })),
	);
	return outputs[0].map(({ json }) => json);
}

const calls = () => bitrix24.portal.callActivities;

/** Recordings as Recording: Attach notes them. */
function note(index: number, recordings: string[]): void {
	calls()[index].providerData = JSON.stringify({ outcome: 'POSITIVE', recordings });
}

describe('Call: Get', () => {
	test('tells what is logged, and where, in the order of the items and beside what they had', async () => {
		await log([
			{ entryId: 'a', dealId: 12 },
			{ entryId: 'b', clientNumber: '+79161234507' },
		]);
		note(0, ['R1', 'R2']);
		const found = await got([
			{ entryId: 'b' },
			{ entryId: 'none', dealId: 5, phone: '1' },
			{ entryId: 'a', dealId: 5, event: 'recordAdded' },
		]);
		const [a, b] = calls();
		expect(found).toEqual([
			{
				entryId: 'b',
				logged: true,
				activityId: b.id,
				dealId: b.ownerTypeId === 2 ? b.ownerId : null,
				contactId: 7,
				companyId: null,
				leadId: null,
				responsibleId: b.responsibleId,
				recordings: [],
			},
			{ ...NONE, entryId: 'none', dealId: 5, phone: '1' },
			{
				entryId: 'a',
				event: 'recordAdded',
				logged: true,
				activityId: a.id,
				dealId: 12,
				contactId: expect.any(Number),
				companyId: null,
				leadId: null,
				responsibleId: a.responsibleId,
				recordings: ['R1', 'R2'],
			},
		]);
	});

	test.each([
		[{ recordingIds: ['R1', 'R2', 'R3', 'R3'] }, ['R2', 'R3']],
		[{ recordingIds: ['R1'] }, []],
		[{ recordingIds: [] }, []],
		[{ recordingIds: [null, '', 5, 'R2'] }, ['R2']],
		[{ recordingId: 'R2' }, ['R2']],
		[{ recordingId: 'R1' }, []],
		[{ recordingId: 'R2', recordingIds: ['R3'] }, ['R3']],
		[{}, undefined],
		[{ recordingIds: 'R2' }, undefined],
	])('of %j these are missing: %j', async (item, missing) => {
		await log([{ entryId: 'a', dealId: 12 }]);
		note(0, ['R1']);
		expect((await got({ entryId: 'a', ...item }))[0].missingRecordings).toEqual(missing);
	});

	test('nothing is missing of a call that nobody logged', async () => {
		expect(await got({ entryId: 'a', recordingIds: ['R1'] })).toEqual([
			{ ...NONE, entryId: 'a', recordingIds: ['R1'], missingRecordings: [] },
		]);
	});

	test('by the parameter', async () => {
		await log([{ entryId: 'a b', dealId: 12 }]);
		expect(await got({}, { entryId: 'a b' })).toMatchObject([{ entryId: 'a b', logged: true }]);
	});

	test('120 calls in one request, the same one twice, and two that differ in capitals only', async () => {
		await log([
			{ entryId: 'call7', dealId: 12 },
			{ entryId: 'CALL7', dealId: 15 },
			{ entryId: 'call119', dealId: 12 },
		]);
		const before = bitrix24.portal.requests.length;
		const items = [
			...Array.from({ length: 120 }, (_, i) => ({ entryId: `call${i}` })),
			{ entryId: 'call7' },
			{ entryId: 'CALL7' },
		];
		const found = await got(items);
		expect(bitrix24.portal.requests.length - before).toBe(1);
		expect(
			found.flatMap(({ logged, entryId, dealId }) => (logged ? [[entryId, dealId]] : [])),
		).toEqual([
			['call7', 12],
			['call119', 12],
			['call7', 12],
			['CALL7', 15],
		]);
	});

	test('a call that stands there more often than a list is long does not hide the others', async () => {
		await log([{ entryId: 'a', dealId: 12 }]);
		// Two executions may log a call at once, and the one that is to take it back may end before it does.
		const { webhookUrl } = bitrix24.portal;
		const add = (entryId: string) =>
			fetch(`${webhookUrl}crm.activity.add`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({
					fields: {
						OWNER_TYPE_ID: 2,
						OWNER_ID: 15,
						TYPE_ID: 2,
						SUBJECT: 'x',
						ORIGINATOR_ID: 'mango-office',
						ORIGIN_ID: entryId,
						COMMUNICATIONS: [{ VALUE: '+7', ENTITY_TYPE_ID: 2, ENTITY_ID: 15 }],
						START_TIME: FACTS.startTime,
						END_TIME: FACTS.startTime,
					},
				}),
			});
		for (let i = 0; i < 60; i++) await add('a');
		await add('b');
		expect(await got([{ entryId: 'a' }, { entryId: 'b' }])).toMatchObject([
			{ logged: true, activityId: calls()[0].id, dealId: 12 },
			{ logged: true, dealId: 15 },
		]);
	});

	test.each([
		[{}, {}, "The incoming item's field 'entryId' was not there"],
		[{ entryId: '' }, {}, "The incoming item's field 'entryId' was \"\""],
		[{ entryId: 'a$result[c0]' }, {}, "The incoming item's field 'entryId' was \"a$result[c0]\""],
		[{ entryId: {} }, {}, "The incoming item's field 'entryId' was {}"],
		[{}, { entryId: ' ' }, '\'Entry ID\' was " "'],
	])('%j with %j is no call', async (item, parameters, message) => {
		const { error } = await get(item as Json, parameters as INodeParameters);
		expect(error?.message).toBe(message);
		expect(bitrix24.portal.requests).toHaveLength(0);
	});

	test('one bad item beside good ones, when the node continues', async () => {
		await log([{ entryId: 'a', dealId: 12 }]);
		const { outputs } = await get(
			[{ entryId: '' }, { entryId: 'a' }],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]).toMatchObject([
			{ json: { error: expect.stringContaining('entryId') } },
			{ json: { entryId: 'a', logged: true } },
		]);
	});

	test('a refusal is an error, not a call that is not logged', async () => {
		bitrix24.portal.failCommand('crm.activity.list', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		expect((await get({ entryId: 'a' })).error?.message).toBe('Bitrix24 denied access');
	});

	test('is in the list of operations, without the choice of a deal', async () => {
		const { error } = await get({ entryId: 'a' }, { dealFrom: 'parameter', dealId: '' });
		expect(error).toBeUndefined();
	});
});
