import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import {
	DEALS,
	LEADS,
	listPipelinesOf,
	listStagesOf,
	listWhereabouts,
	readPlaced,
	readWhereabouts,
	type Board,
	type Placed,
} from '../../../../protocols/bitrix24/board';
import {
	readPipelines,
	readStages,
	type Pipeline,
	type Stage,
} from '../../../../protocols/bitrix24/pipelines';
import { getSubject } from '../../../../protocols/bitrix24/subject';
import type { Bitrix24Api } from '../../api';
import { inPages } from '../../pages';

type PipelineName = Pick<Pipeline, 'id' | 'name'>;

/** What was read so far, by the numbers of deals and pipelines. */
interface Known {
	deals: ReadonlyMap<number, Attempt<Placed>>;
	pipelines: Attempt<PipelineName[]>;
	stages: ReadonlyMap<number, Attempt<Stage[]>>;
}

/**
 * Deals as they were when they were read, and the portal's pipelines with the stages that go with
 * them. Never changes: what is read later is another Portal.
 */
export class Portal {
	private constructor(
		private readonly api: Bitrix24Api,
		private readonly board: Board,
		private readonly known: Known,
	) {}

	/** Of which nothing is known yet; of deals, or of what else its board has. */
	static unread(api: Bitrix24Api, board: Board = DEALS): Portal {
		return new Portal(api, board, {
			deals: new Map(),
			pipelines: { value: [] },
			stages: new Map(),
		});
	}

	/**
	 * Reads deals whole, and the stages of the pipelines that they are in. In the same request as the
	 * deals those of `pipelineIds`, which will be asked for, too; stages that `before` knows are not read
	 * again, but its deals are let go: a hundred thousand of them would be much to hold.
	 */
	static async read(
		api: Bitrix24Api,
		dealIds: readonly number[],
		pipelineIds: readonly number[] = [],
		before = Portal.unread(api),
	): Promise<Portal> {
		const wanted = distinct(dealIds);
		const commands = wanted.map((id) => getSubject({ ...before.board, id }));
		const { told, portal } = await before.readBeside(commands, pipelineIds);
		return await portal.withDeals(wanted.map((id, i) => [id, portal.placed(told[i])]));
	}

	/** The pipelines' names and stages alone; where there are no pipelines, nothing is asked for. */
	static async readPipelines(api: Bitrix24Api, pipelineIds: readonly number[]): Promise<Portal> {
		return pipelineIds.length === 0 ? Portal.unread(api) : await Portal.read(api, [], pipelineIds);
	}

	/**
	 * The same as `read` for where deals are, and nothing else of them. A list of fifty costs Bitrix24 hardly more
	 * than one deal, but leaves out what it cannot give: those are asked for one by one then, to learn
	 * why.
	 */
	static async readWhereabouts(
		api: Bitrix24Api,
		dealIds: readonly number[],
		pipelineIds: readonly number[],
		before = Portal.unread(api),
	): Promise<Portal> {
		const wanted = distinct(dealIds);
		if (wanted.length === 1) return await Portal.read(api, wanted, pipelineIds, before);
		const parts = inPages(wanted);
		const { board } = before;
		const commands = parts.map((part) => listWhereabouts(board, part));
		const { told, portal } = await before.readBeside(commands, pipelineIds);
		const read = told.map((list) => map(list, (result) => readWhereabouts(board, result)));
		const listed = new Map(parts.flatMap((part, i) => whatBecameOf(part, read[i])));
		const missing = wanted.filter((id) => !listed.has(id));
		const single = await api.run(missing.map((id) => getSubject({ ...board, id })));
		missing.forEach((id, i) => listed.set(id, portal.placed(single[i])));
		return await portal.withDeals(listed);
	}

	/** Runs commands, and with them reads pipelines and stages. */
	private async readBeside(
		commands: readonly Command[],
		pipelineIds: readonly number[],
	): Promise<{ told: CommandOutcome[]; portal: Portal }> {
		const { api, board, known } = this;
		const stagesOf = distinct(pipelineIds).filter((id) => !known.stages.has(id));
		const told = await api.runLists({
			pipelines: listPipelinesOf(board),
			stages: stagesOf.map((id) => listStagesOf(board, id)),
			commands,
		});
		const stages = stagesOf.map((id, i) => [id, map(told.stages[i], readStages)] as const);
		const portal = new Portal(api, board, {
			deals: new Map(),
			pipelines:
				told.pipelines.length === 0 ? { value: [LEADS] } : map(told.pipelines[0], readPipelines),
			stages: new Map([...known.stages, ...stages]),
		});
		return { told: told.commands, portal };
	}

	private placed(outcome: CommandOutcome): Attempt<Placed> {
		return map(outcome, (result) => readPlaced(this.board, result));
	}

	private async withDeals(read: Iterable<readonly [number, Attempt<Placed>]>): Promise<Portal> {
		const deals = new Map(read);
		return await new Portal(this.api, this.board, { ...this.known, deals }).withStages(
			[...deals.values()].flatMap((deal) => ('value' in deal ? [deal.value.categoryId] : [])),
		);
	}

	/** The same with the stages of these pipelines, too. */
	async withStages(pipelineIds: readonly number[]): Promise<Portal> {
		const { api, board, known } = this;
		const missing = distinct(pipelineIds).filter((id) => !known.stages.has(id));
		if (missing.length === 0) return this;
		const outcomes = await api.run(missing.map((id) => listStagesOf(board, id)));
		const stages = missing.map((id, i) => [id, map(outcomes[i], readStages)] as const);
		return new Portal(api, board, { ...known, stages: new Map([...known.stages, ...stages]) });
	}

	/** One of the deals. Throws what Bitrix24 answered when it could not be read. */
	deal(dealId: number): Placed {
		return valueOf(among(this.known.deals, dealId, 'deal'));
	}

	/** A pipeline with its stages. Throws what Bitrix24 answered when they could not be read. */
	pipeline(pipelineId: number): Pipeline {
		const stages = valueOf(among(this.known.stages, pipelineId, 'pipeline'));
		return { ...this.pipelineName(pipelineId), stages };
	}

	/** The same without stages where they could not be read. */
	pipelineIfRead(pipelineId: number): Pipeline {
		const pipeline = attempt(() => this.pipeline(pipelineId));
		return 'value' in pipeline ? pipeline.value : { ...this.pipelineName(pipelineId), stages: [] };
	}

	/** A pipeline that the webhook's user may not see has its number for a name. */
	pipelineName(pipelineId: number): PipelineName {
		const named = valueOf(this.known.pipelines).find(({ id }) => id === pipelineId);
		return named ?? { id: pipelineId, name: `#${pipelineId}` };
	}
}

/** A stage of a pipeline by ID and name; one that is gone keeps its ID for a name. */
export function stageName(pipeline: Pipeline, stageId: string): Pick<Stage, 'id' | 'name'> {
	const name = pipeline.stages.find(({ id }) => id === stageId)?.name ?? stageId;
	return { id: stageId, name };
}

/** Of the deals that a list was to give; what it failed with is the outcome of all of them. */
function whatBecameOf(
	dealIds: readonly number[],
	list: Attempt<Placed[]>,
): Array<[number, Attempt<Placed>]> {
	if ('error' in list) return dealIds.map((id) => [id, list]);
	return list.value.map((deal) => [deal.id, { value: deal }]);
}

function distinct(ids: readonly number[]): number[] {
	return [...new Set(ids)];
}

function among<T>(all: ReadonlyMap<number, T>, id: number, what: string): T {
	const one = all.get(id);
	if (one === undefined) throw new Error(`No ${what} ${id} is among those that were to be read`);
	return one;
}
