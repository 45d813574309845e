import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { loadList } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Json = INodeExecutionData['json'];

const LEAD = { kind: 'lead' };
const SMART = { kind: 'smartProcess', smartProcess: '1036' };

/** As Mango Bitrix24 Trigger gives them. */
const LEAD_ITEM = { action: 'callback', kind: 'lead', entityTypeId: 1, id: 71, leadId: 71 };
const SMART_ITEM = { action: 'callback', kind: 'smartProcess', entityTypeId: 1036, id: 3 };

async function outputOf(parameters: INodeParameters, json: Json): Promise<Json> {
	const { outputs, error } = await bitrix24.run(parameters, json);
	expect(error).toBeUndefined();
	return outputs[0][0].json;
}

const lead = (id = 71) => ({ kind: 'lead', entityTypeId: 1, id, leadId: id });
const smart = (id = 3) => ({ kind: 'smartProcess', entityTypeId: 1036, id });

/** Whose record it is, by what the node and the item say. */
const READ: Array<[INodeParameters, Json, object]> = [
	[LEAD, LEAD_ITEM, lead()],
	[LEAD, { leadId: '71' }, lead()],
	[LEAD, { id: 71 }, lead()],
	[{ ...LEAD, recordFrom: 'parameter', recordId: ' 72 ' }, LEAD_ITEM, lead(72)],
	[SMART, SMART_ITEM, smart()],
	[SMART, { id: '3' }, smart()],
	[{ kind: 'smartProcess' }, SMART_ITEM, smart()],
	[{ ...SMART, smartProcess: 1036, recordFrom: 'parameter', recordId: 12 }, {}, smart(12)],
	[
		{ kind: '={{ $json.kind ?? "deal" }}', smartProcess: '={{ $json.entityTypeId }}' },
		SMART_ITEM,
		smart(),
	],
	[{ kind: '={{ $json.kind ?? "deal" }}' }, LEAD_ITEM, lead()],
	[{ kind: '={{ $json.kind ?? "deal" }}' }, { dealId: 12 }, { dealId: 12 }],
	[{ kind: 'deal' }, { dealId: 12 }, { dealId: 12 }],
	[{}, { dealId: 12, id: 71, leadId: 71 }, { dealId: 12 }],
];

/** What is refused before anything is asked. */
const REFUSED: Array<[INodeParameters, Json, string]> = [
	[{ kind: 'company' }, {}, '\'Kind\' was "company"'],
	[LEAD, SMART_ITEM, "The incoming item's field 'kind' was \"smartProcess\""],
	[SMART, LEAD_ITEM, "The incoming item's field 'kind' was \"lead\""],
	[SMART, { ...SMART_ITEM, entityTypeId: 180 }, "The incoming item's field 'entityTypeId' was 180"],
	[LEAD, { dealId: 12 }, "The incoming item's field 'id' was not there"],
	[LEAD, { leadId: 'x' }, "The incoming item's field 'leadId' was \"x\""],
	[{ ...LEAD, recordFrom: 'parameter', recordId: '' }, LEAD_ITEM, '\'Record ID\' was ""'],
	[
		{ ...SMART, smartProcess: '' },
		{ id: 3 },
		"The incoming item's field 'entityTypeId' was not there",
	],
	[
		{ ...SMART, smartProcess: '', recordFrom: 'parameter', recordId: '3' },
		SMART_ITEM,
		'\'Smart Process\' was ""',
	],
	[{ ...SMART, smartProcess: '2' }, { id: 3 }, '\'Smart Process\' was "2"'],
	[{}, LEAD_ITEM, "The incoming item's field 'dealId' was not there"],
];

describe.each([
	['comment', { resource: 'timelineComment', operation: 'add', text: 'Перезвонить' }],
	['to-do', { resource: 'activity', operation: 'addToDo', title: 'Перезвонить' }],
] as const)('a %s', (what, operation) => {
	test.each(READ)('with %j and the item %j is about %j', async (parameters, json, subject) => {
		const id = what === 'comment' ? 'commentId' : 'toDoId';
		const output = await outputOf({ ...operation, ...parameters }, json);
		expect(output).toEqual({ ...subject, [id]: expect.any(Number), created: true });
		const { entityTypeId, id: recordId } = { entityTypeId: 2, id: 12, ...subject };
		if (what === 'comment') {
			const types: Record<number, string> = { 1: 'lead', 2: 'deal', 1036: 'dynamic_1036' };
			expect(bitrix24.portal.comments).toMatchObject([
				{ entityType: types[entityTypeId], entityId: recordId, text: 'Перезвонить' },
			]);
		} else {
			const responsible: Record<string, number> = {
				'1/71': 7,
				'1/72': 7,
				'1036/3': 6,
				'1036/12': 7,
			};
			expect(bitrix24.portal.todos).toMatchObject([
				{
					ownerTypeId: entityTypeId,
					ownerId: recordId,
					responsibleId: responsible[`${entityTypeId}/${recordId}`] ?? 1,
				},
			]);
		}
	});

	test.each(REFUSED)('with %j and the item %j is refused', async (parameters, json, message) => {
		const { error } = await bitrix24.run({ ...operation, ...parameters }, json);
		expect(error?.message).toBe(message);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([
		[LEAD, LEAD_ITEM],
		[SMART, SMART_ITEM],
	])('is there once where it is to be, with %j', async (parameters, json) => {
		const once = { ...operation, ...parameters, options: { onceFor: 'call 1' } };
		const answers = [await outputOf(once, json), await outputOf(once, json)];
		expect(answers.map(({ created }) => created)).toEqual([true, false]);
		expect(bitrix24.portal.comments.length + bitrix24.portal.todos.length).toBe(1);
	});

	test.each([LEAD, SMART])('of a record that does not exist: that is told (%j)', async (kind) => {
		const set = { ...kind, recordFrom: 'parameter', recordId: '999' };
		const { error } = await bitrix24.run({ ...operation, ...set });
		expect(error?.message).toMatch(
			kind === LEAD ? /^Bitrix24 has no such lead/ : /^Bitrix24 has no such item/,
		);
		expect(bitrix24.portal.comments.length + bitrix24.portal.todos.length).toBe(0);
	});
});

function manyLeads(): Json[] {
	return Array.from({ length: 60 }, () => ({ leadId: bitrix24.portal.addLead({}).id }));
}

test('to-dos of sixty leads and an item: the responsible of each, read by lists', async () => {
	const items = [...manyLeads().map((item) => ({ ...item, kind: 'lead' })), SMART_ITEM];
	const kind = '={{ $json.kind }}';
	const { error } = await bitrix24.run({ resource: 'activity', operation: 'addToDo', kind }, items);
	expect(error).toBeUndefined();
	const responsible = bitrix24.portal.todos.map(({ responsibleId }) => responsibleId);
	expect(responsible).toEqual([...Array.from({ length: 60 }, () => 7), 6]);
	const [lists] = bitrix24.portal.requests.map(({ commands = [] }) => commands);
	expect(lists.map((command) => command.split('?')[0])).toEqual(
		Array.from({ length: 3 }, () => 'crm.item.list'),
	);
});

describe('the call target', () => {
	const target = { operation: 'getCallTarget' };

	test('of a lead: its own phone, its responsible', async () => {
		expect(await outputOf({ ...target, ...LEAD }, LEAD_ITEM)).toEqual({
			...lead(),
			title: 'Заявка с сайта',
			phone: '+7 (916) 123-45-71',
			phoneType: 'MOBILE',
			phoneFrom: 'lead',
			timeZone: null,
			employee: '102',
			client: { type: 'lead', id: 71, name: 'Наталья Гордеева' },
			responsible: { id: 7, name: 'Екатерина Фролова' },
			stage: { id: 'NEW' },
		});
		expect(bitrix24.portal.requests).toHaveLength(1);
	});

	test.each([
		[{ contactId: 2, companyId: 5 }, '8 916 123-45-02', 'contact', 2],
		[{ companyId: 5 }, '+73435550005', 'company', undefined],
		[
			{ contactId: 2, phones: [{ type: 'WORK', value: '+7 (___) ___-__-__' }] },
			'8 916 123-45-02',
			'contact',
			2,
		],
	] as const)(
		'of a lead with %j and no phone of its own: %s',
		async (fields, phone, from, contact) => {
			const { id } = bitrix24.portal.addLead({ name: '', title: 'Лид', ...fields } as object);
			const output = await outputOf({ ...target, ...LEAD }, { leadId: id });
			expect(output).toMatchObject({ phone, phoneFrom: from });
			expect(output.client).toMatchObject(
				contact ? { type: 'contact', id: contact } : { type: 'lead', id },
			);
		},
	);

	test('of a lead without any phone', async () => {
		const { id } = bitrix24.portal.addLead({ title: 'Лид' });
		expect(await outputOf({ ...target, ...LEAD }, { leadId: id })).toMatchObject({
			...lead(id),
			phone: null,
			client: { type: 'lead', id, name: 'Лид' },
			problem: 'noPhone',
		});
		const { error } = await bitrix24.run(
			{ ...target, ...LEAD, whenMissing: 'error' },
			{ leadId: id },
		);
		expect(error?.message).toBe(
			`Lead ${id} has no phone: neither itself nor its contact nor its company has one`,
		);
	});

	test('of an item of a smart process: the phone of its contact', async () => {
		expect(await outputOf({ ...target, ...SMART }, SMART_ITEM)).toMatchObject({
			...smart(),
			title: 'Закупка телефонов',
			phone: '8 916 123-45-02',
			phoneFrom: 'contact',
			employee: '106',
			pipeline: { id: 21 },
			stage: { id: 'DT1036_21:NEW' },
		});
	});

	test('of an item of a smart process without clients', async () => {
		const { error } = await bitrix24.run(
			{ ...target, ...SMART, whenMissing: 'error' },
			{ ...SMART_ITEM, id: 12 },
		);
		expect(error?.message).toBe(
			'Item 12 of smart process 1036 has no phone: neither its contact nor its company has one',
		);
	});

	test('of several kinds in one request', async () => {
		const { outputs } = await bitrix24.run({ ...target, kind: '={{ $json.kind ?? "deal" }}' }, [
			LEAD_ITEM,
			SMART_ITEM,
			{ dealId: 12 },
			LEAD_ITEM,
		]);
		expect(outputs[0].map(({ json }) => json.id ?? json.dealId)).toEqual([71, 3, 12, 71]);
		expect(outputs[0].map(({ json }) => json.employee)).toEqual(['102', '106', '101', '102']);
		expect(bitrix24.portal.requests).toHaveLength(1);
	});

	test.each(REFUSED)('with %j and the item %j is refused', async (parameters, json, message) => {
		const { error } = await bitrix24.run({ ...target, ...parameters }, json);
		expect(error?.message).toBe(message);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([LEAD, SMART])('of a record that does not exist: that is told (%j)', async (kind) => {
		const { error } = await bitrix24.run({
			...target,
			...kind,
			recordFrom: 'parameter',
			recordId: '999',
		});
		expect(error?.message).toMatch(
			kind === LEAD ? /^Bitrix24 has no such lead/ : /^Bitrix24 has no such item/,
		);
	});
});

describe('a call', () => {
	const log = { resource: 'call', operation: 'log' };
	const CALL: Json = {
		entryId: 'MTIzNDU2Nzg5MDE6MQ==',
		outcome: 'NEGATIVE',
		direction: 'outgoing',
		clientNumber: '+79161234502',
		extension: '106',
		startTime: '2026-11-22T10:00:00.000Z',
		endTime: '2026-11-22T10:00:30.000Z',
	};
	const callOf = (item: Json): Json => ({ ...CALL, ...item });

	test.each(READ.filter(([parameters]) => Object.keys(parameters).length > 0))(
		'with %j and the item %j is logged to %j',
		async (parameters, json, subject) => {
			const output = await outputOf({ ...log, ...parameters }, callOf(json));
			const { entityTypeId, id } = { entityTypeId: 2, id: 12, ...subject };
			expect(bitrix24.portal.callActivities).toMatchObject([
				{ ownerTypeId: entityTypeId, ownerId: id, responsibleId: 6 },
			]);
			expect(output).toMatchObject({
				logged: true,
				created: true,
				attempt: 1,
				dealId: entityTypeId === 2 ? 12 : null,
				leadId: entityTypeId === 1 ? id : null,
				...(entityTypeId === 1036 && smart(id)),
			});
		},
	);

	test('of an item of a smart process is with its contact, and is there once', async () => {
		const output = await outputOf({ ...log, ...SMART }, callOf(SMART_ITEM));
		expect(output).toMatchObject({ ...smart(), contactId: 2, leadId: null });
		expect(bitrix24.portal.callActivities).toMatchObject([
			{ communications: [{ entityTypeId: 3, entityId: 2, value: '+79161234502' }] },
		]);
		const again = await outputOf({ ...log, ...SMART }, callOf(SMART_ITEM));
		expect(again).toMatchObject({ ...smart(), created: false, activityId: output.activityId });
	});

	test('of a record without clients is with that record', async () => {
		await outputOf({ ...log, ...SMART }, callOf({ ...SMART_ITEM, id: 12 }));
		expect(bitrix24.portal.callActivities).toMatchObject([
			{ communications: [{ entityTypeId: 1036, entityId: 12 }] },
		]);
	});

	test('of a lead that has become a contact is with him, and stays at the lead', async () => {
		const { id } = bitrix24.portal.addLead({ contactId: 2 });
		const output = await outputOf({ ...log, ...LEAD }, callOf({ leadId: id }));
		expect(output).toMatchObject({ leadId: id, contactId: 2, dealId: null });
	});

	test.each([LEAD, { kind: 'smartProcess' }])(
		"without an ID in the item goes by the client's number (%j)",
		async (kind) => {
			expect(await outputOf({ ...log, ...kind }, CALL)).toMatchObject({ contactId: 2 });
		},
	);

	test.each(
		REFUSED.filter(([{ kind, recordFrom }, json]) => {
			const isGiven = recordFrom === 'parameter' || 'id' in json || 'leadId' in json;
			return kind !== undefined && isGiven;
		}),
	)('with %j and the item %j is refused', async (parameters, json, message) => {
		const { error } = await bitrix24.run({ ...log, ...parameters }, callOf(json));
		expect(error?.message).toBe(message);
		expect(bitrix24.portal.requests).toEqual([]);
	});

	test.each([LEAD, SMART])('of a record that does not exist: that is told (%j)', async (kind) => {
		const set = { ...log, ...kind, recordFrom: 'parameter', recordId: '999' };
		const { error } = await bitrix24.run(set, CALL);
		expect(error?.message).toMatch(
			kind === LEAD ? /^Bitrix24 has no such lead/ : /^Bitrix24 has no such item/,
		);
		expect(bitrix24.portal.callActivities).toEqual([]);
	});
});

describe('a move', () => {
	const toStage = (stage: string, pipeline = ''): INodeParameters => ({
		operation: 'moveToStage',
		stage: { __rl: true, mode: 'id', value: stage },
		...(pipeline && { pipeline: { __rl: true, mode: 'id', value: pipeline } }),
	});
	const byResult = (rule: object): INodeParameters =>
		({ operation: 'moveByResult', rules: { rule: [rule] } }) as INodeParameters;
	const STAGES = { successStage: '', failureStage: '', neutralStage: '' };

	test('of a lead to a stage', async () => {
		expect(await outputOf({ ...toStage('IN_PROCESS'), ...LEAD }, LEAD_ITEM)).toEqual({
			...lead(),
			title: 'Заявка с сайта',
			pipeline: { id: 0, name: 'Leads' },
			previousStage: { id: 'NEW', name: 'Не обработан' },
			stage: { id: 'IN_PROCESS', name: 'В работе' },
			moved: true,
		});
	});

	test('of an item of a smart process to a stage', async () => {
		const parameters = { ...toStage('DT1036_21:CALL', '21'), ...SMART };
		expect(await outputOf(parameters, SMART_ITEM)).toEqual({
			...smart(),
			title: 'Закупка телефонов',
			pipeline: { id: 21, name: 'Основная' },
			previousStage: { id: 'DT1036_21:NEW', name: 'Начало' },
			stage: { id: 'DT1036_21:CALL', name: 'Звонок поставщику' },
			moved: true,
		});
		expect(await outputOf(parameters, SMART_ITEM)).toMatchObject({
			moved: false,
			reason: 'alreadyThere',
		});
	});

	test.each([
		[LEAD, LEAD_ITEM, { pipeline: '0', ...STAGES, failureStage: 'JUNK' }, 'JUNK'],
		[LEAD, LEAD_ITEM, { pipeline: 'other', ...STAGES, failureStage: '@failure' }, 'JUNK'],
		[
			SMART,
			SMART_ITEM,
			{ pipeline: '21', ...STAGES, failureStage: 'DT1036_21:FAIL' },
			'DT1036_21:FAIL',
		],
		[
			SMART,
			SMART_ITEM,
			{ pipeline: 'other', ...STAGES, failureStage: '@failure' },
			'DT1036_21:FAIL',
		],
	])('by result of %j %j with %j', async (kind, item, rule, stage) => {
		const output = await outputOf({ ...byResult(rule), ...kind }, { ...item, result: 'NEGATIVE' });
		expect(output).toMatchObject({ moved: true, stage: { id: stage }, result: 'NEGATIVE' });
	});

	test.each([
		[LEAD, LEAD_ITEM, toStage('C9:NEW')],
		[LEAD, LEAD_ITEM, toStage('DT1036_21:CALL')],
		[SMART, SMART_ITEM, toStage('NEW', '21')],
	])('%j of %j to a stage of another kind is refused (%j)', async (kind, item, to) => {
		const { error } = await bitrix24.run({ ...to, ...kind }, item);
		expect(error?.message).toMatch(/has no stage '/);
		expect(bitrix24.writes()).toEqual([]);
	});

	test('of sixty leads: one request reads them by lists, two write', async () => {
		const items = manyLeads();
		const { outputs, error } = await bitrix24.run({ ...toStage('IN_PROCESS'), ...LEAD }, items);
		expect(error).toBeUndefined();
		expect(outputs[0].filter(({ json }) => json.moved)).toHaveLength(60);
		const [read, ...writes] = bitrix24.portal.requests.map(({ commands = [] }) =>
			commands.map((command) => command.split('?')[0]),
		);
		expect(read).toEqual(['crm.status.list', 'crm.item.list', 'crm.item.list']);
		expect(writes.map(({ length }) => length)).toEqual([50, 10]);
	});

	test('of several kinds by one node is refused, and nothing moves', async () => {
		const parameters = { ...toStage('IN_PROCESS'), kind: '={{ $json.kind }}' };
		const { error } = await bitrix24.run({ ...parameters, pipeline: toStage('x', '21').pipeline }, [
			LEAD_ITEM,
			SMART_ITEM,
		]);
		expect(error?.message).toBe(
			"item 3 of smart process 1036 is of another kind than the first item's record",
		);
		expect(bitrix24.writes()).toEqual([]);
	});

	test.each([
		[LEAD, toStage('NEW')],
		[SMART, toStage('DT1036_21:CALL', '21')],
	])('of a record that does not exist: that is told (%j)', async (kind, to) => {
		const { error } = await bitrix24.run({
			...to,
			...kind,
			recordFrom: 'parameter',
			recordId: '999',
		});
		expect(error?.message).toMatch(
			kind === LEAD ? /^Bitrix24 has no such lead/ : /^Bitrix24 has no such item/,
		);
	});

	test.each([
		[{ kind: 'lead' }, ['0'], ['NEW', 'IN_PROCESS', 'PROCESSED', 'CONVERTED', 'JUNK']],
		[
			{ kind: 'smartProcess', smartProcess: '1036' },
			['21'],
			['DT1036_21:NEW', 'DT1036_21:CALL', 'DT1036_21:SUCCESS', 'DT1036_21:FAIL'],
		],
		[{ kind: 'smartProcess', smartProcess: '' }, [], []],
	])('the lists of %j are those of the kind', async (kind, pipelines, stages) => {
		const options = {
			parameters: {
				resource: 'deal',
				operation: 'moveToStage',
				...kind,
				pipeline: { __rl: true, mode: 'id', value: '21' },
			},
			credentials: bitrix24.credentials(),
		};
		const values = async (name: string) =>
			await loadList('bitrix24', options, 'stage', async (node, context) => {
				const found = await node.methods?.listSearch?.[name].call(context);
				return found?.results.map(({ value }) => value);
			});
		expect(await values('searchPipelines')).toEqual(pipelines);
		expect(await values('searchStages')).toEqual(stages);
	});
});

test('the list has the smart processes of the portal', async () => {
	const options = {
		parameters: { resource: 'activity', operation: 'addToDo' },
		credentials: bitrix24.credentials(),
	};
	const list = await loadList('bitrix24', options, 'smartProcess', async (node, context) => {
		return (await node.methods?.loadOptions?.getSmartProcesses.call(context)) ?? [];
	});
	expect(list).toEqual([
		{ name: '– As the Incoming Item Says –', value: '' },
		{ name: 'Закупка', value: '1036' },
	]);
});
