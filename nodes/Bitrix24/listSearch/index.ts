import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { LEADS } from '../../../protocols/bitrix24/board';
import { matching } from '../../shared/matching';
import { inEditor, pipelineChoices, stageChoices, userChoices } from '../choices';
import { chosenBoard } from '../subject';

/** The portal's pipelines whose name holds the text. */
export async function searchPipelines(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const board = chosenBoard(this);
	if (board === undefined) return { results: [] };
	const pipelines = await inEditor(this, async (api) => await pipelineChoices(api, board));
	return { results: matching(pipelines, filter) };
}

/** The active employees whose name or extension holds the text. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return { results: matching(await inEditor(this, userChoices), filter) };
}

/** The stages of the pipeline that is set in the node, whose name holds the text. */
export async function searchStages(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const board = chosenBoard(this);
	const pipeline = board?.kind === 'lead' ? String(LEADS.id) : chosenPipeline(this);
	if (board === undefined || !/^\d+$/.test(pipeline)) return { results: [] };
	const stages = await inEditor(
		this,
		async (api) => await stageChoices(api, Number(pipeline), board),
	);
	return { results: matching(stages, filter) };
}

function chosenPipeline(context: ILoadOptionsFunctions): string {
	return String(context.getCurrentNodeParameter('pipeline', { extractValue: true }) ?? '');
}
