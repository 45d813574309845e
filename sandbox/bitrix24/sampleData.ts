interface UserField {
	title: string;
	type: string;
	/** As in fieldTypes.ts. */
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

export const sampleCompanies = (
	[
		['ООО «Ромашка»', '+74951110001'],
		['АО «Северный ветер»', '8 (812) 222-00-02'],
		['ООО «Техноснаб»'],
		['ИП Кузнецова О. В.', '+7 495 444-00-04'],
		['ГК «Уралстрой»', '+73435550005'],
		['ООО «Домашний доктор»'],
		['ООО «Гарант»'],
	] as const
).map(([title, value], index) => {
	return { id: index + 1, title, phones: value ? [{ type: 'WORK', value }] : [] };
});

/** Phones are written the many ways that people type them. Contact 8 has none. */
export const sampleContacts = (
	[
		['Мария', 'Лебедева', { WORK: '+7 (495) 123-45-67', MOBILE: '+79161234501' }],
		['Дмитрий', 'Орлов', { MOBILE: '8 916 123-45-02' }],
		['Сергей', 'Никитин', { WORK: '+79161234503' }],
		['Ольга', 'Кузнецова', { HOME: '+74951234504' }],
		['Артём', 'Волков', { MOBILE: '+79161234505' }],
		['Елена', 'Морозова', { MOBILE: '+7 916 123 45 06' }],
		['Павел', 'Зайцев', { MOBILE: '+79161234507' }],
		['Виктор', 'Смирнов', {}],
	] as const
).map(([name, lastName, numbers], index) => {
	const phones = Object.entries(numbers).map(([type, value]) => ({ type, value: String(value) }));
	return { id: index + 1, name, lastName, phones };
});

/** Numbers that nobody else has. */
export const sampleLeads = [
	{
		id: 71,
		assignedById: 7,
		title: 'Заявка с сайта',
		name: 'Наталья',
		lastName: 'Гордеева',
		phones: [{ type: 'MOBILE', value: '+7 (916) 123-45-71' }],
	},
	{
		id: 72,
		assignedById: 7,
		title: 'Вопрос о тарифе',
		name: 'Роман',
		stageId: 'JUNK',
		phones: [{ type: 'WORK', value: '8 (495) 123-45-72' }],
	},
];

/** Who sits at the board. */
export const boardUserId = 6;

export type User = (typeof sampleUsers)[number];
/** The last is the extension in the telephone system; "" of who has none. */
export const sampleUsers = (
	[
		[1, 'Анна', 'Соколова', 'Руководитель отдела продаж', 'sokolova', '101'],
		[6, 'Игорь', 'Павлов', 'Менеджер', 'pavlov', '106'],
		[7, 'Екатерина', 'Фролова', 'Менеджер', 'frolova', '102'],
		[8, 'Максим', 'Гусев', 'Инженер сервиса', 'gusev', '103'],
		[9, 'Вера', 'Климова', 'Аналитик', 'klimova', ''],
	] as const
).map(([id, name, lastName, position, mailbox, extension]) => {
	const email = `${mailbox}@example.com`;
	const mobile = `+7999000000${id}`;
	return { id, name, lastName, admin: id === 1, position, email, mobile, extension };
});

/**
 * Deal 12 in pipeline 0 is the example of MANGO OFFICE's own document. For callbacks: deal 31's responsible has no
 * extension, deal 33 has a company with a phone and no contact, deal 36 has no phone anywhere.
 */
export const sampleDeals = (
	[
		[12, 'Подключение телефонии', 'NEW', 148000, 1, [1], 1],
		[15, 'Расширение колл-центра', 'NEW', 320000, 5, [5, 4], 6],
		[18, 'Поставка IP-телефонов', 'PREPARATION', 86500, 3, [3], 7],
		[21, 'Виртуальная АТС на год', 'EXECUTING', 212400, 2, [2], 6],
		[24, 'Номер 8-800', 'WON', 54000, 6, [6], 1],
		[27, 'Речевая аналитика', 'C9:NEW', 175000, 2, [2], 6],
		[28, 'Повторный звонок по заявке', 'C9:NEW', 39900, 0, [7], 7],
		[31, 'Опрос клиентов', 'C9:UC_NYL06U', 28000, 6, [6], 9],
		[33, 'Настройка гарнитур', 'C12:NEW', 12700, 4, [], 8],
		[36, 'Ремонт шлюза', 'C12:UC_DIAG01', 23500, 7, [8], 8],
	] as const
).map(([id, title, stageId, opportunity, companyId, [...contactIds], assignedById]) => {
	const categoryId = Number(/^C(\d+):/.exec(stageId)?.[1] ?? 0);
	return { id, title, categoryId, stageId, opportunity, companyId, contactIds, assignedById };
});
