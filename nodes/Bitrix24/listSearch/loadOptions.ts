import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import {
	allStageChoices,
	pipelineChoices,
	smartProcessChoices,
	sourceChoices,
	stageChoices,
} from '../choices';
import { OTHER_PIPELINES, RELATIVE_STAGES } from '../moveRules';
import { chosenBoard } from '../subject';

/** The pipelines for a row of the rule table, the row for all others last. */
export async function getRulePipelines(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return [
		...(await pipelineChoices(this, chosenBoard(this))),
		{ name: 'All Other Pipelines', value: OTHER_PIPELINES },
	];
}

/** The stages for a cell of the rule table: those of the pipeline that stands in the same row. */
export async function getRuleStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const pipeline = String(this.getCurrentNodeParameter('&pipeline') ?? '');
	return [
		{ name: '– Leave the Deal Where It Is –', value: '' },
		...(await ruleStages(this, pipeline)),
	];
}

/** The stages of all pipelines, in the order of the boards. */
export async function getDealStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await allStageChoices(this);
}

/** Where clients come from, in the order of the portal's directory. */
export async function getSources(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await sourceChoices(this);
}

/** The portal's smart processes, by the number of their type. */
export async function getSmartProcesses(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await smartProcessChoices(this);
}

async function ruleStages(
	context: ILoadOptionsFunctions,
	pipeline: string,
): Promise<INodePropertyOptions[]> {
	if (pipeline === OTHER_PIPELINES) {
		return Object.entries(RELATIVE_STAGES).map(([value, { name }]) => ({ name, value }));
	}
	return /^\d+$/.test(pipeline)
		? await stageChoices(context, Number(pipeline), chosenBoard(context))
		: [];
}
