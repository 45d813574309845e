import type { IExecuteFunctions } from 'n8n-workflow';

import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { readDeal, updateStage, type Deal } from '../../../../protocols/bitrix24/deal';
import type { Pipeline, Stage } from '../../../../protocols/bitrix24/pipelines';
import type { Bitrix24Api } from '../../api';
import { attempt } from '../../../shared/attempt';
import { readDealId } from '../../dealId';
import type { ItemOutcome } from '../../../shared/items';
import { NotMovedError } from './notMovedError';
import { Portal, stageName } from './portal';

/** Where a deal is to go, or why it stays where it is. */
export type Target = { stage: Stage; pipeline: Pipeline } | { stage?: undefined; reason: string };

export interface MovePlan {
	/** The pipelines that deals will probably be in or go to: their stages are read in the same request as the deals. */
	pipelineIds: number[];
	/** Chooses for one item; what it throws is that item's error. */
	choose(deal: Deal, portal: Portal, itemIndex: number): Target;
}

interface Move {
	itemIndex: number;
	deal: Deal;
	target: Target;
}

/**
 * Moves the deal of every item: read the deals, choose, write, compare the stage that came back; three HTTP
 * requests at most for up to 20 deals. Unless the node continues on failures, one bad item keeps all from moving.
 */
export async function moveDeals(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
	plan: MovePlan,
): Promise<ItemOutcome[]> {
	const outcomes: ItemOutcome[] = new Array(itemCount);
	const portal = new Portal(api);
	/** What a step throws is its item's outcome; the item takes no further step. */
	const forItem = <T>(itemIndex: number, step: () => T): T[] => {
		const attempted = attempt(step);
		if ('value' in attempted) return [attempted.value];
		outcomes[itemIndex] = attempted;
		return [];
	};
	const mayGoOn = () => context.continueOnFail() || !outcomes.some((outcome) => 'error' in outcome);

	const wanted = [...outcomes.keys()].flatMap((itemIndex) =>
		forItem(itemIndex, () => ({ itemIndex, dealId: readDealId(context, itemIndex) })),
	);
	for (const wave of inWaves(wanted)) {
		if (!mayGoOn()) break;
		await portal.read(wave.map(({ dealId }) => dealId), plan.pipelineIds);
		const found = wave.flatMap(({ itemIndex, dealId }) =>
			forItem(itemIndex, () => ({ itemIndex, deal: portal.deal(dealId) })),
		);
		await portal.readStages(found.map(({ deal }) => deal.categoryId));
		const moves: Move[] = found.flatMap(({ itemIndex, deal }) =>
			forItem(itemIndex, () => ({ itemIndex, deal, target: plan.choose(deal, portal, itemIndex) })),
		);
		if (!mayGoOn()) break;
		const writes = moves.filter(needsWrite);
		const answers = await api.run(writes.map(toCommand), 'write');
		for (const move of moves) {
			const answer = answers[writes.indexOf(move)] as CommandOutcome | undefined;
			forItem(move.itemIndex, () => (outcomes[move.itemIndex] = { json: report(portal, move, answer) }));
		}
	}
	return outcomes;
}

/** A deal that comes twice is read and moved twice, one after the other, since the first move changes its stage. */
function inWaves<T extends { dealId: number }>(wanted: T[]): T[][] {
	const waves: T[][] = [];
	const count = new Map<number, number>();
	for (const entry of wanted) {
		const wave = count.get(entry.dealId) ?? 0;
		count.set(entry.dealId, wave + 1);
		(waves[wave] ??= []).push(entry);
	}
	return waves;
}

// A write that changes nothing costs a request; Bitrix24 does not save it, nor start robots.
function needsWrite({ deal, target }: Move): boolean {
	return target.stage !== undefined && target.stage.id !== deal.stageId;
}

function toCommand({ deal, target }: Move) {
	const { stage, pipeline } = target as Extract<Target, { pipeline: Pipeline }>;
	return updateStage(deal.id, stage.id, pipeline.id === deal.categoryId ? undefined : pipeline.id);
}

function report(portal: Portal, { deal, target }: Move, answer: CommandOutcome | undefined) {
	const from = portal.pipeline(deal.categoryId);
	const previousStage = stageName(from, deal.stageId);
	const about = { dealId: deal.id, title: deal.title ?? '', pipeline: named(from) };
	if (target.stage === undefined || answer === undefined) {
		const reason = target.stage === undefined ? target.reason : 'alreadyThere';
		return { ...about, previousStage, stage: previousStage, moved: false, reason };
	}
	if ('error' in answer) throw answer.error;
	const after = readDeal(answer.result);
	if (after.stageId === deal.stageId) throw new NotMovedError(deal.id, target.stage, previousStage);
	const changed = target.pipeline.id === from.id ? {} : { previousPipeline: about.pipeline };
	// Not always the stage that was asked for: a robot there may have moved the deal on before Bitrix24 answered.
	const stage = stageName(target.pipeline, after.stageId);
	return { ...about, pipeline: named(target.pipeline), ...changed, previousStage, stage, moved: true };
}

function named({ id, name }: Pipeline) {
	return { id, name };
}
