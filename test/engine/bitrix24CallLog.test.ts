import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Json = INodeExecutionData['json'];

/** What Call: Get Outcome of the MANGO OFFICE node gives. */
const FACTS: Json = {
	entryId: 'MTIzNDU2Nzg5MDE6MQ==',
	dealId: 12,
	commandId: 'mb24.12.345.0.k3x9a2',
	outcome: 'NEGATIVE',
	final: true,
	reason: 'Client busy',
	reasonCode: 1121,
	talkSeconds: 0,
	answeredBy: null,
	attempts: 1,
	direction: 'outgoing',
	clientNumber: '+79161234501',
	extension: '106',
	startTime: '2026-11-22T10:00:00.000Z',
	endTime: '2026-11-22T10:00:30.000Z',
	recordingIds: [],
};

const facts = (more: Json = {}): Json => ({ ...FACTS, ...more });
const without = (...names: string[]): Json =>
	Object.fromEntries(Object.entries(FACTS).filter(([name]) => !names.includes(name)));
const talked = (more: Json = {}) =>
	facts({
		outcome: 'POSITIVE',
		reason: 'Talked',
		reasonCode: 1110,
		talkSeconds: 65.4,
		answeredBy: '106',
		endTime: '2026-11-22T10:01:20.000Z',
		...more,
	});

const log = (
	json: Json | Json[] = FACTS,
	parameters: INodeParameters = {},
	options: Partial<RunOptions> = {},
) => bitrix24.run({ resource: 'call', operation: 'log', ...parameters }, json, options);

async function logged(
	json: Json | Json[] = FACTS,
	parameters: INodeParameters = {},
): Promise<Json[]> {
	const { outputs, error } = await log(json, parameters);
	expect(error).toBeUndefined();
	return outputs[0].map((item) => item.json);
}

const calls = () => bitrix24.portal.callActivities;
const batches = () => bitrix24.portal.requests.filter(({ method }) => method === 'batch');
const requests = () =>
	batches().map(({ commands = [] }) => commands.map((command) => command.split('?')[0]));

describe('one call', () => {
	test('stands in the CRM with all that is known of it, and the item tells where', async () => {
		const { outputs, error } = await log({ ...facts(), other: 'x' });
		expect(error).toBeUndefined();
		expect(calls()).toHaveLength(1);
		expect(calls()[0]).toMatchObject({
			ownerTypeId: 2,
			ownerId: 12,
			typeId: 2,
			subject: 'Outgoing call to +79161234501',
			description:
				'Outcome: failed\nReason: Client busy\nTalk time: 0:00\nEmployee: Игорь Павлов, extension 106',
			direction: 2,
			startTime: new Date('2026-11-22T10:00:00Z'),
			endTime: new Date('2026-11-22T10:00:30Z'),
			responsibleId: 6,
			completed: true,
			originatorId: 'mango-office',
			originId: FACTS.entryId,
			providerData: expect.stringMatching(
				/^{"outcome":"NEGATIVE","reasonCode":1121,"by":"[0-9a-f]{8}"}$/,
			),
			bindings: [
				{ ownerTypeId: 2, ownerId: 12 },
				{ ownerTypeId: 3, ownerId: 1 },
			],
		});
		expect(calls()[0].communications).toMatchObject([
			{ type: 'PHONE', value: '+79161234501', entityTypeId: 3, entityId: 1 },
		]);
		const result = {
			logged: true,
			activityId: calls()[0].id,
			created: true,
			attempt: 1,
			dealId: 12,
			leadId: null,
			contactId: 1,
			companyId: null,
			responsibleId: 6,
			responsibleName: 'Игорь Павлов',
		};
		expect(outputs).toEqual([[{ json: { ...FACTS, ...result }, pairedItem: { item: 0 } }]]);
	});

	test('costs three HTTP requests: one reads, one writes and reads back, one counts', async () => {
		await log();
		expect(requests()).toEqual([
			['crm.activity.list', 'user.get', 'crm.item.get'],
			['crm.activity.add', 'crm.activity.list'],
			['crm.activity.list', 'user.get'],
		]);
	});

	test('an answered incoming one, by number of another writing', async () => {
		const [item] = await logged(
			talked({
				direction: 'incoming',
				extension: '101',
				answeredBy: 102,
				clientNumber: 79161234501,
			}),
		);
		expect(calls()[0]).toMatchObject({
			subject: 'Incoming call from 79161234501',
			description:
				'Outcome: successful\nReason: Talked\nTalk time: 1:05\nEmployee: Екатерина Фролова, extension 102',
			direction: 1,
			responsibleId: 7,
		});
		expect(item).toMatchObject({
			attempt: 0,
			responsibleId: 7,
			responsibleName: 'Екатерина Фролова',
			answeredBy: 102,
		});
	});

	test('the end follows from the talk where it is not told', async () => {
		await log(facts({ endTime: null, talkSeconds: 90 }));
		expect(calls()[0].endTime).toEqual(new Date('2026-11-22T10:01:30Z'));
	});

	test('what is not known is left out', async () => {
		const [item] = await logged(
			without(
				'reason',
				'reasonCode',
				'talkSeconds',
				'answeredBy',
				'extension',
				'clientNumber',
				'endTime',
			),
		);
		expect(calls()[0]).toMatchObject({
			subject: 'Outgoing call',
			description: 'Outcome: failed\nTalk time: 0:00',
			endTime: new Date(String(FACTS.startTime)),
			communications: [{ value: 'unknown number' }],
			providerData: expect.stringMatching(
				/^{"outcome":"NEGATIVE","reasonCode":null,"by":"[0-9a-f]{8}"}$/,
			),
		});
		// The deal's.
		expect(item).toMatchObject({ responsibleId: 1, responsibleName: 'Анна Соколова' });
		expect(item).not.toHaveProperty('reason');
	});

	test("an extension that nobody has leaves the deal's responsible", async () => {
		const [item] = await logged(facts({ extension: '999' }));
		expect(item).toMatchObject({ responsibleId: 1, responsibleName: 'Анна Соколова' });
		expect(calls()[0].description).toContain('Employee: extension 999');
	});

	test('a dismissed employee is not made responsible', async () => {
		const user = { ID: '6', NAME: 'Игорь', UF_PHONE_INNER: '106', ACTIVE: false };
		const item = { item: { id: 12, categoryId: 0, stageId: 'NEW', contactId: 1 } };
		bitrix24.portal.answerNext({
			body: {
				result: {
					result: [[], [user], item].reduce((all, one, i) => ({ ...all, [`c${i}`]: one }), {}),
					result_error: [],
				},
			},
		});
		const [{ responsibleId }] = await logged();
		expect(responsibleId).toBe(1);
	});

	test('subject and description can be given', async () => {
		await log(facts(), {
			logOptions: {
				subject: 'Обзвон № 5',
				description: 'Клиент просит счёт: 100% & более?\nЗавтра',
			},
		});
		expect(calls()[0]).toMatchObject({
			subject: 'Обзвон № 5',
			description: 'Клиент просит счёт: 100% & более?\nЗавтра',
		});
	});

	test.each([
		[{ recordingLink: 'https://example.com/a?b=1&c' }, {}],
		[{}, { recordingLink: 'https://example.com/a?b=1&c' }],
		[
			{ recordingLink: 'https://example.com/other' },
			{ recordingLink: 'https://example.com/a?b=1&c' },
		],
	])('the link to the recording: item %j, node %j', async (json, parameters) => {
		await log(facts(json), parameters);
		expect(calls()[0].description).toMatch(/\nRecording: https:\/\/example\.com\/a\?b=1&c$/);
	});
});

describe('whom it was with', () => {
	test('the company, where the deal has no contact', async () => {
		const [item] = await logged(facts({ dealId: 33 }));
		expect(item).toMatchObject({ dealId: 33, contactId: null, companyId: 4 });
		expect(calls()[0].bindings).toEqual([
			{ ownerTypeId: 2, ownerId: 33 },
			{ ownerTypeId: 4, ownerId: 4 },
		]);
	});

	test('the deal itself, where it has neither', async () => {
		const { id } = bitrix24.portal.addDeal({ contactIds: [], companyId: 0 });
		const [item] = await logged(facts({ dealId: id }));
		expect(item).toMatchObject({ dealId: id, contactId: null, companyId: null });
		expect(calls()[0]).toMatchObject({
			bindings: [{ ownerTypeId: 2, ownerId: id }],
			communications: [{ entityTypeId: 2, entityId: id }],
		});
	});

	test('the deal can be set by hand', async () => {
		const [item] = await logged(facts(), { dealFrom: 'parameter', dealId: '15' });
		expect(item).toMatchObject({ dealId: 15, contactId: 5 });
	});
});

describe("by the client's phone number", () => {
	const only = (clientNumber: unknown, parameters: INodeParameters = {}) =>
		logged({ ...without('dealId'), clientNumber: clientNumber as string }, parameters).then(
			([item]) => item,
		);
	const FIND = ['crm.duplicate.findbycomm', 'crm.duplicate.findbycomm', 'crm.duplicate.findbycomm'];
	const openDeal = (more: object) =>
		bitrix24.portal.addDeal({
			categoryId: 0,
			stageId: 'NEW',
			contactIds: [],
			companyId: 0,
			...more,
		}).id;

	test('the newest open deal of the contact', async () => {
		const [first, newest] = [
			openDeal({ contactIds: [2] }),
			openDeal({ contactIds: [2], assignedById: 7 }),
		];
		openDeal({ contactIds: [2], stageId: 'WON' });
		openDeal({ contactIds: [3] });
		// The card has '8 916 123-45-02'.
		expect(await only('+79161234502')).toMatchObject({
			created: true,
			dealId: newest,
			contactId: 2,
			companyId: null,
			responsibleId: 6,
		});
		expect(first).toBeLessThan(newest);
		expect(requests()).toEqual([
			['crm.activity.list', 'user.get', ...FIND],
			['crm.item.list', 'crm.item.list'],
			['crm.activity.add', 'crm.activity.list'],
			['crm.activity.list', 'user.get'],
		]);
	});

	test('not the template of a recurring deal', async () => {
		const id = openDeal({ contactIds: [2] });
		openDeal({ contactIds: [2], isRecurring: true });
		expect(await only('+79161234502')).toMatchObject({ dealId: id });
	});

	test('of the company, where no contact has the number', async () => {
		const id = openDeal({ companyId: 5 });
		expect(await only('+73435550005')).toMatchObject({ dealId: id, contactId: null, companyId: 5 });
	});

	test('the contact himself, without an open deal', async () => {
		const ofContact = Array.from({ length: 200 }, (_, id) => bitrix24.portal.deal(id)).filter(
			(deal) => deal?.contactIds[0] === 7,
		);
		for (const deal of ofContact) bitrix24.portal.setDeal(deal?.id ?? 0, { contactIds: [] });
		openDeal({ contactIds: [7], stageId: 'LOSE' });
		const item = await only('+79161234507', { dealFrom: 'phone' });
		expect(item).toMatchObject({
			created: true,
			dealId: null,
			contactId: 7,
			companyId: null,
			attempt: 1,
		});
		expect(calls()[0]).toMatchObject({
			ownerTypeId: 3,
			ownerId: 7,
			bindings: [{ ownerTypeId: 3, ownerId: 7 }],
		});
	});

	test('also when the item has a deal, if the user wants it so', async () => {
		const id = openDeal({ contactIds: [2] });
		const [item] = await logged(facts({ clientNumber: '+79161234502' }), { dealFrom: 'phone' });
		expect(item.dealId).toBe(id);
	});

	test.each([null, ''])('also when the deal of the item is %j', async (dealId) => {
		const id = openDeal({ contactIds: [2] });
		const [item] = await logged(facts({ dealId, clientNumber: '+79161234502' }));
		expect(item.dealId).toBe(id);
	});

	test('a number that is not in the CRM gives an item, and nothing is written', async () => {
		const item = { ...without('dealId'), clientNumber: '+79990001122' };
		expect(await logged(item)).toEqual([{ ...item, logged: false, why: 'client not in the CRM' }]);
		expect(requests()).toHaveLength(1);
		expect(calls()).toEqual([]);
	});

	test.each([null, 'sip:client@example.com', 'anonymous'])(
		'%j is nothing to look for',
		async (clientNumber) => {
			expect(await only(clientNumber)).toMatchObject({
				logged: false,
				why: "client's number unknown",
			});
			expect(requests()[0]).not.toContain('crm.duplicate.findbycomm');
		},
	);

	test('deals of others do not count, whatever the portal answers', async () => {
		const stranger = { items: [{ id: 99, contactId: 77, contactIds: [77, 78], companyId: 78 }] };
		for (const answers of [
			[[], [], { CONTACT: [2] }, { COMPANY: [5] }, []],
			[stranger, stranger, stranger],
		]) {
			bitrix24.portal.answerNext({
				body: {
					result: {
						result: Object.fromEntries(answers.map((one, i) => [`c${i}`, one])),
						result_error: [],
					},
				},
			});
		}
		expect(await only('+79161234502')).toMatchObject({ dealId: null, contactId: 2 });
	});
});

describe('whose the number is, as somebody would find it', () => {
	const NUMBER = '+79160001122';
	const phones = [{ type: 'MOBILE' as const, value: NUMBER }];
	const contact = (more: object = {}) => bitrix24.portal.addContact({ phones, ...more }).id;
	const company = (more: object = {}) => bitrix24.portal.addCompany({ phones, ...more }).id;
	const lead = (more: object = {}) => bitrix24.portal.addLead({ phones, ...more }).id;
	const deal = (more: object = {}) =>
		bitrix24.portal.addDeal({
			categoryId: 0,
			stageId: 'NEW',
			contactIds: [],
			companyId: 0,
			...more,
		}).id;
	const found = async (clientNumber: unknown = NUMBER) =>
		(await logged({ ...without('dealId'), clientNumber: clientNumber as string }))[0];
	const at = (ownerTypeId: number, ownerId: number) => ({ ownerTypeId, ownerId });

	test('contact and company share it, and only the company has an open deal', async () => {
		const [contactId, companyId] = [contact(), company()];
		deal({ contactIds: [contactId], stageId: 'LOSE' });
		const dealId = deal({ companyId });
		expect(await found()).toMatchObject({
			created: true,
			dealId,
			leadId: null,
			contactId: null,
			companyId,
		});
		expect(calls()[0].bindings).toEqual([at(2, dealId), at(4, companyId)]);
	});

	test("the same where the company's deal is another contact's: it was not with him", async () => {
		const companyId = company();
		contact();
		const dealId = deal({ companyId, contactIds: [1] });
		expect(await found()).toMatchObject({ dealId, contactId: null, companyId });
		expect(calls()[0].communications).toMatchObject([{ entityTypeId: 4, entityId: companyId }]);
	});

	test('both have one: the contact has called, not his company', async () => {
		const [contactId, companyId] = [contact(), company()];
		const dealId = deal({ contactIds: [contactId] });
		deal({ companyId });
		expect(await found()).toMatchObject({ dealId, contactId });
	});

	test.each([0, 1, 2])('contact %i of a deal calls', async (place) => {
		const contactId = contact();
		const others = [3, 4];
		const dealId = deal({
			contactIds: [...others.slice(0, place), contactId, ...others.slice(place)],
		});
		expect(await found()).toMatchObject({ dealId, contactId });
		expect(calls()[0].bindings).toEqual([at(2, dealId), at(3, contactId)]);
	});

	test('of a deal where he is the second and an older one where he is the first, the newest', async () => {
		const contactId = contact();
		deal({ contactIds: [contactId] });
		const dealId = deal({ contactIds: [3, contactId] });
		expect(await found()).toMatchObject({ dealId, contactId });
	});

	test('a portal that cannot look for further contacts finds the primary ones', async () => {
		const contactId = contact();
		const dealId = deal({ contactIds: [contactId] });
		bitrix24.portal.failCommand(
			'crm.item.list',
			{
				error: 'INVALID_ARG_VALUE',
				error_description: "Invalid filter: field 'contactIds' is not allowed in filter",
			},
			2,
		);
		const { error } = await log({ ...without('dealId'), clientNumber: NUMBER });
		// The first of the two is no question of the version.
		expect(error?.message).toContain("field 'contactIds' is not allowed");
		const read = [[], [], { CONTACT: [contactId] }, [], []];
		bitrix24.portal.answerNext({
			body: {
				result: {
					result: Object.fromEntries(read.map((one, i) => [`c${i}`, one])),
					result_error: [],
				},
			},
		});
		bitrix24.portal.answerNext({
			body: {
				result: {
					result: { c0: { items: [{ id: dealId, contactId, companyId: 0 }] } },
					result_error: {
						c1: {
							error: 'INVALID_ARG_VALUE',
							error_description: "Invalid filter: field 'contactIds' is not allowed in filter",
						},
					},
				},
			},
		});
		expect(await found()).toMatchObject({ dealId, contactId });
	});

	test('two contacts have it, and one of them an open deal', async () => {
		contact();
		const contactId = contact();
		const dealId = deal({ contactIds: [contactId] });
		expect(await found()).toMatchObject({ dealId, contactId });
	});

	test('templates of recurring deals are no open deals', async () => {
		const contactId = contact();
		const dealId = deal({ contactIds: [contactId] });
		deal({ contactIds: [contactId], isRecurring: true });
		expect(await found()).toMatchObject({ dealId });
	});

	test('a lead has it: the call stands in its timeline, and the item tells so', async () => {
		const leadId = lead({ assignedById: 7 });
		const [item] = await logged({ ...without('dealId', 'extension'), clientNumber: NUMBER });
		expect(item).toMatchObject({
			created: true,
			dealId: null,
			leadId,
			contactId: null,
			companyId: null,
			attempt: 1,
			responsibleId: 7,
		});
		expect(calls()[0]).toMatchObject({
			...at(1, leadId),
			bindings: [at(1, leadId)],
			communications: [{ entityTypeId: 1, entityId: leadId, value: NUMBER }],
		});
		const [again] = await logged({ ...without('dealId'), clientNumber: NUMBER });
		expect(again).toMatchObject({ created: false, leadId, activityId: item.activityId });
	});

	test('the sample lead is found by the number of its card', async () => {
		expect(await found('+79161234571')).toMatchObject({ leadId: 71 });
	});

	test('a lead that is worked on comes before a contact without an open deal, and after one with it', async () => {
		const contactId = contact();
		const leadId = lead();
		expect(await found()).toMatchObject({ dealId: null, leadId });
		const dealId = deal({ contactIds: [contactId] });
		const [item] = await logged({ ...without('dealId'), entryId: 'another', clientNumber: NUMBER });
		expect(item).toMatchObject({ dealId, leadId: null, contactId });
	});

	test.each(['JUNK', 'CONVERTED'])(
		'a lead that is %s comes after all others, and before nobody',
		async (stageId) => {
			const leadId = lead({ stageId });
			expect(await found()).toMatchObject({ leadId });
			const contactId = contact();
			const [item] = await logged({
				...without('dealId'),
				entryId: 'another',
				clientNumber: NUMBER,
			});
			expect(item).toMatchObject({ leadId: null, contactId });
		},
	);

	test('of several leads the newest that is worked on', async () => {
		lead();
		const leadId = lead();
		lead({ stageId: 'JUNK' });
		expect(await found()).toMatchObject({ leadId });
	});

	test('20 leads and more hide nobody', async () => {
		for (let i = 0; i < 25; i++) lead({ stageId: 'JUNK' });
		const companyId = company();
		const dealId = deal({ companyId });
		expect(await found()).toMatchObject({ dealId, companyId });
	});

	test.each([
		['+7 (916) 000-11-22'],
		['8 916 000 11 22'],
		['8(916)0001122'],
		['+79160001122'],
		['9160001122'],
		['(916) 000-11-22'],
		['916-000-11-22'],
		['007 916 000-11-22'],
		['+7 (916) 000-11-22#12'],
		['8 916 000-11-22;105'],
	])('a card with %s', async (value) => {
		const contactId = contact({
			phones: [
				{ type: 'WORK', value: '+7 (___) ___-__-__' },
				{ type: 'WORK', value: '+7' },
				{ type: 'MOBILE', value },
			],
		});
		expect(await found()).toMatchObject({ contactId });
	});

	test.each([
		['+375291234567', '8 029 123-45-67'],
		['+375291234567', '29 123-45-67'],
		['+375291234567', '8 10 375 29 123-45-67'],
		['+375291234567', '375 (29) 123-45-67'],
		['+4930123456', '030 123456'],
		['+4930123456', '0049 30 123456'],
		['+77011234567', '8 701 123-45-67'],
	])('%s calls, and the card has %s', async (number, value) => {
		const contactId = contact({ phones: [{ type: 'WORK', value }] });
		expect(await found(number)).toMatchObject({ contactId });
	});

	test.each(['79160001122', 79160001122, '8 (916) 000-11-22', '9160001122'])(
		'an item with the number as %j',
		async (clientNumber) => {
			const contactId = contact();
			expect(await found(clientNumber)).toMatchObject({ contactId });
		},
	);

	test.each(['+7 (___) ___-__-__', '+7', '', '8 916', '+7 (916) 000-11-2_'])(
		'a card that has only %j is nobody',
		async (value) => {
			contact({ phones: [{ type: 'WORK', value }] });
			expect(await found()).toMatchObject({ logged: false, why: 'client not in the CRM' });
		},
	);

	test('several calls share their requests: one asks who has the numbers, one what goes on with these', async () => {
		const dealId = deal({ contactIds: [contact()] });
		lead({ phones: [{ type: 'WORK', value: '+79160001133' }] });
		const items = [NUMBER, '+79160001133', '+79990001122'].map((clientNumber, i) => ({
			...without('dealId', 'extension'),
			entryId: `entry${i}`,
			clientNumber,
		}));
		expect(await logged([...items, facts({ entryId: 'of a deal' })])).toMatchObject([
			{ dealId },
			{ created: true },
			{ why: 'client not in the CRM' },
			{ dealId: 12 },
		]);
		expect(requests().map(({ length }) => length)).toEqual([3 * 4 + 3, 3, 3 * 2, 3 * 2]);
	});

	test('who has the number cannot be read: that is told, and nothing is logged', async () => {
		bitrix24.portal.failCommand(
			'crm.duplicate.findbycomm',
			{ error: 'ACCESS_DENIED', error_description: '' },
			3,
		);
		const { error } = await log({ ...without('dealId'), clientNumber: NUMBER });
		expect(error?.message).toBe('Bitrix24 denied access');
		expect(calls()).toEqual([]);
	});
});

describe('the number of the attempt', () => {
	const at = (minute: number) =>
		new Date(Date.parse('2026-11-22T10:00:00Z') + minute * 60_000).toISOString();
	const call = (n: number, outcome: string, more: Json = {}) =>
		facts({ entryId: `entry${n}`, outcome, startTime: at(n), endTime: at(n), ...more });
	const attempts = async (items: Json[]) => (await logged(items)).map(({ attempt }) => attempt);

	test('counts the failed calls in a row, within one execution as over several', async () => {
		expect(await attempts([call(1, 'NEGATIVE'), call(2, 'NEGATIVE')])).toEqual([1, 2]);
		expect(await attempts([call(3, 'NEUTRAL')])).toEqual([2]);
		expect(await attempts([call(4, 'NEGATIVE')])).toEqual([3]);
		expect(await attempts([call(5, 'POSITIVE'), call(6, 'NEGATIVE')])).toEqual([0, 1]);
	});

	test('other deals, and calls that others have logged, do not count', async () => {
		await log([call(1, 'NEGATIVE', { dealId: 15 }), call(2, 'NEGATIVE')]);
		expect(await attempts([call(3, 'NEGATIVE')])).toEqual([2]);
	});

	test('calls of the client that nobody answered are no attempts to reach him', async () => {
		expect(
			await attempts([
				call(1, 'NEGATIVE', { direction: 'incoming' }),
				call(2, 'NEGATIVE', { direction: 'incoming' }),
			]),
		).toEqual([1, 2]);
		expect(await attempts([call(3, 'NEGATIVE')])).toEqual([1]);
	});

	test('a call whose data somebody has spoiled counts as neither', async () => {
		await log(call(1, 'NEGATIVE'));
		const providerData = calls()[0];
		(providerData as { providerData: string }).providerData = 'not JSON';
		expect(await attempts([call(2, 'NEGATIVE')])).toEqual([1]);
	});
});

describe('a call in which the client was not rung', () => {
	const notRung = (n: number) =>
		facts({ entryId: `unrung${n}`, clientRung: false, startTime: `2026-11-22T10:0${n}:00.000Z` });

	test('says so, is kept so, and counts as no attempt', async () => {
		const [item] = await logged(notRung(1));
		expect(item).toMatchObject({ clientRung: false, created: true, attempt: 0 });
		expect(JSON.parse(calls()[0].providerData ?? '')).toMatchObject({ clientRung: false });
		expect(calls()[0].description).toContain("\nThe client's telephone was not rung\n");
		const rung = { startTime: '2026-11-22T10:05:00.000Z', clientRung: true };
		expect(await logged(facts(rung))).toMatchObject([{ attempt: 1 }]);
		expect(
			await logged(
				facts({
					...rung,
					entryId: 'another',
					startTime: '2026-11-22T10:06:00.000Z',
					clientRung: null,
				}),
			),
		).toMatchObject([{ attempt: 2 }]);
	});

	test.each(['no', 0, 'false'])('%j says neither', async (clientRung) => {
		const { error } = await log(facts({ clientRung }));
		expect(error?.message).toBe(
			`The incoming item's field 'clientRung' was ${JSON.stringify(clientRung)}`,
		);
	});
});

describe('the same call again', () => {
	test('stays one activity; the second answers with the first, whatever the facts are now', async () => {
		const [first] = await logged(facts({ outcome: 'NEUTRAL', final: false }));
		bitrix24.portal.setDeal(12, { contactIds: [] });
		const before = requests().length;
		const [second] = await logged(talked());
		expect(second).toMatchObject({
			activityId: first.activityId,
			created: false,
			dealId: 12,
			contactId: 1,
			attempt: 0,
			responsibleId: 6,
		});
		expect(calls()).toHaveLength(1);
		expect(calls()[0].providerData).toContain('NEUTRAL');
		expect(requests().slice(before)).toEqual([
			['crm.activity.list', 'user.get', 'crm.item.get'],
			['crm.activity.list', 'user.get'],
		]);
	});

	test('of another deal now: it stays where it is', async () => {
		await log();
		const [again] = await logged(facts({ dealId: 15 }));
		expect(again).toMatchObject({ created: false, dealId: 12, attempt: 1 });
	});

	test('twice in one execution', async () => {
		const items = await logged([facts(), facts()]);
		expect(items.map(({ created }) => created)).toEqual([true, false]);
		expect(items[0].activityId).toBe(items[1].activityId);
		expect(calls()).toHaveLength(1);
		expect(requests().slice(-2)).toEqual([
			['crm.activity.delete'],
			['crm.activity.list', 'user.get', 'crm.activity.list', 'user.get'],
		]);
	});

	test('two executions at once, many times: one activity each, and both answer with it', async () => {
		const dropped: number[] = [];
		for (let round = 0; round < 40; round++) {
			bitrix24.portal.reset();
			const entry = facts({ entryId: `round${round}` });
			const answers = (await Promise.all([logged(entry), logged(entry)])).flat();
			expect(calls()).toHaveLength(1);
			expect(answers.map(({ activityId }) => activityId)).toEqual([calls()[0].id, calls()[0].id]);
			expect(answers.map(({ created }) => created).sort()).toEqual([false, true]);
			dropped.push(
				requests().filter((commands) => commands.includes('crm.activity.delete')).length,
			);
		}
		// Otherwise they were not at once, and this test would show nothing.
		expect(dropped.filter((count) => count > 0).length).toBeGreaterThan(10);
	});

	test('three at once', async () => {
		const answers = (await Promise.all([logged(), logged(), logged()])).flat();
		expect(calls()).toHaveLength(1);
		expect(new Set(answers.map(({ activityId }) => activityId))).toEqual(new Set([calls()[0].id]));
		expect(answers.filter(({ created }) => created)).toHaveLength(1);
	});

	test('the second activity cannot be deleted: that is told', async () => {
		bitrix24.portal.failCommand('crm.activity.delete', {
			error: '',
			error_description: 'Access denied.',
		});
		const { outputs } = await log([facts(), facts()], {}, { onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ json }) => json.error ?? json.created)).toEqual([
			true,
			'Bitrix24 refused the request: Access denied',
		]);
	});
});

test('internal calls are not logged, and nothing is asked', async () => {
	const item = facts({ direction: 'internal', dealId: undefined });
	expect(await logged(item)).toEqual([{ ...item, logged: false, why: 'internal call' }]);
	expect(requests()).toEqual([]);
});

test('a call that still goes on is not logged, so that it can be with its outcome', async () => {
	const item = facts({
		outcome: 'NEUTRAL',
		final: false,
		reason: 'In progress',
		reasonCode: null,
		endTime: null,
	});
	expect(await logged(item)).toEqual([{ ...item, logged: false, why: 'call not finished' }]);
	expect(requests()).toEqual([]);
	expect(await logged(talked())).toMatchObject([{ created: true, attempt: 0 }]);
});

describe('bad input', () => {
	test.each([
		[{ entryId: undefined }, "The incoming item's field 'entryId' was not there", /Get Outcome/],
		[{ entryId: ' ' }, "The incoming item's field 'entryId' was \" \"", /ID of a call/],
		[{ entryId: 5 }, "The incoming item's field 'entryId' was 5", /a text/],
		[
			{ entryId: 'a$result[c0]' },
			"The incoming item's field 'entryId' was \"a$result[c0]\"",
			/ID of a call/,
		],
		[
			{ outcome: 'Talked' },
			"The incoming item's field 'outcome' was \"Talked\"",
			/POSITIVE, NEGATIVE, NEUTRAL/,
		],
		[{ outcome: undefined }, "The incoming item's field 'outcome' was not there", /POSITIVE/],
		[
			{ direction: null },
			"The incoming item's field 'direction' was null",
			/incoming, outgoing, internal/,
		],
		[
			{ startTime: undefined },
			"The incoming item's field 'startTime' was not there",
			/date and time/,
		],
		[
			{ startTime: '+275760-09-13T00:00:00.000Z' },
			"The incoming item's field 'startTime' was \"+275760-09-13T00:00:00.000Z\"",
			/It must be a date and time/,
		],
		...[1e10, 9e15, 1e21, 1e300].map((talkSeconds): [object, string, RegExp] => [
			{ talkSeconds },
			`The incoming item's field 'talkSeconds' was ${JSON.stringify(talkSeconds)}`,
			/a number of seconds/,
		]),
		[
			{ startTime: 'вчера' },
			"The incoming item's field 'startTime' was \"вчера\"",
			/date and time/,
		],
		[{ endTime: 'x' }, "The incoming item's field 'endTime' was \"x\"", /or missing/],
		[{ talkSeconds: -1 }, "The incoming item's field 'talkSeconds' was -1", /not negative/],
		[
			{ reason: 'a $result[c0][item]' },
			"The incoming item's field 'reason' was \"a $result[c0][item]\"",
			/\$result/,
		],
		[{ clientNumber: ['+7'] }, "The incoming item's field 'clientNumber' was [\"+7\"]", /a text/],
		[{ dealId: 'x' }, "The incoming item's field 'dealId' was \"x\"", /positive whole number/],
		[
			{ recordingLink: 'javascript:alert(1)' },
			"The incoming item's field 'recordingLink' was \"javascript:alert(1)\"",
			/https/,
		],
	])('%j', async (json, message, advice) => {
		const { error } = await log(facts(json as Json));
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(advice);
		expect(error?.context).toMatchObject({ itemIndex: 0 });
		expect(requests()).toEqual([]);
	});

	test.each([
		[{ recordingLink: 'ftp://x' }, '\'Recording Link\' was "ftp://x"'],
		[{ logOptions: { subject: '$result[c0]' } }, '\'Subject\' was "$result[c0]"'],
		[{ logOptions: { description: 5.5, subject: true } }, "'Subject' was true"],
		[{ dealFrom: 'parameter', dealId: '0' }, '\'Deal\' was "0"'],
	])('%j', async (parameters, message) => {
		const { error } = await log(facts(), parameters as INodeParameters);
		expect(error?.message).toBe(message);
		expect(requests()).toEqual([]);
	});
});

describe('failures', () => {
	test('a deal that does not exist', async () => {
		const { error } = await log(facts({ dealId: 999999 }));
		expect(error?.message).toMatch(/^Bitrix24 has no such deal/);
		expect(requests()).toHaveLength(1);
	});

	test.each([
		[
			'crm.activity.list',
			{ error: 'ACCESS_DENIED', error_description: 'Доступ запрещён' },
			'Bitrix24 denied access: Доступ запрещён',
		],
		[
			'user.get',
			{ error: 'insufficient_scope', error_description: 'x' },
			"The webhook lacks the permission (scope) 'user_brief': x",
		],
		[
			'crm.activity.add',
			{ error: '', error_description: "Could not find 'CONTACT' with ID: 1" },
			"Bitrix24 refused the request: Could not find 'CONTACT' with ID: 1",
		],
		[
			'crm.activity.add',
			{ error: 'ACCESS_DENIED', error_description: '' },
			'Bitrix24 denied access',
		],
	])('%s fails: %j', async (method, failure, message) => {
		bitrix24.portal.failCommand(method, failure, method === 'user.get' ? 9 : 1);
		const { error } = await log();
		expect(error?.message).toBe(message);
		expect(calls()).toEqual([]);
	});

	test('the search by phone fails', async () => {
		bitrix24.portal.failCommand('crm.duplicate.findbycomm', {
			error: 'Access denied',
			error_description: '',
		});
		const { error } = await log(without('dealId'));
		expect(error?.message).toBe('Bitrix24 refused the request: ACCESS DENIED');
	});

	test('the deals of the client cannot be read: the call is not logged to the contact instead', async () => {
		bitrix24.portal.failCommand('crm.item.list', { error: 'ACCESS_DENIED', error_description: '' });
		const { error } = await log({ ...without('dealId'), clientNumber: '+79161234502' });
		expect(error?.message).toBe('Bitrix24 denied access');
		expect(calls()).toEqual([]);
	});

	test('the name of the responsible is not worth an error', async () => {
		bitrix24.portal.failCommand(
			'user.get',
			{ error: 'insufficient_scope', error_description: 'x' },
			2,
		);
		const [item] = await logged(facts({ extension: null }));
		expect(item).toMatchObject({ created: true, responsibleId: 1, responsibleName: '' });
	});

	test('an answer that says nothing of the activity', async () => {
		bitrix24.portal.answerNext({
			body: {
				result: {
					result: Object.fromEntries(
						[[], [], { item: { id: 12, categoryId: 0, stageId: 'NEW' } }].map((one, i) => [
							`c${i}`,
							one,
						]),
					),
					result_error: [],
				},
			},
		});
		bitrix24.portal.answerNext({
			body: { result: { result: { c0: 5, c1: [] }, result_error: [] } },
		});
		const { error } = await log();
		expect(error?.message).toBe(
			`Bitrix24 reported success, but call ${FACTS.entryId} is not in the CRM`,
		);
	});

	test('too many requests are waited out, also when writing', async () => {
		bitrix24.portal.answerNext({
			status: 503,
			body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
		});
		expect(await logged()).toMatchObject([{ created: true }]);
		expect(calls()).toHaveLength(1);
	});

	const nothingYet = () => {
		const answers = [[], [], { item: { id: 12, categoryId: 0, stageId: 'NEW', contactId: 1 } }];
		const result = Object.fromEntries(answers.map((one, i) => [`c${i}`, one]));
		bitrix24.portal.answerNext({ body: { result: { result, result_error: [] } } });
	};

	test('a lost answer to the write: it looks again, and the call counts as its own', async () => {
		nothingYet();
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		expect(await logged()).toMatchObject([
			{ created: true, activityId: calls()[0].id, attempt: 1 },
		]);
		expect(calls()).toHaveLength(1);
		expect(await logged()).toMatchObject([{ created: false, activityId: calls()[0].id }]);
	});

	test('a lost write: running it again is safe', async () => {
		nothingYet();
		bitrix24.portal.answerNext({ body: '', dropConnection: true });
		const { error } = await log();
		expect(error?.message).toMatch(/^Bitrix24 did not answer in time or the connection broke/);
		expect(error?.description).toBe(
			'The call may have been logged all the same. It is safe to run this again: what is there already is found.',
		);
		expect(calls()).toEqual([]);
	});

	test('when nobody can say what became of the write, the same step finds its own when it is tried again', async () => {
		nothingYet();
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		bitrix24.portal.failCommand(
			'crm.activity.list',
			{ error: 'ACCESS_DENIED', error_description: '' },
			2,
		);
		const { error } = await log(FACTS, {}, { executionId: 'same' });
		expect(error?.message).toMatch(/^Bitrix24 did not answer in time/);
		expect((await log(FACTS, {}, { executionId: 'same' })).outputs[0][0].json).toMatchObject({
			created: true,
			activityId: calls()[0].id,
		});
		expect(await logged()).toMatchObject([{ created: false }]);
		expect(calls()).toHaveLength(1);
	});

	test('the first is another, and the answer to the own is lost: the own is taken back', async () => {
		await log();
		nothingYet();
		bitrix24.portal.answerNext({ body: '', dropConnection: true, runFirst: true });
		const first = calls()[0].id;
		expect(await logged()).toMatchObject([{ created: false, activityId: first }]);
		expect(calls().map(({ id }) => id)).toEqual([first]);
	});

	test('no query asks for the calls of the whole portal, whatever fails', async () => {
		const wide = () =>
			batches()
				.flatMap(({ commands = [] }) => commands)
				.map((command) => decodeURIComponent(command))
				.filter(
					(command) =>
						command.startsWith('crm.activity.list') &&
						!/filter\[(ORIGIN_ID|OWNER_ID)\]=\w/.test(command),
				);
		await logged();
		await logged(facts({ entryId: 'another' }));
		bitrix24.portal.failCommand('crm.activity.add', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		await log(facts({ entryId: 'third' }));
		expect(wide()).toEqual([]);
	});
});

describe('many calls', () => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, i) =>
			facts({ entryId: `entry${i}`, dealId: bitrix24.portal.addDeal({ contactIds: [1] }).id }),
		);

	test('20 cost five HTTP requests, each output item paired with its input', async () => {
		const items = many(20);
		const { outputs } = await log(items);
		expect(outputs[0].map(({ json }) => [json.entryId, json.dealId, json.created])).toEqual(
			items.map(({ entryId, dealId }) => [entryId, dealId, true]),
		);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(requests().map(({ length }) => length)).toEqual([48, 12, 40, 40]);
	});

	test('one bad item keeps all from being logged, so that nothing is half done', async () => {
		const { error } = await log([...many(2), facts({ dealId: 999999, entryId: 'z' })]);
		expect(error?.context).toMatchObject({ itemIndex: 2 });
		expect(calls()).toEqual([]);
	});

	test('with "continue on fail" the bad items do not harm the others', async () => {
		const items = [
			...many(1),
			facts({ entryId: '' }),
			facts({ dealId: 999999, entryId: 'z' }),
			facts({ direction: 'internal' }),
			facts(),
		];
		const { outputs } = await log(items, {}, { onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ json }) => json.error ?? json.why ?? json.created)).toEqual([
			true,
			"The incoming item's field 'entryId' was \"\"",
			expect.stringMatching(/^Bitrix24 has no such deal/),
			'internal call',
			true,
		]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(calls()).toHaveLength(2);
	});
});

test('a to-do and a comment can follow, since the item still has the deal', async () => {
	const [item] = await logged({
		...without('dealId'),
		clientNumber: '+79161234502',
		dealId: bitrix24.portal.addDeal({ contactIds: [2] }).id,
	});
	await bitrix24.run(
		{ resource: 'activity', operation: 'addToDo', title: '={{ "Attempt " + $json.attempt }}' },
		item,
	);
	await bitrix24.run(
		{ resource: 'timelineComment', operation: 'add', text: '={{ $json.outcome }}' },
		item,
	);
	const { outputs } = await bitrix24.run(
		{
			operation: 'moveByResult',
			rules: {
				rule: [
					{
						pipeline: 'other',
						successStage: '@success',
						failureStage: '@failure',
						neutralStage: '',
					},
				],
			},
		},
		item,
	);
	expect(bitrix24.portal.todos).toMatchObject([{ ownerId: item.dealId, title: 'Attempt 1' }]);
	expect(bitrix24.portal.comments).toMatchObject([{ entityId: item.dealId, text: 'NEGATIVE' }]);
	expect(outputs[0][0].json).toMatchObject({ dealId: item.dealId, result: 'NEGATIVE' });
});
