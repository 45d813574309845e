import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RunOptions } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

type Items = INodeExecutionData['json'] | Array<INodeExecutionData['json']>;

const run = (
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	json: Items = { dealId: 12 },
	options: Partial<RunOptions> = {},
) => bitrix24.run({ resource, operation, ...parameters }, json, options);

const commands = () =>
	bitrix24.portal.requests.flatMap(({ commands: list = [] }) => list.map(decodeURIComponent));
const addToDo = async (title: string, dealId = 12) =>
	Number((await run('activity', 'addToDo', { title }, { dealId })).outputs[0][0].json.toDoId);
const logCall = async (entryId: string) =>
	await run(
		'call',
		'log',
		{},
		{
			dealId: 12,
			entryId,
			outcome: 'POSITIVE',
			direction: 'incoming',
			startTime: '2026-11-25T09:00:00Z',
			talkSeconds: 60,
			clientNumber: '+74951234567',
		},
	);
const byUrl: INodeParameters = {
	dealFrom: 'parameter',
	deal: { __rl: true, mode: 'url', value: 'https://x.ru/crm/deal/details/12/' },
};

describe('Activity: Get Many', () => {
	test("a deal's calls and to-dos in plain words, the newest first", async () => {
		const toDoId = await addToDo('Перезвонить');
		await logCall('a');
		await addToDo('Чужое', 15);
		const { outputs, error } = await run('activity', 'getAll');
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => json)).toEqual([
			expect.objectContaining({
				dealId: 12,
				kind: 'call',
				direction: 'incoming',
				completed: true,
				startTime: expect.stringContaining('2026-11-25T'),
			}),
			expect.objectContaining({
				dealId: 12,
				activityId: toDoId,
				kind: 'toDo',
				subject: 'Перезвонить',
				direction: null,
				completed: false,
				responsibleId: 1,
			}),
		]);
	});

	test.each([
		[{ activityKind: 'call' }, ['call']],
		[{ activityKind: 'toDo' }, ['toDo']],
		[{ activityKind: 'meeting' }, []],
		[{ activityState: 'open' }, ['toDo']],
		[{ activityState: 'completed' }, ['call']],
		[{ limit: 1 }, ['call']],
		[byUrl, ['call', 'toDo']],
	])('%j', async (parameters, kinds) => {
		await addToDo('Перезвонить');
		await logCall('a');
		const { outputs, error } = await run('activity', 'getAll', parameters as INodeParameters);
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => json.kind)).toEqual(kinds);
	});

	test('raw', async () => {
		await addToDo('Перезвонить');
		const { outputs } = await run('activity', 'getAll', { simplify: false });
		expect(outputs[0][0].json).toMatchObject({ SUBJECT: 'Перезвонить', PROVIDER_ID: 'CRM_TODO' });
	});

	test('all of 120, and the lists of two deals in the same requests', async () => {
		const items = Array.from({ length: 120 }, () => ({ dealId: 12 }));
		await run('activity', 'addToDo', { title: 'x' }, items);
		const before = bitrix24.portal.requests.length;
		const { outputs } = await run('activity', 'getAll', { returnAll: true }, [
			{ dealId: 12 },
			{ dealId: 15 },
		]);
		expect(outputs[0]).toHaveLength(120);
		expect(bitrix24.portal.requests.length - before).toBe(2);
	});

	test.each([
		[{ activityKind: 'sms' }, '\'Kind\' was "sms"'],
		[{ activityState: 'late' }, '\'State\' was "late"'],
		[{ activityState: 'constructor' }, '\'State\' was "constructor"'],
		[{ limit: -1 }, "'Limit' was -1"],
	])('%j', async (parameters, message) => {
		const { error } = await run('activity', 'getAll', parameters);
		expect(error?.message).toBe(message);
		expect(commands()).toEqual([]);
	});

	test('a deal that is none leaves the others', async () => {
		await addToDo('x');
		const { outputs } = await run('activity', 'getAll', {}, [{}, { dealId: 12 }], {
			onError: 'continueRegularOutput',
		});
		expect(outputs[0].map(({ json }) => json.error ?? json.subject)).toEqual([
			"The incoming item's field 'dealId' was not there",
			'x',
		]);
	});
});

describe('Activity: Complete', () => {
	test('a to-do, by the ID and by the incoming item, as often as asked', async () => {
		const activityId = await addToDo('Перезвонить');
		for (const [parameters, json] of [
			[{ activityId: String(activityId) }, {}],
			[{}, { activityId }],
		] as const) {
			const { outputs, error } = await run('activity', 'complete', parameters, json);
			expect(error).toBeUndefined();
			expect(outputs[0][0].json).toMatchObject({ activityId, kind: 'toDo', completed: true });
		}
		const open = await run('activity', 'getAll', { activityState: 'open' });
		expect(open.outputs[0]).toEqual([]);
	});

	test.each([
		[{}, "The incoming item's field 'activityId' was not there"],
		[{ activityId: 'x' }, '\'Activity ID\' was "x"'],
		[{ activityId: '999999' }, 'Bitrix24 refused the request: Activity is not found'],
	])('%j', async (parameters, message) => {
		const { error } = await run('activity', 'complete', parameters, {});
		expect(error?.message).toBe(message);
	});

	test('what is still open is no success', async () => {
		const body = {
			result: { result: { c0: true, c1: { ID: '5', COMPLETED: 'N' } }, result_error: [] },
		};
		bitrix24.portal.answerNext({ body });
		const { error } = await run('activity', 'complete', { activityId: '5' });
		expect(error?.message).toBe('Bitrix24 reported success, but activity 5 is still open');
	});
});

describe('Stage History: Get Many', () => {
	test('where a deal has been, with names', async () => {
		await bitrix24.run({
			operation: 'moveToStage',
			pipeline: { __rl: true, mode: 'id', value: '9' },
			stage: { __rl: true, mode: 'id', value: 'C9:WON' },
			changePipeline: true,
			dealFrom: 'parameter',
			dealId: '12',
		});
		const { outputs, error } = await run('stageHistory', 'getAll');
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => json)).toEqual([
			{
				entryId: expect.any(Number),
				dealId: 12,
				time: expect.any(String),
				move: 'created',
				stageSemanticId: 'P',
				pipeline: { id: 0, name: 'Общая' },
				stage: { id: 'NEW', name: 'Новая' },
			},
			expect.objectContaining({
				move: 'pipeline',
				stageSemanticId: 'S',
				pipeline: { id: 9, name: 'Обзвон' },
				stage: { id: 'C9:WON', name: 'Сделка успешна' },
			}),
		]);
	});

	test('a stage and a pipeline that are gone keep their IDs', async () => {
		bitrix24.portal.addStageHistory({ dealId: 12, stageId: 'C77:OLD', time: new Date() });
		const { outputs } = await run('stageHistory', 'getAll', byUrl, {});
		expect(outputs[0][1].json).toMatchObject({ stage: { id: 'C77:OLD', name: 'C77:OLD' } });
	});

	test('all of 70, in two requests and the names in one more', async () => {
		for (let i = 0; i < 69; i += 1)
			bitrix24.portal.addStageHistory({ dealId: 12, stageId: 'EXECUTING', time: new Date() });
		const { outputs } = await run('stageHistory', 'getAll', { returnAll: true });
		expect(outputs[0]).toHaveLength(70);
		expect(bitrix24.portal.requests).toHaveLength(3);
		expect((await run('stageHistory', 'getAll', { limit: 3 })).outputs[0]).toHaveLength(3);
	});

	test('a deal without any', async () => {
		const { outputs, error } = await run('stageHistory', 'getAll', {}, { dealId: 999 });
		expect(error).toBeUndefined();
		expect(outputs[0]).toEqual([]);
	});

	test('a failure', async () => {
		bitrix24.portal.failCommand('crm.stagehistory.list', {
			error: 'ACCESS_DENIED',
			error_description: '',
		});
		const { error } = await run('stageHistory', 'getAll');
		expect(error?.message).toBe('Bitrix24 denied access');
	});
});
