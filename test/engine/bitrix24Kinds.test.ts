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
		expect(error?.message).toMatch(/^Bitrix24 has no such record/);
		expect(bitrix24.portal.comments.length + bitrix24.portal.todos.length).toBe(0);
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
	expect(list).toEqual([{ name: 'Закупка', value: '1036' }]);
});
