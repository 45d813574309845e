import { z } from 'zod';

import { id, readListIn, text } from '../list';
import type { Command } from './batchRequest';
import { listDirectory } from './crmFields';
import { listByIds } from './crmItem';
import { cardOf, CRM_TYPES } from './crmTypes';
import { dealSchema } from './deal';
import type { Params } from './formBody';
import { listLeadStages, listPipelines, listStages } from './pipelines';
import type { Subject } from './subject';

/** Where records of one kind move (docs/protocols/bitrix24.md#leads-and-smart-processes). */
export type Board = Pick<Subject, 'kind' | 'entityTypeId'>;

export const DEALS: Board = { kind: 'deal', entityTypeId: CRM_TYPES.deal };

/** What leads have in place of pipelines. */
export const LEADS = { id: 0, name: 'Leads' };

/** None for leads, which have no pipelines. */
export function listPipelinesOf({ kind, entityTypeId }: Board): Command[] {
	return kind === 'lead' ? [] : [listPipelines(entityTypeId)];
}

export function listStagesOf({ kind, entityTypeId }: Board, pipelineId: number): Command {
	if (kind === 'lead') return listLeadStages();
	if (kind === 'deal') return listStages(pipelineId);
	return listDirectory(`DYNAMIC_${entityTypeId}_STAGE_${pipelineId}`);
}

// A lead is in no pipeline.
const recordSchema = z.object({
	id,
	title: text,
	categoryId: id.catch(LEADS.id),
	stageId: z.string(),
});

/** A record that stands at a stage. */
export type Placed = z.infer<typeof recordSchema>;

function placedSchema({ kind }: Board) {
	return kind === 'deal' ? dealSchema : recordSchema;
}

/** The record in the result of crm.item.get and crm.item.update. */
export function readPlaced(board: Board, result: unknown): Placed {
	return z.object({ item: placedSchema(board) }).parse(result).item;
}

/**
 * Of records, at most a page of 50, what a move has to know; one that does not exist, or may not be
 * read, is left out.
 */
export function listWhereabouts(
	{ kind, entityTypeId }: Board,
	recordIds: readonly number[],
): Command {
	const pipeline = kind === 'lead' ? [] : ['categoryId'];
	return listByIds(entityTypeId, recordIds, ['id', 'title', ...pipeline, 'stageId']);
}

/** The records in the result of listWhereabouts. */
export function readWhereabouts(board: Board, result: unknown): Placed[] {
	return readListIn(result, 'items', placedSchema(board));
}

/**
 * The category goes with the stage only when the record changes its pipeline
 * (bitrix24.md#dropped-stages).
 */
export function updateStage(
	{ entityTypeId }: Board,
	recordId: number,
	stageId: string,
	categoryId?: number,
): Command {
	const fields: Params = categoryId === undefined ? { stageId } : { categoryId, stageId };
	return {
		method: 'crm.item.update',
		params: { entityTypeId, id: recordId, fields },
		effect: 'itemMoved',
		card: cardOf(entityTypeId),
	};
}
