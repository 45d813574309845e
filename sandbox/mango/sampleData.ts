/**
 * A MANGO OFFICE product ("ВАТС") whose employees are those of the Bitrix24 stand-in, found there
 * by their extensions.
 */

export interface Employee {
	/** `general.user_id`, the contact centre's abonent_id. */
	id: number;
	name: string;
	email: string;
	department: string;
	position: string;
	mobile: string;
	extension: string;
	sip: string;
	outgoingLine: string;
}

export interface Group {
	id: number;
	name: string;
	description: string;
	extension: string;
	members: string[];
}

export interface Line {
	id: number;
	number: string;
	name: string;
	comment: string;
	region: string;
}

export interface CustomField {
	id: number;
	name: string;
	type: string;
}

export const lines: Line[] = [
	{ id: 405519147, number: '74951234567', name: 'Отдел продаж', comment: '', region: 'Москва' },
	{
		id: 405519148,
		number: '78005553501',
		name: 'Горячая линия',
		comment: 'номер 8-800',
		region: 'Россия',
	},
];

const people: Array<
	[extension: string, id: number, name: string, login: string, department: string, position: string]
> = [
	['101', 400210101, 'Анна Соколова', 'sokolova', 'Продажи', 'Руководитель отдела продаж'],
	['102', 400210102, 'Екатерина Фролова', 'frolova', 'Продажи', 'Менеджер'],
	['103', 400210103, 'Максим Гусев', 'gusev', 'Сервис', 'Инженер сервиса'],
	['105', 400210105, 'Андрей Тихонов', 'tikhonov', 'Контакт-центр', 'Оператор'],
	['106', 400210106, 'Игорь Павлов', 'pavlov', 'Продажи', 'Менеджер'],
];

/** Employee 105 has no counterpart in Bitrix24. */
export const employees: Employee[] = people.map(
	([extension, id, name, login, department, position]) => ({
		id,
		name,
		email: `${login}@example.com`,
		department,
		position,
		mobile: `79990000${extension}`,
		extension,
		sip: `sip:${login}@vpbx400210001.mangosip.ru`,
		outgoingLine: lines[0]?.number ?? '',
	}),
);

export const groups: Group[] = [
	{
		id: 80101,
		name: 'Продажи',
		description: 'Отдел продаж',
		extension: '200',
		members: ['101', '102', '106'],
	},
	{ id: 80102, name: 'Сервис', description: '', extension: '201', members: ['103', '105'] },
];

/** Custom fields of campaigns; campaign tasks name them by id. */
export const customFields: CustomField[] = [
	{ id: 5781, name: 'Сделка Битрикс24', type: 'input_field' },
	{ id: 5782, name: 'Сумма сделки', type: 'money' },
	{ id: 5783, name: 'Город', type: 'text' },
];

export const productId = 400210001;
export const balance = 963592.45;

/** A client who has forbidden calls: a campaign ends his task with reason 26. */
export const forbiddenNumbers = ['79990000666'];
