import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { e164Of } from '../../../../protocols/mangoOffice/phone';
import {
	fittingFilters,
	SHORTEST_SEARCH,
	type CallFilters,
} from '../../../../protocols/mangoOffice/statistics';
import { fault, isEmpty, readCode, refusal, textIn, type Given } from '../../../shared/parameters';
import { readMangoId } from '../../parameters';

export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Called Back',
			name: 'recallStatus',
			type: 'options',
			options: [
				{ name: 'In Vain', value: 0 },
				{ name: 'Not at All', value: 2 },
				{ name: 'Successfully', value: 1 },
			],
			default: 2,
			description:
				'Whether a missed call was called back. Only incoming calls that nobody answered have this.',
		},
		{
			displayName: 'Direction',
			name: 'direction',
			type: 'options',
			options: [
				{ name: 'Incoming', value: 1 },
				{ name: 'Internal', value: 3 },
				{ name: 'Outgoing', value: 2 },
			],
			default: 1,
		},
		{
			displayName: 'Employee Names or IDs',
			name: 'employees',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getEmployees' },
			default: [],
			description:
				'Only calls of these employees. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Group Names or IDs',
			name: 'groups',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getGroups' },
			default: [],
			description:
				'Only calls of these groups. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			description:
				'Phone number in any written form, a part of one, or a short number; 3 digits at least',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Successful', value: 1 },
				{ name: 'Unsuccessful', value: 0 },
			],
			default: 1,
			description: 'Whether somebody talked',
		},
		{
			displayName: 'With Contact Center Data',
			name: 'contactCenter',
			type: 'boolean',
			default: true,
			description: 'Whether to include topics, comments and marks of the Contact Center',
		},
		{
			displayName: 'With Costs',
			name: 'costs',
			type: 'boolean',
			default: true,
			description: 'Whether to include what each call costs, with and without services',
		},
	],
};

/** The filters as they are set for one item, checked. Throws NodeOperationError. */
export function readFilters(
	context: Given['context'],
	itemIndex: number,
	set: IDataObject,
): CallFilters {
	const given = (name: string, value: unknown) => ({
		context,
		itemIndex,
		name: `'${name}'`,
		value,
	});
	const ids = (name: string, value: unknown) => {
		const list = Array.isArray(value) ? value : isEmpty(value) ? [] : [value];
		return list.length === 0 ? undefined : list.map((id) => readMangoId(given(name, id)));
	};
	const oneOf = (name: string, value: unknown, allowed: number[]) =>
		isEmpty(value) ? undefined : readCode(given(name, value), allowed);
	const filters = fittingFilters({
		employeeIds: ids('Employees', set.employees),
		groupIds: ids('Groups', set.groups),
		direction: oneOf('Direction', set.direction, [1, 2, 3]),
		status: oneOf('Status', set.status, [0, 1]),
		recallStatus: oneOf('Called Back', set.recallStatus, [0, 1, 2]),
		search: readSearch(given('Search', set.search)),
		contactCenter: set.contactCenter === true,
		costs: set.costs === true,
	});
	if (filters !== undefined) return filters;
	throw fault(
		{ context, itemIndex },
		"'Called Back' does not go with 'Direction' or 'Status'",
		'Only incoming calls that nobody answered can be called back: leave the two out, or choose Incoming and Unsuccessful.',
	);
}

const WRITTEN_NUMBER = /^[+\d][\d\s()./-]*$/;

/** MANGO writes the digits of E.164: a number that is written otherwise would be found nowhere. */
function asMangoWrites(text: string): string {
	if (!WRITTEN_NUMBER.test(text)) return text;
	const digits = text.replace(/\D/g, '');
	return digits.length > 10 ? (e164Of(text)?.slice(1) ?? digits) : digits;
}

function readSearch(given: Given): string | undefined {
	const value = asMangoWrites(textIn(given.value).trim());
	if (value === '' || value.length >= SHORTEST_SEARCH) return value || undefined;
	throw refusal(given, `MANGO OFFICE takes ${SHORTEST_SEARCH} characters at least.`);
}
