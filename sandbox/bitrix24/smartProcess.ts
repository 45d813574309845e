import { webhookUserId, type Stage } from './model';

/** The portal's one smart process, and its one pipeline (documents of crm.type.list and crm.category.list [H]). */
export const smartTypeId = 1036;
export const smartType = { id: 7, title: 'Закупка', entityTypeId: smartTypeId };
export const smartPipeline = { id: 21, name: 'Основная', sort: 100 };

/** `DT1036_21:NEW` in the directory `DYNAMIC_1036_STAGE_21` (documents of crm.status.entity.types [H]). */
export const smartStages: Stage[] = [
	{ id: 'DT1036_21:NEW', name: 'Начало', color: '#39A8EF', semantics: 'P', system: true },
	{ id: 'DT1036_21:CALL', name: 'Звонок поставщику', color: '#2FC6F6', semantics: 'P' },
	{ id: 'DT1036_21:SUCCESS', name: 'Успех', color: '#7BD500', semantics: 'S', system: true },
	{ id: 'DT1036_21:FAIL', name: 'Провал', color: '#FF5752', semantics: 'F', system: true },
];

export function blankSmartItem(id: number) {
	return {
		id,
		title: `Закупка #${id}`,
		stageId: 'DT1036_21:NEW',
		assignedById: webhookUserId,
		contactIds: [] as number[],
		companyId: 0,
	};
}
export type SmartItem = ReturnType<typeof blankSmartItem>;

export const sampleSmartItems = [
	{ id: 3, title: 'Закупка телефонов', assignedById: 6, contactIds: [2], companyId: 5 },
	{ id: 12, title: 'Закупка гарнитур', stageId: 'DT1036_21:CALL', assignedById: 7 },
];
