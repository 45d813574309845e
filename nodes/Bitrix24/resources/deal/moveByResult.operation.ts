import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { RESULTS, resultSchema, type Result } from '../../../../protocols/mangoWebhook/result';
import type { ItemOutcome } from '../../../shared/items';
import { fault, refusal } from '../../../shared/parameters';
import { beginsInTool, isFromItem } from '../../../shared/toolForm';
import type { Bitrix24Api } from '../../api';
import { checkRules, findCell, pipelinesWithRules, stageOf, type MoveRule } from '../../moveRules';
import { moveDeals } from './moveDeals';

function stageCell(displayName: string, name: string, result: Result): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getRuleStages', loadOptionsDependsOn: ['&pipeline'] },
		default: '',
		description: `Stage for the result ${result}; leave it empty to let the deal stay. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
	};
}

const properties: INodeProperties[] = [
	...beginsInTool(
		{
			displayName: 'Result',
			name: 'result',
			type: 'options',
			options: [
				{ name: 'Failed (NEGATIVE)', value: 'NEGATIVE' },
				{
					name: 'From Incoming Item',
					value: 'item',
					description:
						"The field 'result' of the item, as Mango Bitrix24 Trigger gives it, else its 'outcome', as Call: Get Outcome gives it",
				},
				{ name: 'Neutral (NEUTRAL)', value: 'NEUTRAL' },
				{ name: 'Successful (POSITIVE)', value: 'POSITIVE' },
			],
			default: 'item',
			description: 'The result that chooses the column of the rule table',
		},
		'',
	),
	{
		displayName: 'Rules',
		name: 'rules',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Pipeline' },
		placeholder: 'Add Pipeline',
		default: {},
		description: 'For each pipeline, the stage that deals go to by result',
		options: [
			{
				displayName: 'Pipeline',
				name: 'rule',
				values: [
					{
						displayName: 'Pipeline Name or ID',
						name: 'pipeline',
						type: 'options',
						typeOptions: { loadOptionsMethod: 'getRulePipelines' },
						default: '',
						description:
							'Pipeline that this row is for. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
					},
					stageCell('Successful Stage Name or ID', 'successStage', 'POSITIVE'),
					stageCell('Failed Stage Name or ID', 'failureStage', 'NEGATIVE'),
					stageCell('Neutral Stage Name or ID', 'neutralStage', 'NEUTRAL'),
				],
			},
		],
	},
	{
		displayName: 'When No Rule Applies',
		name: 'noRule',
		type: 'options',
		options: [
			{
				name: 'Pass Through Unmoved',
				value: 'pass',
				description: "The output item has moved: false and the reason 'noRule' or 'noStage'",
			},
			{ name: 'Throw an Error', value: 'error', description: 'The item counts as failed' },
		],
		default: 'pass',
		description:
			"What to do with a deal whose pipeline has no row, or whose result's cell is empty",
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['moveByResult'] } },
	properties,
);

/** One output item a deal: deal, pipeline, previous and new stage, `moved`, `result`, and the reason if it stayed. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const readRules = rulesReader(context);
	return await moveDeals(context, api, itemCount, (itemIndex) => {
		const { rules, pipelineIds } = readRules(itemIndex);
		const result = readResult(context, itemIndex);
		return {
			pipelineIds,
			also: { result },
			choose(deal, portal) {
				const found = findCell(rules, deal.categoryId, result);
				const pipeline = portal.pipeline(deal.categoryId);
				if ('cell' in found) return { stage: stageOf(pipeline, found.cell), pipeline };
				if (context.getNodeParameter('noRule', itemIndex) === 'pass') return found;
				throw fault(
					{ context, itemIndex },
					`The table 'Rules' has no stage for ${result} in pipeline '${pipeline.name}'`,
					"Add it, or set 'When No Rule Applies' to 'Pass Through Unmoved'.",
				);
			},
		};
	});
}

interface Rules {
	rules: MoveRule[];
	pipelineIds: number[];
}

/** Reads the rule table of each item; items whose tables are alike share one, of which many would be much to hold. */
function rulesReader(context: IExecuteFunctions): (itemIndex: number) => Rules {
	const known = new Map<string, Rules>();
	return (itemIndex) => {
		const table = context.getNodeParameter('rules.rule', itemIndex, []);
		const key = JSON.stringify(table);
		const found = known.get(key);
		if (found) return found;
		const rules = checkRules(table);
		const read = { rules, pipelineIds: pipelinesWithRules(rules) };
		known.set(key, read);
		return read;
	};
}
const RESULT_OF_ITEM: Parameters<typeof isFromItem>[2] = ['result', 'result', 'result', 'outcome'];

function readResult(context: IExecuteFunctions, itemIndex: number): Result {
	const [name, value] = givenResult(context, itemIndex);
	const parsed = resultSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const allowed = `Allowed, in capital letters: ${RESULTS.join(', ')}.`;
	const isOfItem = isFromItem(context, itemIndex, RESULT_OF_ITEM);
	throw refusal(
		{ context, itemIndex, name, value },
		isOfItem ? `${allowed} Without a 'result', 'outcome' is taken.` : allowed,
	);
}

/** What the result is, and what it is called; a webhook's result goes before a call's outcome. */
function givenResult(
	context: IExecuteFunctions,
	itemIndex: number,
): [name: string, value: unknown] {
	if (!isFromItem(context, itemIndex, RESULT_OF_ITEM))
		return ["'Result'", context.getNodeParameter('result', itemIndex)];
	const { result, outcome } = context.getInputData()[itemIndex].json;
	if (result !== undefined && result !== null)
		return ["The incoming item's field 'result'", result];
	if (outcome !== undefined && outcome !== null)
		return ["The incoming item's field 'outcome'", outcome];
	return ["The incoming item's field 'result', or else 'outcome',", undefined];
}
