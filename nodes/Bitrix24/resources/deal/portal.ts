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
import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import { inPages } from '../../../shared/inPages';
import type { Bitrix24Api } from '../../api';
import { PAGE } from '../../pages';

type PipelineName = Pick<Pipeline, 'id' | 'name'>;

/**
 * What one execution has read of the portal: pipelines and stages, and the deals that it was last told
 * to read. Those before are forgotten, so that a hundred thousand of them are not held at once.
 */
export class Portal {
	private deals = new Map<number, Attempt<Deal>>();
	private readonly stages = new Map<number, Attempt<Stage[]>>();
	private pipelines?: Attempt<PipelineName[]>;

	constructor(private readonly api: Bitrix24Api) {}

	/**
	 * Reads where deals are, and with them, in the same request, the stages of pipelines that will be
	 * asked for. A list of fifty costs the portal hardly more than one deal, but leaves out what it
	 * cannot give: those are asked for one by one then, to learn why.
	 */
	async readWhereabouts(dealIds: number[], pipelineIds: number[]): Promise<void> {
		const ids = [...new Set(dealIds)];
		if (ids.length === 1) return await this.readDeals(ids, pipelineIds);
		const pages = inPages(ids, PAGE);
		const outcomes = await this.readBeside(pages.map(listWhereabouts), pipelineIds);
		this.deals = new Map();
		pages.forEach((page, i) => this.keepListed(page, map(outcomes[i], readWhereabouts)));
		await this.addDeals(ids.filter((id) => !this.deals.has(id)));
	}

	/** Reads deals whole, each with a command of its own, and stages as above. */
	async readDeals(dealIds: number[], pipelineIds: number[] = []): Promise<void> {
		const ids = [...new Set(dealIds)];
		const outcomes = await this.readBeside(ids.map(getDeal), pipelineIds);
		this.deals = new Map(ids.map((id, i) => [id, map(outcomes[i], readDeal)]));
	}

	private keepListed(page: number[], listed: Attempt<Deal[]>): void {
		if ('error' in listed) for (const id of page) this.deals.set(id, listed);
		else for (const deal of listed.value) this.deals.set(deal.id, { value: deal });
	}

	private async addDeals(ids: number[]): Promise<void> {
		const outcomes = await this.api.run(ids.map(getDeal));
		ids.forEach((id, i) => this.deals.set(id, map(outcomes[i], readDeal)));
	}

	/** Reads the pipelines, and the stages of those that are not there yet. Gives what came of the commands. */
	private async readBeside(commands: Command[], pipelineIds: number[]): Promise<CommandOutcome[]> {
		const missing = [...new Set(pipelineIds)].filter((id) => !this.stages.has(id));
		const [pipelines, ...outcomes] = await this.api.run([
			listPipelines(),
			...missing.map(listStages),
			...commands,
		]);
		this.pipelines = map(pipelines, readPipelines);
		missing.forEach((id, i) => this.stages.set(id, map(outcomes[i], readStages)));
		return outcomes.slice(missing.length);
	}

	/** Reads the stages of these pipelines that are not there yet. */
	async readStages(pipelineIds: number[]): Promise<void> {
		const missing = [...new Set(pipelineIds)].filter((id) => !this.stages.has(id));
		const outcomes = await this.api.run(missing.map(listStages));
		missing.forEach((id, i) => this.stages.set(id, map(outcomes[i], readStages)));
	}

	/** The deal, or what Bitrix24 answered when it could not be read. */
	deal(dealId: number): Attempt<Deal> {
		return attempt(() => readBefore(this.deals.get(dealId)));
	}

	/** The pipeline with its stages. Throws what Bitrix24 answered when they could not be read. */
	pipeline(pipelineId: number): Pipeline {
		return { ...this.pipelineName(pipelineId), stages: readBefore(this.stages.get(pipelineId)) };
	}

	/** The same without stages where they could not be read. */
	pipelineIfRead(pipelineId: number): Pipeline {
		const pipeline = attempt(() => this.pipeline(pipelineId));
		return 'value' in pipeline ? pipeline.value : { ...this.pipelineName(pipelineId), stages: [] };
	}

	/** A pipeline that the webhook's user may not see has its number for a name. */
	pipelineName(pipelineId: number): PipelineName {
		const known = readBefore(this.pipelines).find(({ id }) => id === pipelineId);
		return known ?? { id: pipelineId, name: `#${pipelineId}` };
	}
}

/** A stage of a pipeline by ID and name; one that is gone keeps its ID for a name. */
export function stageName(pipeline: Pipeline, stageId: string): Pick<Stage, 'id' | 'name'> {
	const name = pipeline.stages.find(({ id }) => id === stageId)?.name ?? stageId;
	return { id: stageId, name };
}

function readBefore<T>(attempted: Attempt<T> | undefined): T {
	if (attempted === undefined) throw new Error('This was not read from the portal');
	return valueOf(attempted);
}
