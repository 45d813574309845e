import type { INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { tryToParseDateTime } from 'n8n-workflow';

import { loadList } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

const STAGE = 'C9:UC_CALL01';
const CUSTOM = {
	stages: [STAGE],
	period: 'custom',
	from: '2020-03-10T00:00:00Z',
	to: '2020-03-11T00:00:00Z',
};

const find = (parameters: INodeParameters = {}, items: object[] = [{}]) =>
	bitrix24.run({ operation: 'getWithoutCall', ...CUSTOM, ...parameters }, items as never);

async function found(parameters: INodeParameters = {}) {
	const { outputs, error } = await find(parameters);
	expect(error).toBeUndefined();
	return outputs[0].map(({ json }) => json);
}

const ids = async (parameters: INodeParameters = {}) =>
	(await found(parameters)).map(({ dealId }) => dealId);

/** A deal that came to a stage at this time. */
function dealAt(time: string | Date, stageId = STAGE, more: object = {}): number {
	const { id } = bitrix24.portal.addDeal({
		categoryId: 9,
		stageId: 'C9:NEW',
		title: 'Обратный звонок',
		assignedById: 6,
		...more,
	});
	bitrix24.portal.addStageHistory({ dealId: id, stageId, time: new Date(time) });
	return id;
}

async function logCall(
	dealId: number,
	startTime: string,
	outcome = 'NEGATIVE',
	direction = 'outgoing',
	clientRung = true,
): Promise<void> {
	const item = {
		entryId: `${dealId}/${startTime}`,
		dealId,
		outcome,
		direction,
		startTime,
		clientRung,
	};
	const { error } = await bitrix24.run({ resource: 'call', operation: 'log' }, item);
	expect(error).toBeUndefined();
}

describe('a deal that came to the stage', () => {
	test('and was not called comes out with all that a report needs', async () => {
		const dealId = dealAt('2020-03-10T09:30:00Z');
		const { outputs, error } = await find({}, [{}, {}]);
		expect(error).toBeUndefined();
		const json = {
			dealId,
			title: 'Обратный звонок',
			stageId: STAGE,
			enteredAt: '2020-03-10T09:30:00.000Z',
			responsibleId: 6,
			responsibleName: 'Игорь Павлов',
			dealLink: `${new URL(bitrix24.portal.webhookUrl).origin}/crm/deal/details/${dealId}/`,
		};
		expect(outputs).toEqual([[{ json, pairedItem: { item: 0 } }]]);
	});

	test.each(['POSITIVE', 'NEGATIVE', 'NEUTRAL'])('and was called since: %s', async (outcome) => {
		await logCall(dealAt('2020-03-10T09:30:00Z'), '2020-03-10T09:31:00Z', outcome);
		expect(await ids()).toEqual([]);
	});

	test('and whose client has called since: in vain he still waits, not after a talk', async () => {
		const dealId = dealAt('2020-03-10T09:30:00Z');
		await logCall(dealId, '2020-03-10T09:31:00Z', 'NEGATIVE', 'incoming');
		expect(await ids()).toEqual([dealId]);
		await logCall(dealId, '2020-03-10T09:40:00Z', 'POSITIVE', 'incoming');
		expect(await ids()).toEqual([]);
	});

	test.each(['NEUTRAL', 'NEGATIVE'])('and whose client was not rung: %s', async (outcome) => {
		const dealId = dealAt('2020-03-10T09:30:00Z');
		await logCall(dealId, '2020-03-10T09:31:00Z', outcome, 'outgoing', false);
		expect(await ids()).toEqual([dealId]);
		await logCall(dealId, '2020-03-10T09:40:00Z', outcome);
		expect(await ids()).toEqual([]);
	});

	test('was called long after the period', async () => {
		await logCall(dealAt('2020-03-10T09:30:00Z'), '2021-03-10T09:31:00Z');
		expect(await ids()).toEqual([]);
	});

	test('was called before only', async () => {
		const dealId = dealAt('2020-03-10T09:30:00Z');
		await logCall(dealId, '2020-03-10T09:20:00Z');
		expect(await ids()).toEqual([dealId]);
	});

	test('was called just before, by clocks that differ a little', async () => {
		await logCall(dealAt('2020-03-10T09:30:00Z'), '2020-03-10T09:29:30Z');
		expect(await ids()).toEqual([]);
	});

	test('twice, and was called between: it waits since the second time', async () => {
		const dealId = dealAt('2020-03-10T09:30:00Z');
		bitrix24.portal.addStageHistory({
			dealId,
			stageId: STAGE,
			time: new Date('2020-03-10T15:00:00Z'),
		});
		await logCall(dealId, '2020-03-10T10:00:00Z');
		expect(await found()).toMatchObject([{ dealId, enteredAt: '2020-03-10T15:00:00.000Z' }]);
	});

	test('and whose neighbour was called', async () => {
		const [first, second] = [dealAt('2020-03-10T09:30:00Z'), dealAt('2020-03-10T09:00:00Z')];
		await logCall(first, '2020-03-10T09:31:00Z');
		expect(await ids()).toEqual([second]);
	});

	test('and left it since', async () => {
		const dealId = dealAt('2020-03-10T09:30:00Z', STAGE, { stageId: 'C9:WON' });
		expect(await found()).toMatchObject([{ dealId, stageId: STAGE }]);
	});

	test('and was deleted is left out', async () => {
		bitrix24.portal.addStageHistory({
			dealId: 987654,
			stageId: STAGE,
			time: new Date('2020-03-10T09:30:00Z'),
		});
		expect(await ids()).toEqual([]);
	});

	test('and is the template of a recurring deal is left out', async () => {
		dealAt('2020-03-10T09:30:00Z', STAGE, { isRecurring: true });
		expect(await ids()).toEqual([]);
	});

	test('of nobody', async () => {
		dealAt('2020-03-10T09:30:00Z', STAGE, { assignedById: 0 });
		expect(await found()).toMatchObject([{ responsibleId: 0, responsibleName: '' }]);
	});
});

describe('stages', () => {
	test('several, of several pipelines, in the order of the times; others are passed over', async () => {
		const later = dealAt('2020-03-10T10:00:00Z', 'NEW');
		const earlier = dealAt('2020-03-10T09:00:00Z');
		dealAt('2020-03-10T09:00:00Z', 'C9:WON');
		expect(await found({ stages: [STAGE, 'NEW'] })).toMatchObject([
			{ dealId: earlier },
			{ dealId: later, stageId: 'NEW' },
		]);
		expect(await ids({ stages: `={{ " ${STAGE} , NEW" }}` })).toEqual([earlier, later]);
	});

	test.each([
		['={{ [] }}', "'Stages' is empty", /at least one/],
		['={{ " , " }}', "'Stages' is empty", /at least one/],
		[
			[STAGE, 'C9:GHOST'],
			'A stage of \'Stages\' was "C9:GHOST"',
			/no such stage.*C9:NEW, C9:UC_CALL01/,
		],
		[['C77:NEW'], 'A stage of \'Stages\' was "C77:NEW"', /none/],
	])('%j', async (stages, message, advice) => {
		const { error } = await find({ stages });
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(advice);
	});

	test('the list has those of all pipelines, each with the name of its own', async () => {
		const options = {
			parameters: { resource: 'deal', operation: 'getWithoutCall' },
			credentials: bitrix24.credentials(),
		};
		const list = await loadList(
			'bitrix24',
			options,
			'parameters.stages',
			(node, context) =>
				node.methods?.loadOptions?.getDealStages.call(context) as Promise<INodePropertyOptions[]>,
		);
		expect(list).toHaveLength(6 + 7 + 8);
		expect(list[1]).toEqual({ name: 'Обзвон: Звонок клиенту', value: STAGE });
		expect(list.at(-1)).toEqual({ name: 'Общая: Анализ причины провала', value: 'APOLOGY' });
	});
});

describe('the period', () => {
	// The zone of a workflow that names none.
	const now = () =>
		tryToParseDateTime(new Date(), process.env.GENERIC_TIMEZONE ?? 'America/New_York');
	const midnight = () => now().startOf('day');

	test("yesterday is the day of the workflow's time zone", async () => {
		const start = midnight().minus({ days: 1 });
		dealAt(start.minus({ minutes: 1 }).toJSDate());
		const inside = [
			dealAt(start.plus({ minutes: 1 }).toJSDate()),
			dealAt(midnight().minus({ minutes: 1 }).toJSDate()),
		];
		dealAt(midnight().plus({ seconds: 1 }).toJSDate());
		const mine = await ids({ period: 'yesterday' });
		expect(mine.filter((id) => Number(id) >= inside[0] - 1)).toEqual(inside);
	});

	test('today', async () => {
		const before = dealAt(midnight().minus({ minutes: 1 }).toJSDate());
		const inside = dealAt(midnight().toJSDate());
		expect(await ids({ period: 'today' })).toContain(inside);
		expect(await ids({ period: 'today' })).not.toContain(before);
	});

	test('the last 24 hours', async () => {
		const before = dealAt(now().minus({ hours: 25 }).toJSDate());
		const inside = dealAt(now().minus({ hours: 23 }).toJSDate());
		expect(await ids({ period: 'last24Hours' })).toContain(inside);
		expect(await ids({ period: 'last24Hours' })).not.toContain(before);
	});

	test('is yesterday by default', async () => {
		const id = dealAt(midnight().minus({ hours: 1 }).toJSDate());
		const { outputs } = await bitrix24.run({ operation: 'getWithoutCall', stages: [STAGE] });
		expect(outputs[0].map(({ json }) => json.dealId)).toContain(id);
	});

	test('from is within, to is not; without to it is now', async () => {
		const [first, last] = [dealAt('2020-03-10T00:00:00Z'), dealAt('2020-03-11T00:00:00Z')];
		expect(await ids()).toEqual([first]);
		expect(await ids({ to: '' })).toEqual(expect.arrayContaining([first, last]));
	});

	test.each([
		[{ from: '={{ "" }}' }, '\'From\' was ""'],
		[{ from: 'вчера' }, '\'From\' was "вчера"'],
		[{ to: '2020-02-31' }, '\'To\' was "2020-02-31"'],
		[{ to: '2020-03-10T00:00:00Z' }, '\'To\' was "2020-03-10T00:00:00Z"'],
		[{ period: '={{ "week" }}' }, '\'Period\' was "week"'],
	])('%j', async (parameters, message) => {
		const { error } = await find(parameters);
		expect(error?.message).toBe(message);
	});
});

describe('many deals', () => {
	test('120 entries come in three pages, and cost seven HTTP requests', async () => {
		const deals = Array.from({ length: 120 }, (_, i) =>
			dealAt(new Date(Date.parse('2020-03-10T09:00:00Z') + i * 1000)),
		);
		await logCall(deals[7], '2020-03-10T10:00:00Z');
		const before = bitrix24.portal.requests.length;
		expect(await ids()).toEqual(deals.filter((_, i) => i !== 7));
		// Stages, first page, other pages, deals with their calls (3 + 120 commands), names.
		expect(
			bitrix24.portal.requests.slice(before).map(({ commands = [] }) => commands.length),
		).toEqual([1, 1, 2, 50, 50, 23, 1]);
	});
});

describe('failures', () => {
	test.each([
		[
			'crm.stagehistory.list',
			{ error: 'ENTITY_TYPE_NOT_SUPPORTED', error_description: 'x' },
			'Bitrix24 does not support this for a deal: x',
		],
		[
			'crm.status.list',
			{ error: 'insufficient_scope', error_description: 'x' },
			"The webhook lacks the permission (scope) 'crm': x",
		],
		['crm.item.list', { error: 'ACCESS_DENIED', error_description: '' }, 'Bitrix24 denied access'],
		[
			'crm.activity.list',
			{ error: 'ACCESS_DENIED', error_description: '' },
			'Bitrix24 denied access',
		],
		[
			'user.get',
			{ error: 'insufficient_scope', error_description: 'x' },
			"The webhook lacks the permission (scope) 'user_brief': x",
		],
	])('%s fails: it does not pass for "nobody is left"', async (method, failure, message) => {
		dealAt('2020-03-10T09:30:00Z');
		bitrix24.portal.failCommand(method, failure);
		const { error } = await find();
		expect(error?.message).toBe(message);
	});

	test('too many requests are waited out', async () => {
		const id = dealAt('2020-03-10T09:30:00Z');
		bitrix24.portal.answerNext({
			status: 503,
			body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
		});
		expect(await ids()).toEqual([id]);
	});
});
