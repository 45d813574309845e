import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import {
	LEADS,
	listPipelinesOf,
	listStagesOf,
	readPlaced,
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

	/**
	 * Reads deals, and the stages of the pipelines that they are in. In the same request as the deals
	 * those of `pipelineIds`, which will be asked for, too; stages that `before` knows are not read again.
	 */
	static async read(
		api: Bitrix24Api,
		board: Board,
		dealIds: readonly number[],
		pipelineIds: readonly number[] = [],
		before?: Portal,
	): Promise<Portal> {
		const stagesBefore = before?.known.stages ?? new Map();
		const stagesOf = distinct(pipelineIds).filter((id) => !stagesBefore.has(id));
		const wanted = distinct(dealIds);
		const told = await api.runLists({
			pipelines: listPipelinesOf(board),
			stages: stagesOf.map((id) => listStagesOf(board, id)),
			deals: wanted.map((id) => getSubject({ ...board, id })),
		});
		const deals = wanted.map(
			(id, i) => [id, map(told.deals[i], (result) => readPlaced(board, result))] as const,
		);
		const stages = stagesOf.map((id, i) => [id, map(told.stages[i], readStages)] as const);
		const portal = new Portal(api, board, {
			deals: new Map(deals),
			pipelines:
				told.pipelines.length === 0 ? { value: [LEADS] } : map(told.pipelines[0], readPipelines),
			stages: new Map([...stagesBefore, ...stages]),
		});
		return await portal.withStages(
			deals.flatMap(([, deal]) => ('value' in deal ? [deal.value.categoryId] : [])),
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

function distinct(ids: readonly number[]): number[] {
	return [...new Set(ids)];
}

function among<T>(all: ReadonlyMap<number, T>, id: number, what: string): T {
	const one = all.get(id);
	if (one === undefined) throw new Error(`No ${what} ${id} is among those that were to be read`);
	return one;
}
