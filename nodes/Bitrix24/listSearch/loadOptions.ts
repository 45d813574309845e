import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import {
	allStageChoices,
	inEditor,
	pipelineChoices,
	smartProcessChoices,
	sourceChoices,
	stageChoices,
	userChoices,
} from '../choices';
import { OTHER_PIPELINES, RELATIVE_STAGES } from '../moveRules';
import { chosenBoard } from '../subject';

/** The pipelines for a row of the rule table, the row for all others last. */
export async function getRulePipelines(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return [
		...(await inEditor(this, async (api) => await pipelineChoices(api, chosenBoard(this)))),
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
	return await inEditor(this, allStageChoices);
}

/** Those for a deal that is to be made. */
export async function getNewDealStages(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const first = { name: '– First Stage of the Default Pipeline –', value: '' };
	return [first, ...(await inEditor(this, allStageChoices))];
}

/** The active users. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await inEditor(this, userChoices);
}

/** Where clients come from, in the order of the portal's directory. */
export async function getSources(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await inEditor(this, sourceChoices);
}

/** The portal's smart processes, by the number of their type. */
export async function getSmartProcesses(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const ofItem = { name: '– As the Incoming Item Says –', value: '' };
	return [ofItem, ...(await inEditor(this, smartProcessChoices))];
}

async function ruleStages(
	context: ILoadOptionsFunctions,
	pipeline: string,
): Promise<INodePropertyOptions[]> {
	if (pipeline === OTHER_PIPELINES) {
		return Object.entries(RELATIVE_STAGES).map(([value, { name }]) => ({ name, value }));
	}
	if (!/^\d+$/.test(pipeline)) return [];
	return await inEditor(
		context,
		async (api) => await stageChoices(api, Number(pipeline), chosenBoard(context)),
	);
}
