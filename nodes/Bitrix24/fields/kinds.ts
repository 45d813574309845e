import type { FieldType } from 'n8n-workflow';

import type { CrmField } from '../../../protocols/bitrix24/crmFields';
import type { ParamValue } from '../../../protocols/bitrix24/formBody';
import { entryOf } from '../../../protocols/entryOf';
import { readWhole, refusal, textIn, type Given } from '../../shared/parameters';
import { readDateTime, toBitrixTime } from '../dateTime';
import { readText } from '../parameters';

/** How a field of one of Bitrix24's types is filled (docs/protocols/bitrix24.md#fields). */
interface Kind {
	/** What the editor shows for it. */
	editor: FieldType;
	/** The value for Bitrix24. Throws NodeOperationError. */
	read(given: Given): ParamValue;
}

const TEXT: Kind = { editor: 'string', read: readText };
const REFERENCE: Kind = {
	editor: 'number',
	read: (given) => readWhole(given, 0, Number.MAX_SAFE_INTEGER),
};

const KINDS: Readonly<Record<string, Kind>> = {
	boolean: { editor: 'boolean', read: readFlag },
	crm_company: REFERENCE,
	crm_contact: REFERENCE,
	crm_entity: REFERENCE,
	crm_lead: REFERENCE,
	date: { editor: 'dateTime', read: (given) => readDateTime(given).toFormat('yyyy-MM-dd') },
	datetime: { editor: 'dateTime', read: (given) => toBitrixTime(readDateTime(given)) },
	double: { editor: 'number', read: readNumber },
	employee: REFERENCE,
	integer: { editor: 'number', read: readInteger },
	user: REFERENCE,
};

/** A file does not go through a batch; phones and e-mails have a parameter of their own. */
const ELSEWHERE = ['crm_multifield', 'file'];

export function kindOf({ type }: CrmField): Kind {
	return entryOf(KINDS, type) ?? TEXT;
}

/** Whether a field can be filled by its name, when a card is made or when it is changed. */
export function isWritable(
	{ type, isReadOnly, isImmutable }: CrmField,
	purpose: 'create' | 'update',
): boolean {
	return !isReadOnly && !ELSEWHERE.includes(type) && !(isImmutable && purpose === 'update');
}

/** Whether cards can be found by a field. */
export function isComparable({ type }: CrmField): boolean {
	return !ELSEWHERE.includes(type);
}

/** Whether a field holds people. */
export function isOfUsers({ type }: CrmField): boolean {
	return type === 'user' || type === 'employee';
}

const FLAGS: Readonly<Record<string, string>> = {
	true: 'Y',
	y: 'Y',
	'1': 'Y',
	false: 'N',
	n: 'N',
	'0': 'N',
};

function readFlag(given: Given): string {
	const flag = entryOf(FLAGS, textIn(given.value).trim().toLowerCase());
	if (flag !== undefined) return flag;
	throw refusal(given, 'It must be true or false, or Y or N.');
}

function readNumber(given: Given): number {
	const { value } = given;
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw refusal(given, 'It must be a number such as 1500 or 99.90.');
}

function readInteger(given: Given): number {
	const number = readNumber(given);
	if (Number.isSafeInteger(number)) return number;
	throw refusal(given, 'It must be a whole number such as 12.');
}
