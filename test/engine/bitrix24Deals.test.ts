import type { INodeListSearchResult, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { loadList } from './harness';
import { usePortal } from './portal';

const bitrix24 = usePortal();

function locator(value: string) {
	return { __rl: true, mode: 'id', value };
}

describe('Move to Stage', () => {
	const moveTo = (pipeline: string, stage: string, more: INodeParameters = {}) =>
		bitrix24.run(
			{ operation: 'moveToStage', pipeline: locator(pipeline), stage: locator(stage), ...more },
			{ dealId: 12 },
		);

	test('moves within the pipeline', async () => {
		const { outputs } = await moveTo('0', 'EXECUTING');
		expect(outputs[0][0].json).toEqual({
			dealId: 12,
			title: 'Подключение телефонии',
			pipeline: { id: 0, name: 'Общая' },
			previousStage: { id: 'NEW', name: 'Новая' },
			stage: { id: 'EXECUTING', name: 'В работе' },
			moved: true,
		});
		expect(bitrix24.portal.deal(12)?.stageId).toBe('EXECUTING');
	});

	test('moves into another pipeline when that is wanted', async () => {
		const { outputs } = await moveTo('9', 'C9:UC_CALL01', { changePipeline: true });
		expect(outputs[0][0].json).toMatchObject({
			pipeline: { id: 9, name: 'Обзвон' },
			previousPipeline: { id: 0, name: 'Общая' },
			previousStage: { id: 'NEW' },
			stage: { id: 'C9:UC_CALL01', name: 'Звонок клиенту' },
			moved: true,
		});
		expect(bitrix24.portal.deal(12)).toMatchObject({ categoryId: 9, stageId: 'C9:UC_CALL01' });
	});

	test('leaves a deal of another pipeline alone unless that is wanted', async () => {
		const { error } = await moveTo('9', 'C9:WON');
		expect(error?.message).toBe("Deal 12 is in pipeline 'Общая', not in 'Обзвон'");
		expect(error?.description).toContain("'Move From Other Pipelines'");
		expect(bitrix24.writes()).toEqual([]);
	});

	test('says that the deal is there already', async () => {
		const { outputs } = await moveTo('0', 'NEW');
		expect(outputs[0][0].json).toMatchObject({ moved: false, reason: 'alreadyThere' });
	});

	const forItems = (items: object[], options = {}) => {
		const parameters = {
			operation: 'moveToStage',
			pipeline: locator('={{ $json.pipeline }}'),
			stage: locator('={{ $json.stage }}'),
			changePipeline: true,
		};
		return bitrix24.run(parameters, items as never, options);
	};

	test.each(['x', -1, '', [0], undefined])(
		'one bad pipeline does not stop the good deal with "continue": %j',
		async (pipeline) => {
			const items = [
				{ dealId: 15, pipeline, stage: 'WON' },
				{ dealId: 12, pipeline: 0, stage: 'EXECUTING' },
			];
			const { outputs, error } = await forItems(items, { onError: 'continueRegularOutput' });
			expect(error).toBeUndefined();
			expect(outputs[0].map(({ json }) => json.error ?? json.moved)).toEqual([
				expect.stringMatching(/^'Pipeline' was /),
				true,
			]);
			expect(bitrix24.portal.deal(12)?.stageId).toBe('EXECUTING');
		},
	);

	test.each([0, '0', ' 0 '])('the pipeline may be %j', async (pipeline) => {
		await forItems([{ dealId: 12, pipeline, stage: ' EXECUTING ' }]);
		expect(bitrix24.portal.deal(12)?.stageId).toBe('EXECUTING');
	});

	test('without a stage', async () => {
		const { error } = await forItems([{ dealId: 12, pipeline: 0, stage: '' }]);
		expect(error?.message).toBe('\'Stage\' was ""');
		expect(bitrix24.writes()).toEqual([]);
	});

	test('twice into other pipelines: the second goes by where the first has brought it', async () => {
		const { outputs } = await forItems([
			{ dealId: 12, pipeline: 9, stage: 'C9:NEW' },
			{ dealId: 12, pipeline: 0, stage: 'WON' },
		]);
		expect(outputs[0].map(({ json }) => [json.previousStage, json.stage])).toMatchObject([
			[{ id: 'NEW' }, { id: 'C9:NEW' }],
			[{ id: 'C9:NEW' }, { id: 'WON' }],
		]);
	});

	test.each([
		['0', 'C9:WON', /^Pipeline 'Общая' has no stage 'C9:WON'\./],
		['77', 'C77:WON', /^Pipeline '#77' has no stage 'C77:WON'\./],
		['x', 'WON', /^'Pipeline' was "x"$/],
	])('pipeline %s with stage %s', async (pipeline, stage, message) => {
		const { error } = await moveTo(pipeline, stage);
		expect(error?.message).toMatch(message);
		expect(bitrix24.writes()).toEqual([]);
	});
});

describe('Get', () => {
	test('gives the main fields, with names for pipeline and stage', async () => {
		const { outputs } = await bitrix24.run({ operation: 'get' }, { dealId: 12 });
		expect(outputs[0][0]).toMatchObject({
			json: {
				dealId: 12,
				title: 'Подключение телефонии',
				pipeline: { id: 0, name: 'Общая' },
				stage: { id: 'NEW', name: 'Новая' },
				stageSemanticId: 'P',
				currencyId: 'RUB',
				assignedById: expect.any(Number),
			},
			pairedItem: { item: 0 },
		});
	});

	test('gives all fields as Bitrix24 has them', async () => {
		const { outputs } = await bitrix24.run({ operation: 'get', simplify: false }, { dealId: 12 });
		expect(outputs[0][0].json).toMatchObject({ id: 12, categoryId: 0, stageId: 'NEW' });
		expect(outputs[0][0].json).toHaveProperty('contactIds');
	});

	test("masks the webhook's secret, which Bitrix24 puts into the links of file fields", async () => {
		const SHOP = 'https://shop.ru/rest/v2/orders';
		const url = `${bitrix24.portal.webhookUrl}crm.controller.item.getFile/?token=1`;
		const item = {
			id: 12,
			title: 'x',
			categoryId: 0,
			stageId: 'NEW',
			ufCrm1: { urlMachine: url },
			ufCrm2: SHOP,
		};
		const stages = [{ STATUS_ID: 'NEW', NAME: 'Новая', SEMANTICS: null }];
		const categories = [{ id: 0, name: 'Общая', sort: 1 }];
		// PHP escapes slashes in JSON.
		const body = (result: object) =>
			JSON.stringify({ result: { result, result_error: [] } }).replaceAll('/', '\\/');
		bitrix24.portal.answerNext({ body: body({ c0: { categories }, c1: { item } }) });
		bitrix24.portal.answerNext({ body: body({ c0: stages }) });
		const { run, outputs } = await bitrix24.run(
			{ operation: 'get', simplify: false },
			{ dealId: 12 },
		);
		expect(outputs[0][0].json.ufCrm1).toEqual({
			urlMachine: expect.stringContaining('/rest/1/•••/crm.controller'),
		});
		expect(outputs[0][0].json.ufCrm2).toBe(SHOP);
		expect(JSON.stringify(run)).not.toContain(
			new URL(bitrix24.portal.webhookUrl).pathname.split('/')[3],
		);
	});

	test('reads 60 deals in two requests and the stages of their pipelines in one more', async () => {
		const items = Array.from({ length: 60 }, (_, i) => ({
			dealId: bitrix24.portal.addDeal(
				i % 2 ? { categoryId: 0, stageId: 'NEW' } : { categoryId: 9, stageId: 'C9:NEW' },
			).id,
		}));
		const { outputs } = await bitrix24.run({ operation: 'get' }, items);
		expect(outputs[0].map(({ json }) => json.dealId)).toEqual(items.map(({ dealId }) => dealId));
		expect(bitrix24.portal.requests).toHaveLength(3);
	});

	test('a deal that is not there does not harm the others with "continue on fail"', async () => {
		const { outputs } = await bitrix24.run(
			{ operation: 'get' },
			[{ dealId: 999999 }, {}, { dealId: 12 }],
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(outputs[0].map(({ json }) => json.error ?? json.dealId)).toEqual([
			expect.stringContaining('Bitrix24 has no such deal'),
			"The incoming item's field 'dealId' was not there",
			12,
		]);
	});
});

describe('the lists of the editor', () => {
	const options = (parameters: INodeParameters) => ({
		parameters: { resource: 'deal', operation: 'moveToStage', ...parameters },
		credentials: bitrix24.credentials(),
	});

	async function ruleList(method: string, pipeline = '') {
		const parameters = { rules: { rule: [{ pipeline: '0' }, { pipeline }] } };
		const list = await loadList(
			'bitrix24',
			options(parameters),
			'parameters.rules.rule[1].successStage',
			(node, context) =>
				node.methods?.loadOptions?.[method].call(context) as Promise<INodePropertyOptions[]>,
		);
		return list.map(({ value }) => value);
	}

	async function search(method: string, parameters: INodeParameters, filter?: string) {
		const list = await loadList(
			'bitrix24',
			options(parameters),
			'parameters.stage',
			(node, context) =>
				node.methods?.listSearch?.[method].call(context, filter) as Promise<INodeListSearchResult>,
		);
		return list.results;
	}

	test("pipelines for the rule table in the portal's order, all others last", async () => {
		expect(await ruleList('getRulePipelines')).toEqual(['9', '12', '0', 'other']);
	});

	test("stages follow the pipeline of their own row, in the board's order", async () => {
		expect(await ruleList('getRuleStages', '9')).toEqual([
			'',
			'C9:NEW',
			'C9:UC_CALL01',
			'C9:UC_NYL06U',
			'C9:UC_KN8KFI',
			'C9:WON',
			'C9:LOSE',
		]);
		expect(await ruleList('getRuleStages', 'other')).toEqual([
			'',
			'@success',
			'@failure',
			'@first',
		]);
		expect(await ruleList('getRuleStages', '')).toEqual(['']);
	});

	test('pipelines and stages for Move to Stage can be searched', async () => {
		expect(await search('searchPipelines', {}, 'обзв')).toEqual([{ name: 'Обзвон', value: '9' }]);
		expect(await search('searchStages', { pipeline: locator('9') }, 'дозв')).toEqual([
			{ name: 'Недозвон', value: 'C9:UC_NYL06U' },
			{ name: 'Дозвонились', value: 'C9:UC_KN8KFI' },
		]);
		expect(await search('searchStages', { pipeline: locator('') })).toEqual([]);
	});

	test("a refusal of the portal reaches the user in the list's place", async () => {
		bitrix24.portal.failCommand('crm.category.list', {
			error: 'insufficient_scope',
			error_description: 'x',
		});
		await expect(ruleList('getRulePipelines')).rejects.toThrow(
			"The webhook lacks the permission (scope) 'crm'",
		);
	});
});
