import { toActivity } from '../../protocols/bitrix24/activities';
import { readAnswer as readBitrixAnswer } from '../../protocols/bitrix24/answer';
import { readPaging } from '../../protocols/bitrix24/batchAnswer';
import { readClient } from '../../protocols/bitrix24/clients';
import { fastListOf } from '../../protocols/bitrix24/fastList';
import { readPipelines } from '../../protocols/bitrix24/pipelines';
import { readTask as readBitrixTask } from '../../protocols/bitrix24/tasks';
import { parseJson, parseJsonObject } from '../../protocols/json';
import { readAnswer } from '../../protocols/mangoOffice/answer';
import { readCampaign, readCreatedId } from '../../protocols/mangoOffice/campaign';
import { readGroups } from '../../protocols/mangoOffice/directory';
import { isLastLeg } from '../../protocols/mangoOffice/events/lastLeg';
import { findAsked } from '../../protocols/mangoOffice/outcome/askedCall';
import { callOf } from '../../protocols/mangoOffice/statistics';
import { readTask } from '../../protocols/mangoOffice/task';
import { isoOf } from '../../protocols/mangoOffice/time';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('JSON of a service', () => {
	test('is read, an object of it as well', () => {
		expect(parseJson(' {"a":[1,null]} ')).toEqual({ a: [1, null] });
		expect(parseJsonObject('{"a":1}')).toEqual({ a: 1 });
		for (const text of ['[]', 'null', '1', '"x"', '', '{'])
			expect(parseJsonObject(text)).toBeUndefined();
	});

	test('is none when it is nested without end, which nothing could read or store', () => {
		expect(parseJson(nested(100))).toBeDefined();
		expect(parseJson(nested(102))).toBeUndefined();
		const body = `{"result":${nested(100_000)}}`;
		const answer = { status: 200, headers: {}, body };
		expect(() => readBitrixAnswer(answer)).toThrow("not Bitrix24's JSON");
		expect(() => readAnswer(answer)).toThrow('not its JSON');
	});

	test.each(['{"__proto__":{"x":1},"a":1}', '{"\\u005f_proto__":1,"a":1}'])(
		'%s has no field __proto__ then',
		(text) => {
			const value = parseJson(`[${text}]`) as Array<Record<string, unknown>>;
			expect(Object.keys(value[0])).toEqual(['a']);
			expect(value[0].x).toBeUndefined();
		},
	);
});

/** An object that can be made neither a number nor a text, as JSON may hold one. */
const ODD: unknown = JSON.parse('{"toString":1,"valueOf":1}');
const DEAL_CALL = { entry_id: 'e', context_type: 2 };

describe('where a field holds an object of which nothing can be made, it is read as one that is odd', () => {
	test.each<[string, () => unknown, unknown]>([
		['a result code', () => readAnswer(json({ status: ODD, result: 1000 })), { result: 1000 }],
		['the status of a call', () => callOf({ contextStatus: ODD }), { successful: false }],
		['a time', () => isoOf(ODD), null],
		[
			'the comment of a task',
			() => readTask({ task: { task_id: 1, comment: ODD } }),
			{ taskId: 1 },
		],
		[
			'times of a campaign',
			() => readCampaign({ campaign: { campaign_id: 1, start: ODD } }),
			{ start: null },
		],
		[
			'the order in a group',
			() => readGroups({ groups: [{ id: 1, operators: [{ order: ODD }] }] }),
			[{}],
		],
		['a transfer', () => isLastLeg({ from: { wasTransferred: ODD }, to: {} }), true],
		[
			'the entry of a record',
			() => findAsked([], [{ ...DEAL_CALL, entryId: ODD }], new Set()),
			new Map(),
		],
		[
			'the order of a pipeline',
			() => readPipelines({ categories: [{ id: 1, sort: ODD }] }),
			[{ id: 1 }],
		],
		[
			'an order',
			() => fastListOf({ method: 'crm.deal.list', params: { order: { ID: ODD as never } } }, true),
			undefined,
		],
	])('%s', (_name, read, expected) => {
		if (typeof expected === 'object' && expected !== null) expect(read()).toMatchObject(expected);
		else expect(read()).toBe(expected);
	});

	test.each<[string, () => unknown, string]>([
		['an error code', () => readBitrixAnswer(json({ error: ODD })), 'Bitrix24Error'],
		[
			'the code in an error',
			() => readBitrixAnswer(json({ error: { code: ODD } })),
			'Bitrix24Error',
		],
		['a total', () => readPaging(ODD, undefined), 'StrangeAnswerError'],
		['an ID', () => readBitrixTask({ task: { id: ODD } }), 'ZodError'],
		['the ID of a card', () => readClient('contact', { item: { id: ODD } }), 'ZodError'],
		['the ID of a campaign', () => readCreatedId({ campaign_id: ODD }), 'ZodError'],
	])('%s', (_name, read, name) => {
		expect(read).toThrow(expect.objectContaining({ name }));
	});
});

test('a time that no date can hold stays as it is', () => {
	expect(isoOf('99999999999999')).toBe('99999999999999');
});

test('a word that every object has is no direction', () => {
	for (const DIRECTION of ['constructor', 'toString'])
		expect(toActivity({ ID: 1, DIRECTION }).direction).toBeNull();
	expect(toActivity({ ID: 1, DIRECTION: '2' }).direction).toBe('outgoing');
});

function json(answer: object) {
	return { status: 200, headers: {}, body: JSON.stringify(answer) };
}
