import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { pipelineChoices, stageChoices, type Choice } from '../choices';

/** The portal's pipelines whose name holds the text. */
export async function searchPipelines(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return { results: matching(await pipelineChoices(this), filter) };
}

/** The stages of the pipeline that is set in the node, whose name holds the text. */
export async function searchStages(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const pipeline = String(this.getCurrentNodeParameter('pipeline', { extractValue: true }) ?? '');
	if (!/^\d+$/.test(pipeline)) return { results: [] };
	return { results: matching(await stageChoices(this, Number(pipeline)), filter) };
}

function matching(choices: Choice[], filter: string): Choice[] {
	return choices.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
}
