import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { loadList, type RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Json = INodeExecutionData['json'];

const PHONE = '+79990001122';
const CALL: Json = {
	entryId: 'MTIzNDU2Nzg5MDE6MQ==',
	outcome: 'POSITIVE',
	direction: 'incoming',
	clientNumber: PHONE,
	answeredBy: '106',
	startTime: '2026-11-22T10:00:00.000Z',
	endTime: '2026-11-22T10:01:00.000Z',
	talkSeconds: 50,
};
const call = (more: Json = {}): Json => ({ ...CALL, ...more });

const log = (
	json: Json | Json[],
	parameters: INodeParameters = {},
	options: Partial<RunOptions> = {},
) => bitrix24.run({ resource: 'call', operation: 'log', ...parameters }, json, options);

async function logged(json: Json | Json[], parameters: INodeParameters): Promise<Json[]> {
	const { outputs, error } = await log(json, parameters);
	expect(error).toBeUndefined();
	return outputs[0].map((item) => item.json);
}

const LEAD = { whenNobody: 'lead' };
const DEAL = { whenNobody: 'contactAndDeal' };

const TYPES = { lead: 1, deal: 2, contact: 3 };
type Type = keyof typeof TYPES;

async function rest(method: string, params: object): Promise<{ items: Json[] }> {
	const response = await fetch(`${bitrix24.portal.webhookUrl}${method}.json`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(params),
	});
	return ((await response.json()) as { result: { items: Json[] } }).result;
}

/** The cards of one kind that were made. */
async function made(type: Type): Promise<Json[]> {
	const filter = { originatorId: 'mango-office' };
	return (await rest('crm.item.list', { entityTypeId: TYPES[type], filter, select: ['*'] })).items;
}

async function countMade(): Promise<Record<Type, number>> {
	const counts = { lead: 0, deal: 0, contact: 0 };
	for (const type of Object.keys(TYPES) as Type[]) counts[type] = (await made(type)).length;
	return counts;
}

const calls = () => bitrix24.portal.callActivities;
const requests = () =>
	bitrix24.portal.requests
		.filter(({ method }) => method === 'batch')
		.map(({ commands = [] }) => commands.map((command) => command.split('?')[0]));
const commandsOf = (method: string) =>
	requests()
		.flat()
		.filter((one) => one === method);

/** Something is done just before the first write of such a card is carried out. */
function beforeAdding(type: Type, act: () => void): void {
	let isDone = false;
	bitrix24.portal.hold(({ params }) => {
		if (isDone || !adds(type, params)) return Promise.resolve();
		isDone = true;
		act();
		return Promise.resolve();
	});
}

/** All have looked before the first of them writes such a card. */
function lookTogether(type: Type, count: number): void {
	let waiting = 0;
	let open: () => void;
	const all = new Promise<void>((resolve) => (open = resolve));
	bitrix24.portal.hold(async ({ params }) => {
		if (!adds(type, params)) return;
		waiting += 1;
		if (waiting === count) open();
		await all;
	});
}

function adds(type: Type, params: unknown): boolean {
	const { cmd = {} } = params as { cmd?: Record<string, string> };
	const start = `crm.item.add?entityTypeId=${TYPES[type]}&`;
	return Object.values(cmd).some((command) => command.startsWith(start));
}

describe('nobody has the number', () => {
	test.each([{}, { whenNobody: 'nothing' }])('%j: nothing is made', async (parameters) => {
		expect(await logged(call(), parameters)).toEqual([
			{ ...CALL, logged: false, why: 'client not in the CRM' },
		]);
		expect(requests()).toHaveLength(1);
		expect(await countMade()).toEqual({ lead: 0, deal: 0, contact: 0 });
	});

	test('a lead is made, and the call stands in it', async () => {
		const [item] = await logged(call(), LEAD);
		const [lead] = await made('lead');
		expect(lead).toMatchObject({
			title: `Incoming call from ${PHONE}`,
			assignedById: 6,
			sourceId: 'CALL',
			originId: expect.stringMatching(/^\+79990001122\/[0-9a-f]{8}$/),
			fm: [{ typeId: 'PHONE', valueType: 'WORK', value: PHONE }],
		});
		expect(item).toMatchObject({
			logged: true,
			created: true,
			leadId: lead.id,
			dealId: null,
			contactId: null,
			newRecords: ['lead'],
		});
		expect(calls()).toMatchObject([{ ownerTypeId: 1, ownerId: lead.id }]);
		expect(requests()).toEqual([
			['crm.activity.list', 'user.get', ...Array(3).fill('crm.duplicate.findbycomm')],
			['crm.item.list'],
			['crm.item.add', 'crm.item.list'],
			['crm.activity.add', 'crm.activity.list'],
			['crm.activity.list', 'user.get'],
		]);
	});

	test('a contact and a deal are made, in the first stage of the default pipeline', async () => {
		const [item] = await logged(call(), DEAL);
		const [[contact], [deal]] = [await made('contact'), await made('deal')];
		expect(contact).toMatchObject({ name: PHONE, fm: [{ typeId: 'PHONE', value: PHONE }] });
		expect(deal).toMatchObject({
			title: `Incoming call from ${PHONE}`,
			categoryId: 0,
			stageId: 'NEW',
			contactId: contact.id,
			contactIds: [contact.id],
			assignedById: 6,
			sourceId: 'CALL',
		});
		expect(item).toMatchObject({
			dealId: deal.id,
			contactId: contact.id,
			newRecords: ['contact', 'deal'],
		});
		expect(calls()).toMatchObject([
			{
				ownerTypeId: 2,
				ownerId: deal.id,
				bindings: [{ ownerId: deal.id }, { ownerTypeId: 3, ownerId: contact.id }],
			},
		]);
	});

	test('in a chosen pipeline and stage, with the title that is set', async () => {
		const options = { newDealStage: 'C9:UC_CALL01', logOptions: { subject: 'Новый клиент' } };
		await logged(call({ answeredBy: null }), { ...DEAL, ...options });
		expect(await made('deal')).toMatchObject([
			{ title: 'Новый клиент', categoryId: 9, stageId: 'C9:UC_CALL01', assignedById: 1 },
		]);
	});

	test.each(['C9:GONE', 'C77:NEW', 'GONE'])(
		'stage %j does not exist: that is told, and nothing is made',
		async (newDealStage) => {
			const { error } = await log(call(), { ...DEAL, newDealStage });
			expect(error?.message).toContain(`has no stage '${newDealStage}'`);
			expect(await countMade()).toEqual({ lead: 0, deal: 0, contact: 0 });
			expect(calls()).toEqual([]);
		},
	);

	test.each([null, 'anonymous', 'sip:client@example.com'])(
		'%j is no number: nothing is made',
		async (clientNumber) => {
			expect(await logged(call({ clientNumber }), LEAD)).toMatchObject([
				{ logged: false, why: "client's number unknown" },
			]);
			expect(await countMade()).toEqual({ lead: 0, deal: 0, contact: 0 });
		},
	);

	test.each([
		[call({ direction: 'internal' }), 'internal call'],
		[call({ final: false, endTime: null }), 'call not finished'],
	])('a call that is not logged makes nothing: %j', async (json, why) => {
		expect(await logged(json, LEAD)).toMatchObject([{ logged: false, why }]);
		expect(await countMade()).toEqual({ lead: 0, deal: 0, contact: 0 });
	});
});

describe('somebody has the number', () => {
	const kinds = [LEAD, DEAL];

	test.each(kinds)('a client: the call goes to him, and nothing is made (%j)', async (kind) => {
		const [item] = await logged(call({ clientNumber: '+79161234502' }), kind);
		expect(item).toMatchObject({ contactId: 2, newRecords: [] });
		expect(await countMade()).toEqual({ lead: 0, deal: 0, contact: 0 });
	});

	test.each(kinds)('a lead of the past, or a contact that has no deal (%j)', async (kind) => {
		const contact = bitrix24.portal.addContact({ phones: [{ type: 'WORK', value: PHONE }] });
		expect(
			await logged([call(), call({ entryId: 'b', clientNumber: '84951234572' })], kind),
		).toMatchObject([
			{ contactId: contact.id, dealId: null, newRecords: [] },
			{ leadId: 72, newRecords: [] },
		]);
		expect(await countMade()).toEqual({ lead: 0, deal: 0, contact: 0 });
	});

	test('the next call of the same number goes to what was made', async () => {
		const [first] = await logged(call(), DEAL);
		const [next] = await logged(call({ entryId: 'next' }), DEAL);
		expect(next).toMatchObject({
			dealId: first.dealId,
			contactId: first.contactId,
			newRecords: [],
		});
		expect(await countMade()).toEqual({ lead: 0, deal: 1, contact: 1 });
	});

	test('a client whose deal is closed gets no other one', async () => {
		const [first] = await logged(call(), DEAL);
		bitrix24.portal.setDeal(Number(first.dealId), { stageId: 'LOSE' });
		const [next] = await logged(call({ entryId: 'next' }), DEAL);
		expect(next).toMatchObject({ dealId: null, contactId: first.contactId, newRecords: [] });
	});

	test('a card that was made for the number and has another one now is not taken for it', async () => {
		const old = bitrix24.portal.addLead({
			phones: [{ type: 'WORK', value: '+79990003344' }],
			more: { originatorId: 'mango-office', originId: `${PHONE}/0123abcd` },
		});
		const [item] = await logged(call(), LEAD);
		expect(item.newRecords).toEqual(['lead']);
		expect(item.leadId).not.toBe(old.id);
	});
});

describe('several calls at once', () => {
	test('of one execution: calls of one number share what is made, others get their own', async () => {
		const other = '+79990003344';
		const items = await logged(
			[call(), call({ entryId: 'b' }), call({ entryId: 'c', clientNumber: other })],
			DEAL,
		);
		expect(items.map(({ newRecords }) => newRecords)).toEqual([
			['contact', 'deal'],
			[],
			['contact', 'deal'],
		]);
		expect(items[1]).toMatchObject({ dealId: items[0].dealId, contactId: items[0].contactId });
		expect(items[2].dealId).not.toBe(items[0].dealId);
		expect(await countMade()).toEqual({ lead: 0, deal: 2, contact: 2 });
	});

	test.each([
		['one call, leads', LEAD, 'lead', 'same'],
		['many calls of one number, leads', LEAD, 'lead', 'call'],
		['one call, deals', DEAL, 'contact', 'same'],
		['many calls of one number, deals', DEAL, 'contact', 'call'],
	] as const)('of four executions: %s', async (_title, kind, first, entry) => {
		lookTogether(first, 4);
		const executions = [1, 2, 3, 4].map(
			async (i) =>
				await logged(call({ entryId: entry === 'same' ? 'same' : `${entry}${i}` }), kind),
		);
		const items = (await Promise.all(executions)).flat();
		const isLead = first === 'lead';
		expect(await countMade()).toEqual(
			isLead ? { lead: 1, deal: 0, contact: 0 } : { lead: 0, deal: 1, contact: 1 },
		);
		expect(commandsOf('crm.item.delete').length).toBeGreaterThanOrEqual(3);
		const owners = items.map(({ leadId, dealId }) => `${String(leadId)} ${String(dealId)}`);
		expect(new Set(owners).size).toBe(1);
		expect(items.flatMap(({ newRecords }) => newRecords).sort()).toEqual(
			isLead ? ['lead'] : ['contact', 'deal'],
		);
		expect(calls()).toHaveLength(entry === 'same' ? 1 : 4);
		expect(new Set(calls().map(({ ownerId }) => ownerId)).size).toBe(1);
	});

	test('one that is too many cannot be taken back: that is told, and running it again is safe', async () => {
		lookTogether('lead', 2);
		const error = { error: 'ACCESS_DENIED', error_description: '' };
		bitrix24.portal.failCommand('crm.item.delete', error);
		const both = ['a', 'b'].map(async (entryId) => await log(call({ entryId }), LEAD));
		const messages = (await Promise.all(both)).map((one) => one.error?.message);
		expect(messages.filter((one) => one !== undefined)).toEqual(['Bitrix24 denied access']);
		const [a, b] = await logged([call({ entryId: 'a' }), call({ entryId: 'b' })], LEAD);
		expect([a.logged, b.logged]).toEqual([true, true]);
	});
});

describe('failures', () => {
	const lost = (ran: boolean) => () =>
		bitrix24.portal.answerNext({ method: 'batch', body: '', dropConnection: true, runFirst: ran });

	test.each([
		['lead', LEAD, ['lead']],
		['contact', DEAL, ['contact', 'deal']],
		['deal', DEAL, ['contact', 'deal']],
	] as const)('the answer to the write of a %s is lost: it counts', async (type, kind, records) => {
		beforeAdding(type, lost(true));
		expect(await logged(call(), kind)).toMatchObject([{ logged: true, newRecords: records }]);
		expect((await made(type)).length).toBe(1);
	});

	test.each([
		['lead', LEAD, 'The lead may have been created'],
		['contact', DEAL, 'The contact may have been created'],
		['deal', DEAL, 'The deal may have been created'],
	] as const)(
		'the write of a %s is lost: its outcome is told, and a second run makes what is missing',
		async (type, kind, told) => {
			beforeAdding(type, lost(false));
			const { error } = await log(call(), kind);
			expect(error?.message).toMatch(/^Bitrix24 did not answer in time or the connection broke/);
			expect(error?.description).toBe(
				`${told} all the same. It is safe to run this again: what is there already is found.`,
			);
			expect(calls()).toEqual([]);
			const [item] = await logged(call(), kind);
			expect(item).toMatchObject({ logged: true, created: true });
			expect(item.newRecords).toEqual(type === 'contact' ? ['contact', 'deal'] : [type]);
			expect((await made(type)).length).toBe(1);
		},
	);

	test('the portal refuses: that is told, and the other items go on where the node does', async () => {
		const error = { error: 'CRM_FIELD_ERROR_REQUIRED', error_description: 'Отдел' };
		bitrix24.portal.failCommand('crm.item.add', error);
		const { outputs } = await log(
			[call(), call({ entryId: 'b', clientNumber: '+79161234502' })],
			LEAD,
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.logged)).toEqual([
			expect.stringContaining('a required field is empty: Отдел'),
			true,
		]);
	});

	test('one bad item keeps anything from being made', async () => {
		const { error } = await log([call(), call({ entryId: 'b' })], {
			...DEAL,
			newDealStage: "={{ $json.entryId === 'b' ? 'GONE' : '' }}",
		});
		// They are of one number, which the first of them speaks for.
		expect(error).toBeUndefined();
		bitrix24.portal.reset();
		const second = await log([call(), call({ entryId: 'b', clientNumber: '+79990003344' })], {
			...DEAL,
			newDealStage: "={{ $json.entryId === 'b' ? 'GONE' : '' }}",
		});
		expect(second.error?.message).toContain("has no stage 'GONE'");
		expect(await countMade()).toEqual({ lead: 0, deal: 0, contact: 0 });
	});

	test('the same step, tried again after the call was logged, tells again what it has made', async () => {
		const options = { executionId: 'same' };
		const first = await log(call(), DEAL, options);
		const again = await log(call(), DEAL, options);
		expect(again.outputs[0][0].json).toEqual(first.outputs[0][0].json);
		expect(await logged(call(), DEAL)).toMatchObject([{ created: false, newRecords: [] }]);
	});
});

describe('the source', () => {
	const lines = [
		{ line: '+7 495 540-44-44', source: 'WEB' },
		{ line: 'sip:office@example.com', source: 'CALLBACK' },
		{ line: '', source: '' },
	];

	test.each([
		['+74955404444', {}, 'WEB'],
		['74955404444', {}, 'WEB'],
		[74955404444, {}, 'WEB'],
		['sip:OFFICE@example.com', {}, 'CALLBACK'],
		['+74955404445', {}, 'CALL'],
		['+74955404445', { source: 'CALLBACK' }, 'CALLBACK'],
		['+74955404445', { lineNumber: '8 (495) 540-44-44' }, 'WEB'],
		[null, {}, 'CALL'],
		[undefined, { source: '' }, 'CALL'],
		['', {}, 'CALL'],
	])('of line %j, with %j: %s', async (lineNumber, parameters, sourceId) => {
		await logged(call({ lineNumber }), { ...LEAD, sourceByLine: { lines }, ...parameters });
		expect(await made('lead')).toMatchObject([{ sourceId }]);
	});

	test.each([
		[[{ line: '', source: 'WEB' }], 'A line of the table \'Source by Line\' was ""'],
		[[{ line: '+74955404444', source: '' }], 'The source of line \'+74955404444\' was ""'],
		[
			[
				{ line: '+74955404444', source: 'WEB' },
				{ line: '8 495 540 44 44', source: 'CALL' },
			],
			'A line of the table \'Source by Line\' was "8 495 540 44 44"',
		],
		[[{ line: { a: 1 }, source: 'WEB' }], 'A line of the table \'Source by Line\' was {"a":1}'],
	])('a table of %j is refused before anything is asked', async (rows, message) => {
		const { error } = await log(call(), {
			...LEAD,
			sourceByLine: { lines: rows } as unknown as INodeParameters,
		});
		expect(error?.message).toBe(message);
		expect(requests()).toEqual([]);
	});

	test('a choice that is none is refused with what it may be', async () => {
		const { error } = await log(call(), { whenNobody: 'company' });
		expect(error?.message).toBe('\'When Nobody Has the Number\' was "company"');
		expect(error?.description).toBe('It must be one of: nothing, lead, contactAndDeal.');
	});

	test('the list has the sources of the portal', async () => {
		const options = {
			parameters: { resource: 'call', operation: 'log' },
			credentials: bitrix24.credentials(),
		};
		const list = await loadList('bitrix24', options, 'source', async (node, context) => {
			return (await node.methods?.loadOptions?.getSources.call(context)) ?? [];
		});
		expect(list.map(({ value }) => value)).toEqual(['CALL', 'WEB', 'CALLBACK']);
	});
});
