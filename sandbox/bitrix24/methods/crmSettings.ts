import { deals, entityOf, smartItems } from '../entities';
import { entityTypeNotFound, entityTypeNotSupported, parameterMissing } from '../errors';
import type { Columns } from '../fields';
import { fieldsOf } from '../fieldTypes';
import type { Pipeline, Stage } from '../model';
import { asInteger, asRecord, eitherCase, type Params } from '../params';
import { smartPipeline, smartStages, smartType, smartTypeId } from '../smartProcess';
import { leadStages, pipelines } from '../stages';
import { alike, ordered } from './listing';
import type { Methods } from './method';

/** Directories that hold no stages of deals, so that a forgotten filter shows. */
const directories: Readonly<Record<string, readonly DirectoryEntry[]>> = {
	SOURCE: [
		{ id: 'CALL', name: 'Звонок' },
		{ id: 'WEB', name: 'Веб-сайт' },
		{ id: 'CALLBACK', name: 'Обратный звонок' },
	],
	DEAL_TYPE: [
		{ id: 'SALE', name: 'Продажа' },
		{ id: 'SERVICE', name: 'Обслуживание' },
	],
	INDUSTRY: [{ id: 'IT', name: 'Информационные технологии' }],
	STATUS: leadStages,
};

const otherRows = [
	...Object.entries(directories).flatMap(([directory, entries], at) =>
		entries.map((entry, index) => row(51 + at * 10, directory, entry, index)),
	),
	/** The stages of the smart process (bitrix24.md#leads-and-smart-processes [H]). */
	...smartStages.map((stage, index) =>
		row(901, `DYNAMIC_${smartTypeId}_STAGE_${smartPipeline.id}`, stage, index),
	),
];

const columns: Columns<Params> = Object.fromEntries(
	Object.keys(otherRows[0]).map((name) => [name, (row: Params) => row[name]]),
);

/** How the CRM of the portal is set up. */
export const settingMethods: Methods = {
	/**
	 * Category 0 is in the list; keys are camelCase; no paging (bitrix24.md#pipelines-and-stages [H]).
	 */
	'crm.category.list': (params) => {
		if (params.entityTypeId === undefined) throw parameterMissing('entityTypeId');
		const entity = entityOf(params.entityTypeId);
		if (!entity) throw entityTypeNotFound();
		if (entity === smartItems) {
			const categories = [{ ...smartPipeline, entityTypeId: entity.typeId, isDefault: 'Y' }];
			return { result: { categories }, total: 1 };
		}
		// Leads, contacts and companies exist but have no pipelines.
		if (entity !== deals) throw entityTypeNotSupported(entity.typeId);
		const categories = [...pipelines]
			.sort((a, b) => a.sort - b.sort)
			.map((pipeline) => ({
				id: pipeline.id,
				name: pipeline.name,
				sort: pipeline.sort,
				entityTypeId: deals.typeId,
				isDefault: pipeline.id === 0 ? 'Y' : 'N',
				originId: '',
				originatorId: '',
			}));
		return { result: { categories }, total: categories.length };
	},

	/** The portal's smart processes (documents of crm.type.list [H]). */
	'crm.type.list': () => ({ result: { types: [smartType] }, total: 1 }),

	'crm.item.fields': (params) => {
		const type = asInteger(params.entityTypeId) ?? 0;
		const fields = fieldsOf(type);
		if (!fields.id) throw entityTypeNotFound();
		return { result: { fields } };
	},

	/** The whole list at once: no `start`, no `next` (bitrix24.md#pipelines-and-stages [H]). */
	'crm.status.list': (params) => {
		const rows = [...pipelines.flatMap(stageRows), ...otherRows];
		const found = alike(rows, asRecord(eitherCase(params, 'filter')));
		const result = ordered(found, eitherCase(params, 'order'), columns);
		return { result, total: found.length };
	},

	/**
	 * Every directory of the portal in one call (bitrix24.md#pipelines-and-stages [H]). As in the
	 * documented answer, the default pipeline has the number 0 for CATEGORY_ID and no PREFIX, the
	 * others have a string.
	 */
	'crm.status.entity.types': () => ({
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
	}),

	/** The portal's currencies (documents of crm.currency.list [H]). */
	'crm.currency.list': () => ({
		result: [
			{ CURRENCY: 'RUB', FULL_NAME: 'Российский рубль', BASE: 'Y', SORT: '100' },
			{ CURRENCY: 'USD', FULL_NAME: 'Доллар США', BASE: 'N', SORT: '200' },
		],
		total: 2,
	}),
};

/**
 * `DEAL_STAGE` for pipeline 0, `DEAL_STAGE_9` for pipeline 9
 * (bitrix24.md#pipelines-and-stages [H]).
 */
function directoryOf(pipeline: Pipeline): string {
	return pipeline.id === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${pipeline.id}`;
}

function row(id: number, directory: string, stage: DirectoryEntry, index: number): Params {
	const { id: STATUS_ID, name: NAME, semantics = 'P' } = stage;
	return {
		ID: String(id + index * 2),
		ENTITY_ID: directory,
		STATUS_ID,
		NAME,
		NAME_INIT: '',
		SORT: String((index + 1) * 10),
		SYSTEM: 'N',
		CATEGORY_ID: null,
		COLOR: '',
		SEMANTICS: semantics === 'P' ? null : semantics,
		EXTRA: {},
	};
}
type DirectoryEntry = Pick<Stage, 'id' | 'name'> & Partial<Stage>;

const semanticsWords = { P: 'process', S: 'success', F: 'failure' };

function stageRows(pipeline: Pipeline): Params[] {
	return pipeline.stages.map((stage, index) => ({
		...row(pipeline.id * 100 + 101, directoryOf(pipeline), stage, index),
		NAME_INIT: stage.system ? stage.name : '',
		SYSTEM: stage.system ? 'Y' : 'N',
		CATEGORY_ID: pipeline.id === 0 ? null : String(pipeline.id),
		COLOR: stage.color,
		EXTRA: {
			SEMANTICS: stage.apology ? 'apology' : semanticsWords[stage.semantics],
			COLOR: stage.color,
		},
	}));
}

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
