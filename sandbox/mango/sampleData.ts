/**
 * A MANGO OFFICE product ("ВАТС") whose employees are those of the Bitrix24 stand-in, found there
 * by their extensions.
 */

const sales = { id: 405519147, number: '74951234567', name: 'Отдел продаж' };
const hotline = { id: 405519148, number: '78005553501', name: 'Горячая линия' };
export const lines = [
	{ ...sales, comment: '', region: 'Москва' },
	{ ...hotline, comment: 'номер 8-800', region: 'Россия' },
];

/** Employee 105 has no counterpart in Bitrix24. */
export const employees = [
	['101', 'Анна Соколова', 'sokolova', 'Продажи', 'Руководитель отдела продаж'],
	['102', 'Екатерина Фролова', 'frolova', 'Продажи', 'Менеджер'],
	['103', 'Максим Гусев', 'gusev', 'Сервис', 'Инженер сервиса'],
	['105', 'Андрей Тихонов', 'tikhonov', 'Контакт-центр', 'Оператор'],
	['106', 'Игорь Павлов', 'pavlov', 'Продажи', 'Менеджер'],
].map(([extension, name, login, department, position]) => ({
	/** `general.user_id`, the contact centre's abonent_id. */
	id: Number(`400210${extension}`),
	name,
	email: `${login}@example.com`,
	department,
	position,
	mobile: `79990000${extension}`,
	extension,
	sip: `sip:${login}@vpbx400210001.mangosip.ru`,
	outgoingLine: sales.number,
}));
export type Employee = (typeof employees)[number];

export const groups = [
	{
		id: 80101,
		name: 'Продажи',
		description: 'Отдел продаж',
		extension: '200',
		members: ['101', '102', '106'],
	},
	{ id: 80102, name: 'Сервис', description: '', extension: '201', members: ['103', '105'] },
];
export type Group = (typeof groups)[number];

/** Custom fields of campaigns; campaign tasks name them by id. */
export const customFields = [
	{ id: 5781, name: 'Сделка Битрикс24', type: 'input_field' },
	{ id: 5782, name: 'Сумма сделки', type: 'money' },
	{ id: 5783, name: 'Город', type: 'text' },
];

export const productId = 400210001;
export const balance = 963592.45;

/** A client who has forbidden calls: a campaign ends his task with reason 26. */
export const forbiddenNumbers = ['79990000666'];
