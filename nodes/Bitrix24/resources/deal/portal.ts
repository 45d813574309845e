import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import {
	getDeal,
	listWhereabouts,
	readDeal,
	readWhereabouts,
	type Deal,
} from '../../../../protocols/bitrix24/deal';
import {
	listPipelines,
	listStages,
	readPipelines,
	readStages,
	type Pipeline,
	type Stage,
} from '../../../../protocols/bitrix24/pipelines';
import type { Bitrix24Api } from '../../api';
import { inPages } from '../../pages';

type PipelineName = Pick<Pipeline, 'id' | 'name'>;

/** What was read so far, by the numbers of deals and pipelines. */
interface Known {
	deals: ReadonlyMap<number, Attempt<Deal>>;
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
		private readonly known: Known,
	) {}

	/** Of which nothing is known yet. */
	static unread(api: Bitrix24Api): Portal {
		return new Portal(api, { deals: new Map(), pipelines: { value: [] }, stages: new Map() });
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
		const { told, portal } = await Portal.readBeside(api, wanted.map(getDeal), pipelineIds, before);
		return await portal.withDeals(wanted.map((id, i) => [id, map(told[i], readDeal)]));
	}

	/**
	 * The same for where deals are, and nothing else of them. A list of fifty costs Bitrix24 hardly more
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
		const commands = parts.map(listWhereabouts);
		const { told, portal } = await Portal.readBeside(api, commands, pipelineIds, before);
		const listed = new Map(
			parts.flatMap((part, i) => whatBecameOf(part, map(told[i], readWhereabouts))),
		);
		const missing = wanted.filter((id) => !listed.has(id));
		const single = await api.run(missing.map(getDeal));
		missing.forEach((id, i) => listed.set(id, map(single[i], readDeal)));
		return await portal.withDeals(listed);
	}

	/** Runs commands, and with them reads pipelines and stages. */
	private static async readBeside(
		api: Bitrix24Api,
		commands: readonly Command[],
		pipelineIds: readonly number[],
		{ known: before }: Portal,
	): Promise<{ told: CommandOutcome[]; portal: Portal }> {
		const stagesOf = distinct(pipelineIds).filter((id) => !before.stages.has(id));
		const told = await api.runLists({
			pipelines: listPipelines(),
			stages: stagesOf.map(listStages),
			commands,
		});
		const stages = stagesOf.map((id, i) => [id, map(told.stages[i], readStages)] as const);
		const portal = new Portal(api, {
			deals: new Map(),
			pipelines: map(told.pipelines, readPipelines),
			stages: new Map([...before.stages, ...stages]),
		});
		return { told: told.commands, portal };
	}

	private async withDeals(read: Iterable<readonly [number, Attempt<Deal>]>): Promise<Portal> {
		const deals = new Map(read);
		return await new Portal(this.api, { ...this.known, deals }).withStages(
			[...deals.values()].flatMap((deal) => ('value' in deal ? [deal.value.categoryId] : [])),
		);
	}

	/** The same with the stages of these pipelines, too. */
	async withStages(pipelineIds: readonly number[]): Promise<Portal> {
		const { api, known } = this;
		const missing = distinct(pipelineIds).filter((id) => !known.stages.has(id));
		if (missing.length === 0) return this;
		const outcomes = await api.run(missing.map(listStages));
		const stages = missing.map((id, i) => [id, map(outcomes[i], readStages)] as const);
		return new Portal(api, { ...known, stages: new Map([...known.stages, ...stages]) });
	}

	/** One of the deals. Throws what Bitrix24 answered when it could not be read. */
	deal(dealId: number): Deal {
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
	list: Attempt<Deal[]>,
): Array<[number, Attempt<Deal>]> {
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
