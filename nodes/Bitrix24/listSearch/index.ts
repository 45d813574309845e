import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { LEADS } from '../../../protocols/bitrix24/board';
import { pipelineChoices, stageChoices, type Choice } from '../choices';
import { chosenBoard } from '../subject';

/** The portal's pipelines whose name holds the text. */
export async function searchPipelines(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const board = chosenBoard(this);
	return { results: board ? matching(await pipelineChoices(this, board), filter) : [] };
}

/** The stages of the pipeline that is set in the node, whose name holds the text. */
export async function searchStages(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const board = chosenBoard(this);
	const pipeline = board?.kind === 'lead' ? String(LEADS.id) : chosenPipeline(this);
	if (board === undefined || !/^\d+$/.test(pipeline)) return { results: [] };
	return { results: matching(await stageChoices(this, Number(pipeline), board), filter) };
}

function chosenPipeline(context: ILoadOptionsFunctions): string {
	return String(context.getCurrentNodeParameter('pipeline', { extractValue: true }) ?? '');
}

function matching(choices: Choice[], filter: string): Choice[] {
	return choices.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
}
