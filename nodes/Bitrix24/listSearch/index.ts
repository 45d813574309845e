import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { inEditor, pipelineChoices, stageChoices, userChoices } from '../choices';
import { matching } from './matching';

/** The portal's pipelines whose name holds the text. */
export async function searchPipelines(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return { results: matching(await inEditor(this, pipelineChoices), filter) };
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
	const pipeline = String(this.getCurrentNodeParameter('pipeline', { extractValue: true }) ?? '');
	if (!/^\d+$/.test(pipeline)) return { results: [] };
	const stages = await inEditor(this, async (api) => await stageChoices(api, Number(pipeline)));
	return { results: matching(stages, filter) };
}
