import { z } from 'zod';

import { id, text } from '../list';
import type { Command } from './batchRequest';
import { CRM_TYPES } from './crmTypes';
import { readDeal } from './deal';
import type { Params } from './formBody';
import { listLeadStages, listPipelines, listStages, listStatuses } from './pipelines';
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
	return listStatuses(`DYNAMIC_${entityTypeId}_STAGE_${pipelineId}`);
}

const recordSchema = z.object({
	item: z.object({ id, title: text, categoryId: id.catch(LEADS.id), stageId: z.string() }),
});

/** A record that stands at a stage. */
export type Placed = z.infer<typeof recordSchema>['item'];

/** The record in the result of crm.item.get and crm.item.update. */
export function readPlaced({ kind }: Board, result: unknown): Placed {
	return kind === 'deal' ? readDeal(result) : recordSchema.parse(result).item;
}

/**
 * The category goes with the stage only when the record changes its pipeline
 * (bitrix24.md#dropped-stages).
 */
export function updateStage(
	{ kind, entityTypeId }: Board,
	recordId: number,
	stageId: string,
	categoryId?: number,
): Command {
	const fields: Params = categoryId === undefined ? { stageId } : { categoryId, stageId };
	return {
		method: 'crm.item.update',
		params: { entityTypeId, id: recordId, fields },
		effect: kind === 'deal' ? 'dealMoved' : 'recordMoved',
	};
}
