import type { Pipeline, Semantics, Stage } from './model';

type StageRow = [
	id: string,
	name: string,
	color: string,
	semantics: Semantics,
	more?: Partial<Stage>,
];

const system = { system: true };

/**
 * Pipeline 0 has the standard stages of a Russian portal. Colours and sorting are those of the documentation of
 * crm.status.list. The sort values put the default pipeline last, as in the documented answer of crm.category.list,
 * so that nobody relies on it being first.
 */
export const pipelines: readonly Pipeline[] = [
	pipeline(0, 'Общая', 300, [
		['NEW', 'Новая', '#39A8EF', 'P', system],
		['PREPARATION', 'Подготовка документов', '#2FC6F6', 'P'],
		['PREPAYMENT_INVOICE', 'Счёт на предоплату', '#55D0E0', 'P'],
		['EXECUTING', 'В работе', '#47E4C2', 'P'],
		['FINAL_INVOICE', 'Финальный счёт', '#FFA900', 'P'],
		['WON', 'Сделка успешна', '#7BD500', 'S', system],
		['LOSE', 'Сделка провалена', '#FF5752', 'F', system],
		['APOLOGY', 'Анализ причины провала', '#FF5752', 'F', { apology: true }],
	]),
	pipeline(9, 'Обзвон', 200, [
		['C9:NEW', 'Новая', '#39A8EF', 'P', system],
		['C9:UC_CALL01', 'Звонок клиенту', '#2FC6F6', 'P'],
		['C9:UC_NYL06U', 'Недозвон', '#FFA900', 'P'],
		['C9:UC_KN8KFI', 'Дозвонились', '#47E4C2', 'P'],
		['C9:WON', 'Сделка успешна', '#7BD500', 'S', system],
		['C9:LOSE', 'Сделка провалена', '#FF5752', 'F', system],
	]),
	pipeline(12, 'Сервис', 250, [
		['C12:NEW', 'Заявка', '#39A8EF', 'P', system],
		['C12:UC_DIAG01', 'Диагностика', '#2FC6F6', 'P'],
		['C12:UC_REPAIR', 'В ремонте', '#47E4C2', 'P', { requiredFields: ['UF_CRM_1720019876534'] }],
		['C12:UC_ACCEPT', 'Приёмка директором', '#FFA900', 'P', { transitionForbidden: true }],
		['C12:WON', 'Выполнено', '#7BD500', 'S', system],
		['C12:LOSE', 'Отменено', '#FF5752', 'F', system],
		[
			'C12:APOLOGY',
			'Отказ клиента',
			'#FF5752',
			'F',
			{ apology: true, requiredFields: ['UF_CRM_1720019876535'] },
		],
	]),
];

/** The stages of leads on a new portal (bitrix24.md#pipelines-and-stages [H] for the letters). */
export const leadStages: ReadonlyArray<Pick<Stage, 'id' | 'name' | 'semantics'>> = [
	{ id: 'NEW', name: 'Не обработан', semantics: 'P' },
	{ id: 'IN_PROCESS', name: 'В работе', semantics: 'P' },
	{ id: 'PROCESSED', name: 'Обработан', semantics: 'P' },
	{ id: 'CONVERTED', name: 'Качественный лид', semantics: 'S' },
	{ id: 'JUNK', name: 'Некачественный лид', semantics: 'F' },
];

export function pipelineOf(id: number): Pipeline | undefined {
	return pipelines.find((candidate) => candidate.id === id);
}

/** Stages of deals have numbers of their own in each pipeline. */
export function stageOf(id: string): Stage | undefined {
	return pipelines.flatMap(({ stages }) => stages).find((stage) => stage.id === id);
}

export function semanticsOf(stageId: string): Semantics {
	return stageOf(stageId)?.semantics ?? 'P';
}

function pipeline(id: number, name: string, sort: number, rows: StageRow[]): Pipeline {
	const stages = rows.map(([stageId, title, color, semantics, more]) => ({
		id: stageId,
		name: title,
		color,
		semantics,
		...more,
	}));
	return { id, name, sort, stages };
}
