import { z } from 'zod';

import { id, number, readList, readListIn, text } from '../list';
import type { Command } from './batchRequest';
import { listDirectory } from './crmFields';

/**
 * `semantics`: S success, F failure, P in progress
 * (docs/protocols/bitrix24.md#pipelines-and-stages).
 */
export interface Stage {
	id: string;
	name: string;
	semantics: 'S' | 'F' | 'P';
}

export interface Pipeline {
	id: number;
	name: string;
	/** In the order of the board. */
	stages: Stage[];
}

/** Of deals, or of a smart process. */
export function listPipelines(entityTypeId = 2): Command {
	return { method: 'crm.category.list', params: { entityTypeId } };
}

const categorySchema = z.object({ id, name: text, sort: number.catch(0) });

/** IDs and names of the pipelines that the webhook's user may see, in the portal's order; 0 is the default one. */
export function readPipelines(result: unknown): Array<Omit<Pipeline, 'stages'>> {
	const categories = readListIn(result, 'categories', categorySchema);
	return categories
		.sort((a, b) => a.sort - b.sort)
		.map(({ id: pipelineId, name }) => ({ id: pipelineId, name: name || `#${pipelineId}` }));
}

export function listStages(pipelineId: number): Command {
	return listDirectory(pipelineId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${pipelineId}`);
}

/** The stages of leads, which have no pipelines. */
export function listLeadStages(): Command {
	return listDirectory('STATUS');
}

/**
 * The pipeline that a stage's ID names: `C9:NEW` is of pipeline 9, `NEW` of the default one
 * (bitrix24.md#pipelines-and-stages).
 */
export function pipelineOfStage(stageId: string): number {
	return Number(/^C(\d+):/.exec(stageId)?.[1] ?? 0);
}

const stageSchema = z
	.object({
		STATUS_ID: z.union([z.string().min(1), z.number().transform(String)]),
		NAME: text,
		SEMANTICS: z.unknown(),
	})
	.transform(({ STATUS_ID, NAME, SEMANTICS }): Stage => {
		const semantics = SEMANTICS === 'S' || SEMANTICS === 'F' ? SEMANTICS : 'P';
		return { id: STATUS_ID, name: NAME || STATUS_ID, semantics };
	});

/** The stages in the result of listStages. */
export function readStages(result: unknown): Stage[] {
	return readList(result, stageSchema);
}
