import { getDeal, readDeal, type Deal } from '../../../../protocols/bitrix24/deal';
import {
	listPipelines,
	listStages,
	readPipelines,
	readStages,
	type Pipeline,
	type Stage,
} from '../../../../protocols/bitrix24/pipelines';
import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { Bitrix24Api } from '../../api';

type PipelineName = Pick<Pipeline, 'id' | 'name'>;

/** What one execution has read of the portal: deals, and the pipelines and stages that go with them. */
export class Portal {
	private readonly deals = new Map<number, Attempt<Deal>>();
	private readonly stages = new Map<number, Attempt<Stage[]>>();
	private pipelines?: Attempt<PipelineName[]>;

	constructor(private readonly api: Bitrix24Api) {}

	/** Reads deals, and with them, in the same request, the stages of pipelines that will be asked for. */
	async read(dealIds: number[], pipelineIds: number[] = []): Promise<void> {
		const stagesToRead = [...new Set(pipelineIds)].filter((id) => !this.stages.has(id));
		const dealsToRead = [...new Set(dealIds)];
		const [pipelines, ...outcomes] = await this.api.run([
			listPipelines(),
			...stagesToRead.map(listStages),
			...dealsToRead.map(getDeal),
		]);
		this.pipelines = map(pipelines, readPipelines);
		stagesToRead.forEach((id, i) => this.stages.set(id, map(outcomes[i], readStages)));
		dealsToRead.forEach((id, i) =>
			this.deals.set(id, map(outcomes[stagesToRead.length + i], readDeal)),
		);
	}

	/** Reads the stages of these pipelines that are not there yet. */
	async readStages(pipelineIds: number[]): Promise<void> {
		const missing = [...new Set(pipelineIds)].filter((id) => !this.stages.has(id));
		const outcomes = await this.api.run(missing.map(listStages));
		missing.forEach((id, i) => this.stages.set(id, map(outcomes[i], readStages)));
	}

	/** The deal. Throws what Bitrix24 answered when it could not be read. */
	deal(dealId: number): Deal {
		return readBefore(this.deals.get(dealId));
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
