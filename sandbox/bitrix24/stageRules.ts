import {
	fieldRequired,
	fieldValueNotValid,
	stageInNewCategoryNotFound,
	transitionForbidden,
	withoutCode,
} from './errors';
import type { Deal, Stage } from './model';
import { userFields } from './sampleData';
import { pipelineOf, stageOf } from './stages';

/** Where an update asks a deal to go; undefined is "not sent". */
interface StageWish {
	categoryId?: number;
	stageId?: string;
}

/** bitrix24.md#dropped-stages, column crm.item.update: where the deal really goes. */
export function itemTarget(deal: Deal, wish: StageWish): { categoryId: number; stageId: string } {
	if (wish.categoryId !== undefined && wish.categoryId !== deal.categoryId) {
		return targetInNewPipeline(deal, wish.categoryId, wish.stageId);
	}
	return { categoryId: deal.categoryId, stageId: dealTarget(deal, wish.stageId) };
}

/**
 * bitrix24.md#dropped-stages, column crm.deal.update: the category is unset, so only the stage can
 * change [H]. A stage that is unknown or of another pipeline is dropped without an error: HTTP 200
 * and the old stage (bitrix24.md#dropped-stages [H]). The stage is looked for in the deal's own
 * pipeline, whatever its prefix says.
 */
export function dealTarget(deal: Deal, stageId: string | undefined): string {
	const stages = pipelineOf(deal.categoryId)?.stages ?? [];
	return stages.find(({ id }) => id === stageId)?.id ?? deal.stageId;
}

/**
 * A bad stage gives the first stage of the new pipeline with the same semantics
 * (bitrix24.md#dropped-stages [H src]).
 */
function targetInNewPipeline(deal: Deal, categoryId: number, stageId: string | undefined) {
	const pipeline = pipelineOf(categoryId);
	// The sheet does not say what an unknown pipeline does; the field's own code is our guess [L].
	if (!pipeline) throw fieldValueNotValid('Воронка');
	const semantics = stageOf(deal.stageId)?.semantics;
	const stage =
		pipeline.stages.find((candidate) => candidate.id === stageId) ??
		pipeline.stages.find((candidate) => candidate.semantics === semantics);
	if (!stage) throw stageInNewCategoryNotFound();
	return { categoryId, stageId: stage.id };
}

/**
 * Rights and required fields are checked only when the stage changes within the same pipeline
 * (bitrix24.md#dropped-stages [H src, H docs]).
 */
export function checkItemMove(before: Deal, after: Deal): void {
	if (before.stageId === after.stageId || before.categoryId !== after.categoryId) return;
	const stage = stageOf(after.stageId);
	if (stage?.transitionForbidden) throw transitionForbidden();
	const field = firstEmptyField(stage, after);
	if (field) throw fieldRequired(field);
}

/**
 * The frozen twin: errors without a code, and failure stages require nothing
 * (bitrix24.md#dropped-stages, backward compatibility [H src]).
 */
export function checkDealMove(before: Deal, after: Deal): void {
	if (before.stageId === after.stageId) return;
	const stage = stageOf(after.stageId);
	if (stage?.transitionForbidden) throw transitionForbidden();
	if (stage?.semantics === 'F') return;
	const field = firstEmptyField(stage, after);
	if (field) throw withoutCode(fieldRequired(field).description);
}

function firstEmptyField(stage: Stage | undefined, deal: Deal): string | undefined {
	const field = stage?.requiredFields?.find((name) => !deal.userFields[name]);
	return field && (userFields[field]?.title ?? field);
}
