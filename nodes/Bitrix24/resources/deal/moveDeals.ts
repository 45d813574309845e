import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import {
	DEALS,
	readPlaced,
	updateStage,
	type Board,
	type Placed,
} from '../../../../protocols/bitrix24/board';
import type { Pipeline, Stage } from '../../../../protocols/bitrix24/pipelines';
import { nameOf } from '../../../../protocols/bitrix24/subject';
import { inParts } from '../../../shared/inParts';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome, type Output } from '../../../shared/items';
import { fault } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readSubject, subjectJson } from '../../subject';
import { readingWrite } from '../../unknownOutcome';
import { NotMovedError } from './notMovedError';
import { Portal, stageName } from './portal';

/** Where a deal is to go, or why it stays where it is. */
export type Target = { stage: Stage; pipeline: Pipeline } | { stage?: undefined; reason: string };

/** What one item wants, as far as it is known without the portal. */
export interface Wish {
	/**
	 * The pipelines that the deal will probably be in or go to: their stages are read in the same
	 * request as the deals.
	 */
	pipelineIds: number[];
	/** Chooses by the deal; what it throws is the item's error. */
	choose(deal: Placed, portal: Portal): Target;
	/** What the output says beside the deal and its move. */
	also?: IDataObject;
}

interface Wanted extends Wish {
	itemIndex: number;
	board: Board;
	dealId: number;
}

interface Move extends Wanted {
	deal: Placed;
	target: Target;
}

/**
 * So many deals are read in one request, by 20 lists of 50, and then moved: what is known of them is
 * held no longer, and what is told of them is fresh.
 */
const PAGE_OF_DEALS = 1000;

/**
 * Moves the deal of every item: read the deals, choose, write, compare the stage that came back. A
 * thousand deals take one HTTP request to read and 20 to write. What `prepare` throws is that item's
 * error. Unless the node continues on failures, one bad item keeps all from moving.
 */
export async function moveDeals(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
	prepare: (itemIndex: number) => Wish,
): Promise<ItemOutcome[]> {
	const run = new ItemRun(context, itemCount);
	const wanted = run.prepare((itemIndex) => {
		const { id: dealId, ...board } = readSubject(context, itemIndex);
		return { itemIndex, board, dealId, ...prepare(itemIndex) };
	});
	// A pipeline's number means another one for each kind.
	const { board } = wanted[0] ?? { board: DEALS };
	const { pages, repeated } = inOrder(run.step(wanted, (one) => ofSameKind(context, one, board)));
	let { moves, portal } = await rehearse(run, api, pages, repeated, Portal.unread(api, board));
	// A page that is done is let go.
	for (let page = pages.shift(); page !== undefined && run.mayGoOn; page = pages.shift()) {
		if (moves === undefined) {
			// Deals of a later page may have been moved meanwhile, by an earlier page or by others.
			const open = run.open(page);
			portal = await readPage(api, open, portal);
			moves = choose(run, open, portal);
		}
		if (!run.mayGoOn) break;
		portal = await write(api, run, moves, portal);
		api.isHalfDone = true;
		moves = undefined;
	}
	return run.outcomes;
}

function ofSameKind(
	context: IExecuteFunctions,
	one: Wanted,
	{ kind, entityTypeId }: Board,
): Wanted {
	if (one.board.kind === kind && one.board.entityTypeId === entityTypeId) return one;
	throw fault(
		{ context, itemIndex: one.itemIndex },
		`${nameOf({ ...one.board, id: one.dealId })} is of another kind than the first item's record`,
		'The stages are those of one kind: put a Switch before this node, and one node for each kind.',
	);
}

/** Moves each deal once, and settles its item. Gives the portal with the stages of where the deals are now. */
async function write(
	api: Bitrix24Api,
	run: ItemRun,
	moves: Move[],
	before: Portal,
): Promise<Portal> {
	const writes = moves.filter(needsWrite);
	const answers = await api.run(writes.map(toCommand));
	const portal = await before.withStages(
		answers.flatMap((answer, i) => pipelineAfter(writes[i].board, answer)),
	);
	const answerTo = new Map(writes.map((move, i) => [move, answers[i]]));
	run.settleEach(moves, (move) => outputOfMove(portal, move, answerTo.get(move)));
	return portal;
}

/**
 * Chooses for all items before anything is written, for a deal that comes twice as if its first
 * move had been made. Gives the moves of the first page.
 */
async function rehearse(
	run: ItemRun,
	api: Bitrix24Api,
	pages: Wanted[][],
	repeated: ReadonlySet<number>,
	before: Portal,
): Promise<{ moves?: Move[]; portal: Portal }> {
	const expected = new Map<number, Attempt<Placed>>();
	let portal = before;
	let firstMoves: Move[] | undefined;
	for (const page of pages) {
		if (!run.mayGoOn) break;
		const unknown = page.filter(({ dealId }) => !expected.has(dealId));
		const read = await readPage(api, unknown, portal);
		const find = (dealId: number) => expected.get(dealId) ?? attempt(() => read.deal(dealId));
		const moves = choose(run, page, read, (dealId) => valueOf(find(dealId)));
		for (const { dealId } of page) if (repeated.has(dealId)) expected.set(dealId, find(dealId));
		for (const { deal, target } of moves)
			if (repeated.has(deal.id)) expected.set(deal.id, { value: afterMove(deal, target) });
		firstMoves ??= moves;
		portal = read;
	}
	return { moves: firstMoves, portal };
}

function afterMove(deal: Placed, target: Target): Placed {
	if (target.stage === undefined) return deal;
	return { ...deal, stageId: target.stage.id, categoryId: target.pipeline.id };
}

async function readPage(api: Bitrix24Api, page: Wanted[], before: Portal): Promise<Portal> {
	if (page.length === 0) return before;
	const pipelineIds = page.flatMap((one) => one.pipelineIds);
	return await Portal.readWhereabouts(
		api,
		page.map(({ dealId }) => dealId),
		pipelineIds,
		before,
	);
}

function choose(
	run: ItemRun,
	page: Wanted[],
	portal: Portal,
	find = (dealId: number) => portal.deal(dealId),
): Move[] {
	const found = run.step(page, (one) => ({ ...one, deal: find(one.dealId) }));
	return run.step(found, (one) => ({ ...one, target: one.choose(one.deal, portal) }));
}

/**
 * A deal that comes twice is read and moved twice, one after the other, since the first move changes its
 * stage: no page has a deal twice. `repeated` are such deals.
 */
function inOrder(wanted: Wanted[]): { pages: Wanted[][]; repeated: Set<number> } {
	const waves: Wanted[][] = [];
	const count = new Map<number, number>();
	for (const entry of wanted) {
		const wave = count.get(entry.dealId) ?? 0;
		count.set(entry.dealId, wave + 1);
		(waves[wave] ??= []).push(entry);
	}
	return {
		pages: waves.flatMap((wave) => inParts(wave, PAGE_OF_DEALS)),
		repeated: new Set((waves[1] ?? []).map(({ dealId }) => dealId)),
	};
}

// A write that changes nothing costs a request; Bitrix24 does not save it, nor start robots.
function needsWrite({ deal, target }: Move): boolean {
	return target.stage !== undefined && target.stage.id !== deal.stageId;
}

function toCommand({ board, deal, target }: Pick<Move, 'board' | 'deal' | 'target'>) {
	const { stage, pipeline } = target as Extract<Target, { pipeline: Pipeline }>;
	return updateStage(
		board,
		deal.id,
		stage.id,
		pipeline.id === deal.categoryId ? undefined : pipeline.id,
	);
}

function outputOfMove(portal: Portal, move: Move, answer: CommandOutcome | undefined): Output {
	const json = report(portal, move, answer);
	return outputOf(
		{ ...json, ...move.also },
		json.moved
			? `${nameOf({ ...move.board, id: move.dealId })} moved to '${json.stage.name}'`
			: undefined,
	);
}

function report(portal: Portal, { board, deal, target }: Move, answer: CommandOutcome | undefined) {
	const from = portal.pipeline(deal.categoryId);
	const previousStage = stageName(from, deal.stageId);
	const about = {
		...subjectJson({ ...board, id: deal.id }),
		title: deal.title,
		pipeline: named(from),
	};
	if (target.stage === undefined || answer === undefined) {
		const reason = target.stage === undefined ? target.reason : 'alreadyThere';
		return { ...about, previousStage, stage: previousStage, moved: false, reason };
	}
	const after = readingWrite([toCommand({ board, deal, target })], () =>
		readPlaced(board, valueOf(answer)),
	);
	if (after.stageId === deal.stageId)
		throw new NotMovedError(nameOf({ ...board, id: deal.id }), target.stage, previousStage);
	// Not always what was asked for: a robot may have moved the deal on before Bitrix24 answered,
	// also to another pipeline.
	const into = portal.pipelineIfRead(after.categoryId);
	const changed = into.id === from.id ? {} : { previousPipeline: about.pipeline };
	return {
		...about,
		pipeline: named(into),
		...changed,
		previousStage,
		stage: stageName(into, after.stageId),
		moved: true,
	};
}

/** The pipeline that a deal was in after its move, if the answer tells. */
function pipelineAfter(board: Board, answer: CommandOutcome): number[] {
	const deal = map(answer, (result) => readPlaced(board, result));
	return 'value' in deal ? [deal.value.categoryId] : [];
}

function named({ id, name }: Pipeline) {
	return { id, name };
}
