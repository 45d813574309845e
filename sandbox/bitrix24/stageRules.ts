import {
	fieldRequired,
	fieldValueNotValid,
	stageInNewCategoryNotFound,
	transitionForbidden,
	withoutCode,
} from './errors';
import type { Deal, Stage } from './model';
import { userFields } from './sampleData';
import type { Store } from './store';

/** Where an update asks a deal to go; undefined is "not sent". */
export interface StageWish {
	categoryId?: number;
	stageId?: string;
}

/** bitrix24.md#dropped-stages, column crm.item.update: where the deal really goes. */
export function itemTarget(
	store: Store,
	deal: Deal,
	wish: StageWish,
): { categoryId: number; stageId: string } {
	if (wish.categoryId !== undefined && wish.categoryId !== deal.categoryId) {
		return targetInNewPipeline(store, deal, wish.categoryId, wish.stageId);
	}
	return { categoryId: deal.categoryId, stageId: ownStageOrOld(store, deal, wish.stageId) };
}

/**
 * bitrix24.md#dropped-stages, column crm.deal.update: the category is unset, so only the stage can
 * change [H].
 */
export function dealTarget(store: Store, deal: Deal, wish: StageWish): string {
	return ownStageOrOld(store, deal, wish.stageId);
}

/**
 * A stage that is unknown or of another pipeline is dropped without an error: HTTP 200 and the old
 * stage (bitrix24.md#dropped-stages [H]). The stage is looked for in the deal's own pipeline,
 * whatever its prefix says.
 */
function ownStageOrOld(store: Store, deal: Deal, stageId: string | undefined): string {
	const own = store.pipeline(deal.categoryId)?.stages.some((stage) => stage.id === stageId);
	return own && stageId !== undefined ? stageId : deal.stageId;
}

/**
 * A bad stage gives the first stage of the new pipeline with the same semantics
 * (bitrix24.md#dropped-stages [H src]).
 */
function targetInNewPipeline(
	store: Store,
	deal: Deal,
	categoryId: number,
	stageId: string | undefined,
) {
	const pipeline = store.pipeline(categoryId);
	// The sheet does not say what an unknown pipeline does; the field's own code is our guess [L].
	if (!pipeline) throw fieldValueNotValid('Воронка');
	const semantics = store.stage(deal.stageId)?.semantics;
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
export function checkItemMove(store: Store, before: Deal, after: Deal): void {
	if (before.stageId === after.stageId || before.categoryId !== after.categoryId) return;
	const stage = store.stage(after.stageId);
	if (stage?.transitionForbidden) throw transitionForbidden();
	const field = firstEmptyField(stage, after);
	if (field) throw fieldRequired(field);
}

/**
 * The frozen twin: errors without a code, and failure stages require nothing
 * (bitrix24.md#dropped-stages, backward compatibility [H src]).
 */
export function checkDealMove(store: Store, before: Deal, after: Deal): void {
	if (before.stageId === after.stageId) return;
	const stage = store.stage(after.stageId);
	if (stage?.transitionForbidden) throw transitionForbidden();
	if (stage?.semantics === 'F') return;
	const field = firstEmptyField(stage, after);
	if (field) throw withoutCode(fieldRequired(field).description);
}

function firstEmptyField(stage: Stage | undefined, deal: Deal): string | undefined {
	const field = stage?.requiredFields?.find((name) => !deal.userFields[name]);
	return field && (userFields[field]?.title ?? field);
}
