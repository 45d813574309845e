import type { Company, Contact, Deal, Lead, Pipeline, Semantics, User } from './model';

interface UserField {
	title: string;
	type: string;
	/** As in methods/crmFields.ts. */
	flags?: string;
	/** Of a list: the ID and what people see. */
	items?: Array<[string, string]>;
}

/** User fields of deals, by their REST names. Stages may require them. */
export const userFields: Record<string, UserField> = {
	UF_CRM_1720019876534: { title: 'Результат диагностики', type: 'string' },
	UF_CRM_1720019876535: { title: 'Причина отказа', type: 'string' },
	UF_CRM_1720019876536: {
		title: 'Приоритет',
		type: 'enumeration',
		items: [
			['3492', 'Низкий'],
			['3494', 'Средний'],
			['3496', 'Высокий, срочно'],
		],
	},
	UF_CRM_1720019876537: {
		title: 'Каналы',
		type: 'enumeration',
		flags: 'm',
		items: [
			['81', 'Почта'],
			['82', 'Телефон'],
			['83', 'Чат, бот'],
		],
	},
	UF_CRM_1720019876538: { title: 'Гарантия до', type: 'date' },
	UF_CRM_1720019876539: { title: 'Нужен выезд', type: 'boolean' },
	UF_CRM_1720019876540: { title: 'Договор', type: 'file' },
};

/**
 * Pipeline 0 has the standard stages of a Russian portal. Colours and sorting are those of the documentation of
 * crm.status.list. The sort values put the default pipeline last, as in the documented answer of crm.category.list,
 * so that nobody relies on it being first.
 */
export const samplePipelines: Pipeline[] = [
	{
		id: 0,
		name: 'Общая',
		sort: 300,
		stages: [
			{ id: 'NEW', name: 'Новая', color: '#39A8EF', semantics: 'P', system: true },
			{ id: 'PREPARATION', name: 'Подготовка документов', color: '#2FC6F6', semantics: 'P' },
			{ id: 'PREPAYMENT_INVOICE', name: 'Счёт на предоплату', color: '#55D0E0', semantics: 'P' },
			{ id: 'EXECUTING', name: 'В работе', color: '#47E4C2', semantics: 'P' },
			{ id: 'FINAL_INVOICE', name: 'Финальный счёт', color: '#FFA900', semantics: 'P' },
			{ id: 'WON', name: 'Сделка успешна', color: '#7BD500', semantics: 'S', system: true },
			{ id: 'LOSE', name: 'Сделка провалена', color: '#FF5752', semantics: 'F', system: true },
			{
				id: 'APOLOGY',
				name: 'Анализ причины провала',
				color: '#FF5752',
				semantics: 'F',
				apology: true,
			},
		],
	},
	{
		id: 9,
		name: 'Обзвон',
		sort: 200,
		stages: [
			{ id: 'C9:NEW', name: 'Новая', color: '#39A8EF', semantics: 'P', system: true },
			{ id: 'C9:UC_CALL01', name: 'Звонок клиенту', color: '#2FC6F6', semantics: 'P' },
			{ id: 'C9:UC_NYL06U', name: 'Недозвон', color: '#FFA900', semantics: 'P' },
			{ id: 'C9:UC_KN8KFI', name: 'Дозвонились', color: '#47E4C2', semantics: 'P' },
			{ id: 'C9:WON', name: 'Сделка успешна', color: '#7BD500', semantics: 'S', system: true },
			{ id: 'C9:LOSE', name: 'Сделка провалена', color: '#FF5752', semantics: 'F', system: true },
		],
	},
	{
		id: 12,
		name: 'Сервис',
		sort: 250,
		stages: [
			{ id: 'C12:NEW', name: 'Заявка', color: '#39A8EF', semantics: 'P', system: true },
			{ id: 'C12:UC_DIAG01', name: 'Диагностика', color: '#2FC6F6', semantics: 'P' },
			{
				id: 'C12:UC_REPAIR',
				name: 'В ремонте',
				color: '#47E4C2',
				semantics: 'P',
				requiredFields: ['UF_CRM_1720019876534'],
			},
			{
				id: 'C12:UC_ACCEPT',
				name: 'Приёмка директором',
				color: '#FFA900',
				semantics: 'P',
				transitionForbidden: true,
			},
			{ id: 'C12:WON', name: 'Выполнено', color: '#7BD500', semantics: 'S', system: true },
			{ id: 'C12:LOSE', name: 'Отменено', color: '#FF5752', semantics: 'F', system: true },
			{
				id: 'C12:APOLOGY',
				name: 'Отказ клиента',
				color: '#FF5752',
				semantics: 'F',
				apology: true,
				requiredFields: ['UF_CRM_1720019876535'],
			},
		],
	},
];

export const sampleCompanies: Company[] = [
	{ id: 1, title: 'ООО «Ромашка»', phones: [{ type: 'WORK', value: '+74951110001' }] },
	{ id: 2, title: 'АО «Северный ветер»', phones: [{ type: 'WORK', value: '8 (812) 222-00-02' }] },
	{ id: 3, title: 'ООО «Техноснаб»', phones: [] },
	{ id: 4, title: 'ИП Кузнецова О. В.', phones: [{ type: 'WORK', value: '+7 495 444-00-04' }] },
	{ id: 5, title: 'ГК «Уралстрой»', phones: [{ type: 'WORK', value: '+73435550005' }] },
	{ id: 6, title: 'ООО «Домашний доктор»', phones: [] },
	{ id: 7, title: 'ООО «Гарант»', phones: [] },
];

/** Phones are written the many ways that people type them. Contact 8 has none. */
export const sampleContacts: Contact[] = [
	{
		id: 1,
		name: 'Мария',
		lastName: 'Лебедева',
		phones: [
			{ type: 'WORK', value: '+7 (495) 123-45-67' },
			{ type: 'MOBILE', value: '+79161234501' },
		],
	},
	{
		id: 2,
		name: 'Дмитрий',
		lastName: 'Орлов',
		phones: [{ type: 'MOBILE', value: '8 916 123-45-02' }],
	},
	{ id: 3, name: 'Сергей', lastName: 'Никитин', phones: [{ type: 'WORK', value: '+79161234503' }] },
	{
		id: 4,
		name: 'Ольга',
		lastName: 'Кузнецова',
		phones: [{ type: 'HOME', value: '+74951234504' }],
	},
	{ id: 5, name: 'Артём', lastName: 'Волков', phones: [{ type: 'MOBILE', value: '+79161234505' }] },
	{
		id: 6,
		name: 'Елена',
		lastName: 'Морозова',
		phones: [{ type: 'MOBILE', value: '+7 916 123 45 06' }],
	},
	{ id: 7, name: 'Павел', lastName: 'Зайцев', phones: [{ type: 'MOBILE', value: '+79161234507' }] },
	{ id: 8, name: 'Виктор', lastName: 'Смирнов', phones: [] },
];

/**
 * The stages of leads on a new portal: those in progress, the success, the failure
 * (bitrix24.md#pipelines-and-stages [H] for the letters).
 */
export const leadStages: Record<string, Semantics> = {
	NEW: 'P',
	IN_PROCESS: 'P',
	PROCESSED: 'P',
	CONVERTED: 'S',
	JUNK: 'F',
};

const leadDefaults = { stageId: 'NEW', assignedById: 7, contactId: 0, companyId: 0, phones: [] };

export function leadFrom(draft: Partial<Lead> & Pick<Lead, 'id'>): Lead {
	return { ...leadDefaults, title: `Лид #${draft.id}`, name: '', lastName: '', ...draft };
}

/** Numbers that nobody else has. */
export const sampleLeads: Lead[] = [
	leadFrom({
		id: 71,
		title: 'Заявка с сайта',
		name: 'Наталья',
		lastName: 'Гордеева',
		phones: [{ type: 'MOBILE', value: '+7 (916) 123-45-71' }],
	}),
	leadFrom({
		id: 72,
		title: 'Вопрос о тарифе',
		name: 'Роман',
		stageId: 'JUNK',
		phones: [{ type: 'WORK', value: '8 (495) 123-45-72' }],
	}),
];

/** The incoming webhook was made by user 1; user 6 sits at the board. */
export const webhookUserId = 1;
export const boardUserId = 6;

export const sampleUsers: User[] = [
	{
		id: 1,
		name: 'Анна',
		lastName: 'Соколова',
		admin: true,
		position: 'Руководитель отдела продаж',
		email: 'sokolova@example.com',
		mobile: '+79990000001',
		extension: '101',
	},
	{
		id: 6,
		name: 'Игорь',
		lastName: 'Павлов',
		admin: false,
		position: 'Менеджер',
		email: 'pavlov@example.com',
		mobile: '+79990000006',
		extension: '106',
	},
	{
		id: 7,
		name: 'Екатерина',
		lastName: 'Фролова',
		admin: false,
		position: 'Менеджер',
		email: 'frolova@example.com',
		mobile: '+79990000007',
		extension: '102',
	},
	{
		id: 8,
		name: 'Максим',
		lastName: 'Гусев',
		admin: false,
		position: 'Инженер сервиса',
		email: 'gusev@example.com',
		mobile: '+79990000008',
		extension: '103',
	},
	{
		id: 9,
		name: 'Вера',
		lastName: 'Климова',
		admin: false,
		position: 'Аналитик',
		email: 'klimova@example.com',
		mobile: '+79990000009',
		extension: '',
	},
];

/** What a user types when making a deal; the rest is filled in by `dealFrom`. */
export type DealDraft = Partial<Deal> & Pick<Deal, 'id'>;

/**
 * Deal 12 in pipeline 0 is the example of MANGO OFFICE's own document. For callbacks: deal 31's responsible has no
 * extension, deal 33 has a company with a phone and no contact, deal 36 has no phone anywhere.
 */
export const sampleDeals: DealDraft[] = [
	{
		id: 12,
		title: 'Подключение телефонии',
		stageId: 'NEW',
		opportunity: 148000,
		companyId: 1,
		contactIds: [1],
	},
	{
		id: 15,
		title: 'Расширение колл-центра',
		stageId: 'NEW',
		opportunity: 320000,
		companyId: 5,
		contactIds: [5, 4],
		assignedById: 6,
	},
	{
		id: 18,
		title: 'Поставка IP-телефонов',
		stageId: 'PREPARATION',
		opportunity: 86500,
		companyId: 3,
		contactIds: [3],
		assignedById: 7,
	},
	{
		id: 21,
		title: 'Виртуальная АТС на год',
		stageId: 'EXECUTING',
		opportunity: 212400,
		companyId: 2,
		contactIds: [2],
		assignedById: 6,
	},
	{
		id: 24,
		title: 'Номер 8-800',
		stageId: 'WON',
		opportunity: 54000,
		companyId: 6,
		contactIds: [6],
	},
	{
		id: 27,
		title: 'Речевая аналитика',
		categoryId: 9,
		stageId: 'C9:NEW',
		opportunity: 175000,
		companyId: 2,
		contactIds: [2],
		assignedById: 6,
	},
	{
		id: 28,
		title: 'Повторный звонок по заявке',
		categoryId: 9,
		stageId: 'C9:NEW',
		opportunity: 39900,
		contactIds: [7],
		assignedById: 7,
	},
	{
		id: 31,
		title: 'Опрос клиентов',
		categoryId: 9,
		stageId: 'C9:UC_NYL06U',
		opportunity: 28000,
		companyId: 6,
		contactIds: [6],
		assignedById: 9,
	},
	{
		id: 33,
		title: 'Настройка гарнитур',
		categoryId: 12,
		stageId: 'C12:NEW',
		opportunity: 12700,
		companyId: 4,
		assignedById: 8,
	},
	{
		id: 36,
		title: 'Ремонт шлюза',
		categoryId: 12,
		stageId: 'C12:UC_DIAG01',
		opportunity: 23500,
		companyId: 7,
		contactIds: [8],
		assignedById: 8,
	},
];
