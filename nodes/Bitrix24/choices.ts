import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { attemptAsync } from '../../protocols/attempt';
import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../protocols/bitrix24/batchRequest';
import {
	DEALS,
	LEADS,
	listPipelinesOf,
	listStagesOf,
	type Board,
} from '../../protocols/bitrix24/board';
import { listStages, readPipelines, readStages } from '../../protocols/bitrix24/pipelines';
import { listSmartProcesses, readSmartProcesses } from '../../protocols/bitrix24/smartProcesses';
import { listSources, readSources } from '../../protocols/bitrix24/sources';
import { Bitrix24Api } from './api';
import { toNodeError } from './errors';
import { readPages } from './pages';

export interface Choice {
	name: string;
	value: string;
}

/** The portal's pipelines, for a list in the editor. */
export async function pipelineChoices(
	context: ILoadOptionsFunctions,
	board: Board = DEALS,
): Promise<Choice[]> {
	const [list] = listPipelinesOf(board);
	const pipelines = list === undefined ? [LEADS] : readPipelines(await read(context, list));
	return pipelines.map(({ id, name }) => ({ name, value: String(id) }));
}

/** The stages of one pipeline in the order of the board, for a list in the editor. */
export async function stageChoices(
	context: ILoadOptionsFunctions,
	pipelineId: number,
	board: Board = DEALS,
): Promise<Choice[]> {
	const stages = readStages(await read(context, listStagesOf(board, pipelineId)));
	return stages.map(({ id, name }) => ({ name, value: id }));
}

/** The stages of all pipelines, each with its pipeline's name before its own. */
export async function allStageChoices(context: ILoadOptionsFunctions): Promise<Choice[]> {
	const pipelines = await pipelineChoices(context);
	const outcomes = await new Bitrix24Api(context).run(
		pipelines.map(({ value }) => listStages(Number(value))),
	);
	return pipelines.flatMap((pipeline, i) =>
		readStages(resultFor(context, outcomes[i])).map(({ id, name }) => ({
			name: `${pipeline.name}: ${name}`,
			value: id,
		})),
	);
}

/** The portal's sources of clients, for a list in the editor. */
export async function sourceChoices(context: ILoadOptionsFunctions): Promise<Choice[]> {
	const sources = readSources(await read(context, listSources()));
	return sources.map(({ id, name }) => ({ name, value: id }));
}

/** The portal's smart processes, for a list in the editor. */
export async function smartProcessChoices(context: ILoadOptionsFunctions): Promise<Choice[]> {
	const list = { page: listSmartProcesses, read: readSmartProcesses };
	const found = await attemptAsync(readPages(new Bitrix24Api(context), list));
	if ('error' in found) throw toNodeError(context.getNode(), found.error, 0);
	return found.value.map(({ entityTypeId, title }) => ({
		name: title,
		value: String(entityTypeId),
	}));
}

async function read(context: ILoadOptionsFunctions, command: Command): Promise<unknown> {
	const [outcome] = await new Bitrix24Api(context).run([command]);
	return resultFor(context, outcome);
}

function resultFor(context: ILoadOptionsFunctions, outcome: CommandOutcome): unknown {
	if ('error' in outcome) throw toNodeError(context.getNode(), outcome.error, 0);
	return outcome.value;
}
