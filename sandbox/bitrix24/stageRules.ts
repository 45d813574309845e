import {
	fieldRequired,
	fieldValueNotValid,
	stageInNewCategoryNotFound,
	transitionForbidden,
	withoutCode,
} from './errors';
import type { Deal } from './model';
import { userFields } from './sampleData';
import { pipelineOf, stageOf } from './stages';

/**
 * bitrix24.md#dropped-stages, column crm.item.update: where a deal that is asked to go there really goes;
 * undefined is "not sent". A bad stage gives the first stage of the new pipeline with the same semantics
 * (bitrix24.md#dropped-stages [H src]).
 */
export function itemTarget(
	deal: Deal,
	{ categoryId = deal.categoryId, stageId }: Partial<Pick<Deal, 'categoryId' | 'stageId'>>,
) {
	if (categoryId === deal.categoryId) return { categoryId, stageId: dealTarget(deal, stageId) };
	const stages = pipelineOf(categoryId)?.stages;
	// The sheet does not say what an unknown pipeline does; the field's own code is our guess [L].
	if (!stages) throw fieldValueNotValid('Воронка');
	const semantics = stageOf(deal.stageId)?.semantics;
	const stage =
		stages.find(({ id }) => id === stageId) ?? stages.find((one) => one.semantics === semantics);
	if (!stage) throw stageInNewCategoryNotFound();
	return { categoryId, stageId: stage.id };
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
 * Rights and required fields are checked only when the stage changes within the same pipeline
 * (bitrix24.md#dropped-stages [H src, H docs]). The frozen twin has errors without a code, and
 * failure stages require nothing (the same, backward compatibility [H src]).
 */
export function checkMove(before: Deal, after: Deal, frozen = false): void {
	if (before.stageId === after.stageId || before.categoryId !== after.categoryId) return;
	const stage = stageOf(after.stageId);
	if (stage?.transitionForbidden) throw transitionForbidden();
	if (frozen && stage?.semantics === 'F') return;
	const field = stage?.requiredFields?.find((name) => !after.userFields[name]);
	if (!field) return;
	const error = fieldRequired(userFields[field]?.title ?? field);
	throw frozen ? withoutCode(error.description) : error;
}
