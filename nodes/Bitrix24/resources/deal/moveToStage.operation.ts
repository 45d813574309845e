import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { LEADS } from '../../../../protocols/bitrix24/board';
import type { ItemOutcome } from '../../../shared/items';
import { fault, refusal } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { stageOf } from '../../moveRules';
import { moveDeals } from './moveDeals';

const properties: INodeProperties[] = [
	{
		displayName: 'Pipeline',
		name: 'pipeline',
		type: 'resourceLocator',
		required: true,
		displayOptions: { hide: { kind: ['lead'] } },
		default: { mode: 'list', value: '' },
		description: 'Pipeline of the stage',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchPipelines', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 9, or 0 for the default pipeline',
			},
		],
	},
	{
		displayName: 'Stage',
		name: 'stage',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'Stage that the deal, or what else is moved, goes to',
		typeOptions: { loadOptionsDependsOn: ['pipeline.value'] },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchStages', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. C9:WON' },
		],
	},
	{
		displayName: 'Move From Other Pipelines',
		name: 'changePipeline',
		type: 'boolean',
		default: false,
		description:
			'Whether a deal of another pipeline is moved into this one, too; if not, it is an error',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['moveToStage'] } },
	properties,
);

/** One output item a deal: deal, pipeline, previous and new stage, `moved`, and the reason if it stayed. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	return await moveDeals(context, api, itemCount, (itemIndex) => {
		const isLead = context.getNodeParameter('kind', itemIndex, 'deal') === 'lead';
		const pipelineId = isLead ? LEADS.id : readPipelineId(context, itemIndex);
		const stageId = readStageId(context, itemIndex);
		return {
			pipelineIds: [pipelineId],
			choose(deal, portal) {
				const pipeline = portal.pipeline(pipelineId);
				const stage = stageOf(pipeline, stageId);
				if (
					deal.categoryId !== pipeline.id &&
					context.getNodeParameter('changePipeline', itemIndex) !== true
				) {
					const { name } = portal.pipelineName(deal.categoryId);
					const what =
						context.getNodeParameter('kind', itemIndex, 'deal') === 'deal' ? 'Deal' : 'Item';
					const message = `${what} ${deal.id} is in pipeline '${name}', not in '${pipeline.name}'`;
					const description =
						"Switch on 'Move From Other Pipelines' if it shall change its pipeline.";
					throw fault({ context, itemIndex }, message, description);
				}
				return { stage, pipeline };
			},
		};
	});
}

function readPipelineId(context: IExecuteFunctions, itemIndex: number): number {
	const value = context.getNodeParameter('pipeline', itemIndex, '', { extractValue: true });
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (/^\d+$/.test(text)) return Number(text);
	const advice = 'Choose one from the list, or give its ID: a number, 0 for the default pipeline.';
	throw refusal({ context, itemIndex, name: "'Pipeline'", value }, advice);
}

function readStageId(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('stage', itemIndex, '', { extractValue: true });
	// Some portals have stages with numbers for IDs.
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text !== '') return text;
	throw refusal(
		{ context, itemIndex, name: "'Stage'", value },
		'Choose one from the list, or give its ID such as C9:WON.',
	);
}
