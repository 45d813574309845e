import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ContactDraft } from '../../../../protocols/mangoOffice/addressBook';
import { parsePhone } from '../../../../protocols/mangoOffice/phone';
import { isEmpty, readTextUpTo, readWhole, refusal, textIn } from '../../../shared/parameters';
import { readMangoId } from '../../parameters';
import { readCountry } from '../call/fields';

/** No length is documented for the other texts. */
const LONGEST_TEXT = 1024;

const text = (displayName: string, name: string, description = ''): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...(description && { description }),
});

/** What can be set when a contact is created, and changed later. */
export const detailProperties: INodeProperties[] = [
	{
		...text('Birthday', 'birthday', 'Year, month and day'),
		placeholder: 'e.g. 1990-12-31',
	},
	text('Comment', 'comment'),
	{
		...text('Emails', 'emails', 'Separated by commas; the first one is the default'),
		placeholder: 'e.g. anna@example.com',
	},
	{
		displayName: 'Importance',
		name: 'importance',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 9 },
		default: 0,
	},
	text('Organization', 'organization', 'Its name; one that is not there is created'),
	{
		displayName: 'Personal Employee Name or ID',
		name: 'employee',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getEmployees' },
		default: '',
		description:
			'Employee who is responsible for the contact. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	text('Position', 'position'),
	text('Site', 'site'),
];

/** The phones of one item, as MANGO writes numbers; undefined for none. Throws PhoneError. */
export function readPhones(
	context: IExecuteFunctions,
	i: number,
	value: unknown,
): string[] | undefined {
	const phones = listOf(value).map((phone) => parsePhone(phone, readCountry(context, i)));
	return phones.length === 0 ? undefined : [...new Set(phones)];
}

/** The details that are set. Throws NodeOperationError. */
export function readContactDetails(
	context: IExecuteFunctions,
	i: number,
	set: IDataObject,
): ContactDraft {
	const given = (name: string, value: unknown) => ({ context, itemIndex: i, name, value });
	const textOf = (name: string, value: unknown) =>
		readTextUpTo(given(`'${name}'`, value), LONGEST_TEXT);
	const emails = listOf(set.emails);
	const unfit = emails.find((email) => !/^[^\s@]+@[^\s@]+$/.test(email));
	if (unfit !== undefined)
		throw refusal(given("'Emails'", unfit), 'Each must be an address such as anna@example.com.');
	const birthday = textOf('Birthday', set.birthday);
	if (birthday !== undefined && !isDay(birthday))
		throw refusal(given("'Birthday'", birthday), 'It must be a day such as 1990-12-31.');
	return {
		position: textOf('Position', set.position),
		organization: textOf('Organization', set.organization),
		site: textOf('Site', set.site),
		comment: textOf('Comment', set.comment),
		birthday,
		importance: isEmpty(set.importance)
			? undefined
			: readWhole(given("'Importance'", set.importance), 0, 9),
		emails: emails.length === 0 ? undefined : emails,
		employeeId: isEmpty(set.employee)
			? undefined
			: readMangoId(given("'Personal Employee'", set.employee)),
	};
}

function isDay(text: string): boolean {
	const time = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
	return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/** Separated by commas, semicolons or lines; an expression may give a list. */
function listOf(value: unknown): string[] {
	return [value ?? '']
		.flat()
		.flatMap((one) => textIn(one).split(/[,;\n]/))
		.map((one) => one.trim())
		.filter((one) => one !== '');
}
