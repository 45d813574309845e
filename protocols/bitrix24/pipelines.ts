import { z } from 'zod';

import type { Command } from './batchRequest';

/** `semantics`: S success, F failure, P in progress (reference/bitrix24-rest.md, section 2.2). */
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

export function listPipelines(): Command {
	return { method: 'crm.category.list', params: { entityTypeId: 2 } };
}

const categoriesSchema = z.object({
	categories: z.array(z.object({ id: z.coerce.number().int(), name: z.string(), sort: z.coerce.number().catch(0) })),
});

/** IDs and names of the pipelines that the webhook's user may see, in the portal's order; 0 is the default one. */
export function readPipelines(result: unknown): Array<Omit<Pipeline, 'stages'>> {
	const { categories } = categoriesSchema.parse(result);
	return categories.sort((a, b) => a.sort - b.sort).map(({ id, name }) => ({ id, name }));
}

export function listStages(pipelineId: number): Command {
	const entityId = pipelineId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${pipelineId}`;
	return { method: 'crm.status.list', params: { filter: { ENTITY_ID: entityId }, order: { SORT: 'ASC' } } };
}

/** The pipeline that a stage's ID names: `C9:NEW` is of pipeline 9, `NEW` of the default one (section 2.2). */
export function pipelineOfStage(stageId: string): number {
	return Number(/^C(\d+):/.exec(stageId)?.[1] ?? 0);
}

const stagesSchema = z.array(
	z
		.object({ STATUS_ID: z.string(), NAME: z.string(), SEMANTICS: z.string().nullish() })
		.transform(({ STATUS_ID, NAME, SEMANTICS }): Stage => {
			const semantics = SEMANTICS === 'S' || SEMANTICS === 'F' ? SEMANTICS : 'P';
			return { id: STATUS_ID, name: NAME, semantics };
		}),
);

/** The stages in the result of listStages. */
export function readStages(result: unknown): Stage[] {
	return stagesSchema.parse(result);
}
