import type { Pipeline, Stage } from '../model';
import { asRecord, eitherCase, type Params } from '../params';
import { leadStages } from '../sampleData';
import { smartPipeline, smartStages, smartTypeId } from '../smartProcess';
import { ordered } from './listing';
import type { Method } from './method';

/**
 * `DEAL_STAGE` for pipeline 0, `DEAL_STAGE_9` for pipeline 9
 * (bitrix24.md#pipelines-and-stages [H]).
 */
function directoryOf(pipeline: Pipeline): string {
	return pipeline.id === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${pipeline.id}`;
}

/**
 * The whole list at once: no `start`, no `next` (bitrix24.md#pipelines-and-stages [H]). Filtering
 * by plain equality; keys that are no column are ignored, and a list of values finds nothing, since
 * only plain values are documented [L].
 */
export const statusList: Method = (params, { store }) => {
	const filter = asRecord(eitherCase(params, 'filter'));
	const rows = [...store.pipelines.flatMap(stageRows), ...sourceRows, ...otherStageRows];
	const found = rows.filter((row) =>
		Object.entries(filter).every(([key, wanted]) => !(key in row) || equalsPlain(row[key], wanted)),
	);
	return {
		result: ordered(found, eitherCase(params, 'order'), Object.keys(rows[0] ?? {})),
		total: found.length,
	};
};

function equalsPlain(value: unknown, wanted: unknown): boolean {
	return typeof wanted !== 'object' && String(value ?? '') === String(wanted);
}

function stageRows(pipeline: Pipeline): Params[] {
	return pipeline.stages.map((stage, index) => ({
		ID: String(pipeline.id * 100 + 101 + index * 2),
		ENTITY_ID: directoryOf(pipeline),
		STATUS_ID: stage.id,
		NAME: stage.name,
		NAME_INIT: stage.system ? stage.name : '',
		SORT: String((index + 1) * 10),
		SYSTEM: stage.system ? 'Y' : 'N',
		CATEGORY_ID: pipeline.id === 0 ? null : String(pipeline.id),
		COLOR: stage.color,
		SEMANTICS: stage.semantics === 'P' ? null : stage.semantics,
		EXTRA: { SEMANTICS: semanticsWord(stage), COLOR: stage.color },
	}));
}

function semanticsWord(stage: Stage): string {
	if (stage.apology) return 'apology';
	return { P: 'process', S: 'success', F: 'failure' }[stage.semantics];
}

/** One directory that holds no stages, so that a forgotten filter shows. */
const sourceRows: Params[] = [
	['CALL', 'Звонок'],
	['WEB', 'Веб-сайт'],
	['CALLBACK', 'Обратный звонок'],
].map(([statusId, name], index) => ({
	ID: String(51 + index * 2),
	ENTITY_ID: 'SOURCE',
	STATUS_ID: statusId,
	NAME: name,
	NAME_INIT: '',
	SORT: String((index + 1) * 10),
	SYSTEM: 'N',
	CATEGORY_ID: null,
	COLOR: '',
	SEMANTICS: null,
	EXTRA: {},
}));

/** The stages of leads and of the smart process (bitrix24.md#leads-and-smart-processes [H]). */
const otherStageRows: Params[] = [
	...Object.entries(leadStages).map(([id, semantics]) => ['STATUS', id, id, semantics] as const),
	...smartStages.map(
		({ id, name, semantics }) =>
			[`DYNAMIC_${smartTypeId}_STAGE_${smartPipeline.id}`, id, name, semantics] as const,
	),
].map(([directory, id, name, semantics], index) => ({
	ID: String(901 + index * 2),
	ENTITY_ID: directory,
	STATUS_ID: id,
	NAME: name,
	SORT: String((index + 1) * 10),
	SEMANTICS: semantics === 'P' ? null : semantics,
}));

/**
 * Every directory of the portal in one call (bitrix24.md#pipelines-and-stages [H]). As in the
 * documented answer, the default pipeline has the number 0 for CATEGORY_ID and no PREFIX, the
 * others have a string.
 */
export const statusEntityTypes: Method = (_params, { store }) => ({
	result: [
		{ ID: 'SOURCE', NAME: 'Источники' },
		{ ID: 'DEAL_TYPE', NAME: 'Тип сделки' },
		...store.pipelines.map((pipeline) => ({
			ID: directoryOf(pipeline),
			NAME: `Стадии сделки ${pipeline.name}`,
			...(pipeline.id === 0 ? {} : { PARENT_ID: 'DEAL_STAGE', PREFIX: `C${pipeline.id}` }),
			SEMANTIC_INFO: semanticInfo(pipeline),
			FIELD_ATTRIBUTE_SCOPE: pipeline.id === 0 ? '' : `category_${pipeline.id}`,
			ENTITY_TYPE_ID: 2,
			CATEGORY_ID: pipeline.id === 0 ? 0 : String(pipeline.id),
		})),
	],
});

function semanticInfo(pipeline: Pipeline): Params {
	const first = (semantics: string) =>
		pipeline.stages.find((stage) => stage.semantics === semantics)?.id;
	return {
		START_FIELD: first('P'),
		FINAL_SUCCESS_FIELD: first('S'),
		FINAL_UNSUCCESS_FIELD: first('F'),
		FINAL_SORT: 0,
	};
}
