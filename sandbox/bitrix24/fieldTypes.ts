import { frozenName } from './fields';
import type { Params } from './params';
import { userFields } from './sampleData';

/**
 * The fields of a kind of card, a line each: name, type, directory, flags (r read only, i immutable, m
 * several values, q required, d deprecated), title (bitrix24.md#fields [H]).
 */
const tables: Readonly<Record<number, string>> = {
	1: `
		id integer - r ID
		createdTime datetime - r Создан
		title string - - Название
		name string - - Имя
		lastName string - - Фамилия
		stageId crm_status STATUS - Стадия
		sourceId crm_status SOURCE - Источник
		assignedById user - - Ответственный
		originatorId string - - Внешний источник
		originId string - - ID элемента в источнике
		comments text - - Комментарий
		opportunity double - - Сумма
		fm crm_multifield - m Контактные данные`,
	2: `
		id integer - r ID
		createdTime datetime - r Создан
		movedTime datetime - r Перемещён
		title string - - Название
		typeId crm_status DEAL_TYPE - Тип
		categoryId crm_category - - Воронка
		stageId crm_status DEAL_STAGE - Стадия
		stageSemanticId string - r Группа стадии
		opened boolean - q Доступен для всех
		isRecurring boolean - i Повторяющаяся сделка
		opportunity double - - Сумма
		currencyId crm_currency - - Валюта
		companyId crm_company - - Компания
		contactId crm_contact - d Контакт
		contactIds crm_contact - m Контакты
		assignedById user - - Ответственный
		sourceId crm_status SOURCE - Источник
		closedate date - - Дата завершения
		originatorId string - - Внешний источник
		originId string - - ID элемента в источнике
		comments text - - Комментарий`,
	3: `
		id integer - r ID
		createdTime datetime - r Создан
		name string - - Имя
		lastName string - - Фамилия
		post string - - Должность
		companyId crm_company - - Компания
		sourceId crm_status SOURCE - Источник
		assignedById user - - Ответственный
		birthdate date - - День рождения
		originatorId string - - Внешний источник
		originId string - - ID элемента в источнике
		comments text - - Комментарий
		fm crm_multifield - m Контактные данные`,
	4: `
		id integer - r ID
		createdTime datetime - r Создан
		title string - - Название компании
		industry crm_status INDUSTRY - Сфера деятельности
		assignedById user - - Ответственный
		comments text - - Комментарий
		fm crm_multifield - m Контактные данные`,
};

/** What can be written into a kind of card that exists, or into a new one: names that are not here are passed over. */
export function writableOf(type: number): string[] {
	const fields = Object.entries(fieldsOf(type)) as Array<[string, { isReadOnly: boolean }]>;
	return fields.filter(([, { isReadOnly }]) => !isReadOnly).map(([name]) => name);
}

export function fieldsOf(type: number): Params {
	const lines = (tables[type] ?? '').trim().split('\n');
	return Object.fromEntries([...lines.map(fieldOf), ...(type === 2 ? customFields() : [])]);
}

function fieldOf(line: string): [string, Params] {
	const [name = '', type = '', directory = '', flags = '', ...title] = line.trim().split(' ');
	const shared = description(type, flags, title.join(' '), String(frozenName(name, {})));
	return [name, directory === '-' ? shared : { ...shared, statusType: directory }];
}

function customFields(): Array<[string, Params]> {
	return Object.entries(userFields).map(([name, { title, type, flags = '', items }]) => [
		camelUserField(name),
		{
			...description(type, flags, title, name),
			isDynamic: true,
			formLabel: title,
			...(items ? { items: items.map(([ID, VALUE]) => ({ ID, VALUE })) } : {}),
		},
	]);
}

function description(type: string, flags: string, title: string, upperName: string): Params {
	return {
		type,
		isRequired: flags.includes('q'),
		isReadOnly: flags.includes('r'),
		isImmutable: flags.includes('i'),
		isMultiple: flags.includes('m'),
		isDynamic: false,
		...(flags.includes('d') ? { isDeprecated: true } : {}),
		title,
		upperName,
	};
}

/** `UF_CRM_1720019876534` → `ufCrm_1720019876534`, as in the documented answer of crm.item.get [H]. */
export function camelUserField(name: string): string {
	return name.replace(/^UF_CRM/, 'ufCrm');
}
