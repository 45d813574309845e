import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { attemptAsync, valueOf, type Attempt } from '../../protocols/attempt';
import type { Command } from '../../protocols/bitrix24/batchRequest';
import {
	DEALS,
	LEADS,
	listPipelinesOf,
	listStagesOf,
	type Board,
} from '../../protocols/bitrix24/board';
import {
	listCurrencies,
	listDirectory,
	readCurrencies,
	type Choice,
	type CrmField,
} from '../../protocols/bitrix24/crmFields';
import type { CrmType } from '../../protocols/bitrix24/crmTypes';
import { listStages, readPipelines, readStages } from '../../protocols/bitrix24/pipelines';
import { listSmartProcesses, readSmartProcesses } from '../../protocols/bitrix24/smartProcesses';
import { listUsers, readUsers } from '../../protocols/bitrix24/users';
import { entryOf } from '../../protocols/entryOf';
import { Bitrix24Api } from './api';
import { toNodeError } from './errors';
import { readPages } from './pages';

export type { Choice };

/** What a list of the editor shows; a refusal of the portal reaches the user in the list's place. */
export async function inEditor<T>(
	context: ILoadOptionsFunctions,
	read: (api: Bitrix24Api) => Promise<T>,
): Promise<T> {
	const attempted = await attemptAsync(read(new Bitrix24Api(context)));
	if ('value' in attempted) return attempted.value;
	throw toNodeError(context.getNode(), attempted.error, 0);
}

/** The portal's pipelines, of deals or what else is on the board. */
export async function pipelineChoices(api: Bitrix24Api, board: Board = DEALS): Promise<Choice[]> {
	const [list] = listPipelinesOf(board);
	const pipelines = list === undefined ? [LEADS] : readPipelines(await resultOf(api, list));
	return pipelines.map(({ id, name }) => ({ name, value: String(id) }));
}

/** The stages of one pipeline in the order of the board. */
export async function stageChoices(
	api: Bitrix24Api,
	pipelineId: number,
	board: Board = DEALS,
): Promise<Choice[]> {
	return toChoices(await resultOf(api, listStagesOf(board, pipelineId)));
}

/** The stages of all pipelines, each with its pipeline's name before its own. */
export async function allStageChoices(api: Bitrix24Api): Promise<Choice[]> {
	const pipelines = await pipelineChoices(api);
	const outcomes = await api.run(pipelines.map(({ value }) => listStages(Number(value))));
	return pipelines.flatMap((pipeline, i) =>
		toChoices(valueOf(outcomes[i])).map(({ name, value }) => ({
			name: `${pipeline.name}: ${name}`,
			value,
		})),
	);
}

/** The active users. */
export async function userChoices(api: Bitrix24Api): Promise<Choice[]> {
	const users = await readPages(api, { page: listUsers, read: readUsers });
	return users.map(({ id, name, extension }) => ({
		name: [name || `#${id}`, extension && `(${extension})`].filter(Boolean).join(' '),
		value: String(id),
	}));
}

/** Where clients come from, in the order of the portal's directory. */
export async function sourceChoices(api: Bitrix24Api): Promise<Choice[]> {
	return toChoices(await resultOf(api, listDirectory('SOURCE')));
}

/** The portal's smart processes, by the number of their type. */
export async function smartProcessChoices(api: Bitrix24Api): Promise<Choice[]> {
	const types = await readPages(api, { page: listSmartProcesses, read: readSmartProcesses });
	return types.map(({ entityTypeId, title }) => ({ name: title, value: String(entityTypeId) }));
}

/** Whether the values of a field are a list, apart from people. */
export function hasChoices({ type, directory }: CrmField): boolean {
	return entryOf(SOURCES, type) !== undefined && (type !== 'crm_status' || directory !== '');
}

/**
 * The values of a field of a kind of card, where they are a list (docs/protocols/bitrix24.md#fields);
 * none for other fields.
 */
export async function fieldChoices(
	api: Bitrix24Api,
	itemType: CrmType,
	field: CrmField,
): Promise<Choice[]> {
	return (await entryOf(SOURCES, field.type)?.(api, itemType, field)) ?? [];
}

type Source = (api: Bitrix24Api, itemType: CrmType, field: CrmField) => Promise<Choice[]>;

const SOURCES: Readonly<Record<string, Source>> = {
	crm_category: async (api) => await pipelineChoices(api),
	crm_currency: async (api) => readCurrencies(await resultOf(api, listCurrencies())),
	crm_status: directoryChoices,
	enumeration: async (_api, _itemType, { items }) => await Promise.resolve(items),
};

/** The directory that a deal's stage names is that of one pipeline. */
async function directoryChoices(
	api: Bitrix24Api,
	itemType: CrmType,
	{ name, directory }: CrmField,
): Promise<Choice[]> {
	if (itemType === 'deal' && name === 'stageId') return await allStageChoices(api);
	return toChoices(await resultOf(api, listDirectory(directory)));
}

function toChoices(result: unknown): Choice[] {
	return readStages(result).map(({ id, name }) => ({ name, value: id }));
}

async function resultOf(api: Bitrix24Api, command: Command): Promise<unknown> {
	const [outcome]: Array<Attempt<unknown>> = await api.run([command]);
	return valueOf(outcome);
}
