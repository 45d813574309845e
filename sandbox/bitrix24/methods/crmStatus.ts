import type { Columns } from '../fields';
import type { Pipeline, Stage } from '../model';
import { asRecord, eitherCase, type Params } from '../params';
import { smartPipeline, smartStages, smartTypeId } from '../smartProcess';
import { pipelines } from '../stages';
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
export const statusList: Method = (params) => {
	const filter = asRecord(eitherCase(params, 'filter'));
	const rows = [...pipelines.flatMap(stageRows), ...directoryRows, ...smartStageRows];
	const found = rows.filter((row) =>
		Object.entries(filter).every(([key, wanted]) => !(key in row) || equalsPlain(row[key], wanted)),
	);
	return {
		result: ordered(found, eitherCase(params, 'order'), columns),
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

/** Directories that hold no stages of deals, so that a forgotten filter shows. */
const directories: Readonly<Record<string, Array<[string, string]>>> = {
	SOURCE: [
		['CALL', 'Звонок'],
		['WEB', 'Веб-сайт'],
		['CALLBACK', 'Обратный звонок'],
	],
	DEAL_TYPE: [
		['SALE', 'Продажа'],
		['SERVICE', 'Обслуживание'],
	],
	INDUSTRY: [['IT', 'Информационные технологии']],
	STATUS: [
		['NEW', 'Не обработан'],
		['IN_PROCESS', 'В работе'],
		['PROCESSED', 'Обработан'],
		['CONVERTED', 'Качественный лид'],
		['JUNK', 'Некачественный лид'],
	],
};

const directoryRows: Params[] = Object.entries(directories).flatMap(([directory, entries], at) =>
	entries.map(([statusId, name], index) => ({
		ID: String(51 + at * 10 + index * 2),
		ENTITY_ID: directory,
		STATUS_ID: statusId,
		NAME: name,
		NAME_INIT: '',
		SORT: String((index + 1) * 10),
		SYSTEM: 'N',
		CATEGORY_ID: null,
		COLOR: '',
		SEMANTICS: (directory === 'STATUS' && { CONVERTED: 'S', JUNK: 'F' }[statusId]) || null,
		EXTRA: {},
	})),
);

/** The stages of the smart process (bitrix24.md#leads-and-smart-processes [H]). */
const smartStageRows: Params[] = smartStages.map(({ id, name, semantics }, index) => ({
	...directoryRows[0],
	ID: String(901 + index * 2),
	ENTITY_ID: `DYNAMIC_${smartTypeId}_STAGE_${smartPipeline.id}`,
	STATUS_ID: id,
	NAME: name,
	SORT: String((index + 1) * 10),
	SEMANTICS: semantics === 'P' ? null : semantics,
}));

const columns: Columns<Params> = Object.fromEntries(
	Object.keys(directoryRows[0] ?? {}).map((name) => [name, (row: Params) => row[name]]),
);

/**
 * Every directory of the portal in one call (bitrix24.md#pipelines-and-stages [H]). As in the
 * documented answer, the default pipeline has the number 0 for CATEGORY_ID and no PREFIX, the
 * others have a string.
 */
export const statusEntityTypes: Method = () => ({
	result: [
		{ ID: 'SOURCE', NAME: 'Источники' },
		{ ID: 'DEAL_TYPE', NAME: 'Тип сделки' },
		...pipelines.map((pipeline) => ({
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

/** The portal's currencies (documents of crm.currency.list [H]). */
export const currencyList: Method = () => ({
	result: [
		{ CURRENCY: 'RUB', FULL_NAME: 'Российский рубль', BASE: 'Y', SORT: '100' },
		{ CURRENCY: 'USD', FULL_NAME: 'Доллар США', BASE: 'N', SORT: '200' },
	],
	total: 2,
});
