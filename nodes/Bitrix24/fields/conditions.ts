import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { map, attempt, type Attempt } from '../../../protocols/attempt';
import { findField, type CrmField } from '../../../protocols/bitrix24/crmFields';
import type { CrmType } from '../../../protocols/bitrix24/crmTypes';
import type { Params, ParamValue } from '../../../protocols/bitrix24/formBody';
import { fault, isEmpty, refusal, type Given } from '../../shared/parameters';
import type { Bitrix24Api } from '../api';
import { readFilledText } from '../parameters';
import { portalFields } from './mapped';
import { readChoices, toFieldValue, type KnownChoices } from './values';

/** What stands before a field in Bitrix24's filters (docs/protocols/bitrix24.md#lists). */
const OPERATORS: Record<string, { name: string; prefix: string }> = {
	anyOf: { name: 'Any Of (Separated by Commas)', prefix: '@' },
	contains: { name: 'Contains', prefix: '%' },
	notContains: { name: 'Does Not Contain', prefix: '!%' },
	equals: { name: 'Equals', prefix: '' },
	greater: { name: 'Greater or Later', prefix: '>' },
	greaterOrEqual: { name: 'Greater or Later, or Equal', prefix: '>=' },
	less: { name: 'Less or Earlier', prefix: '<' },
	lessOrEqual: { name: 'Less or Earlier, or Equal', prefix: '<=' },
	noneOf: { name: 'None Of (Separated by Commas)', prefix: '!@' },
	notEqual: { name: 'Not Equal', prefix: '!=' },
};

export const conditionProperties: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		description: 'All conditions have to be true. Without any, all are found.',
		options: [
			{
				displayName: 'Condition',
				name: 'condition',
				values: [
					{
						displayName: 'Field Name or ID',
						name: 'field',
						type: 'options',
						typeOptions: { loadOptionsMethod: 'getFields' },
						default: '',
						description:
							'Any field of your portal, custom ones too. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
					},
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						options: Object.entries(OPERATORS).map(([value, { name }]) => ({ name, value })),
						default: 'equals',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'resourceLocator',
						default: { mode: 'text', value: '' },
						description: 'What the field is compared with; dates such as 2026-11-25T15:00',
						modes: [
							{ displayName: 'Text', name: 'text', type: 'string', placeholder: 'e.g. 1500' },
							{
								displayName: 'From List',
								name: 'list',
								type: 'list',
								typeOptions: { searchListMethod: 'searchFieldValues', searchable: true },
							},
						],
					},
				],
			},
		],
	},
	{
		displayName: 'Sort By Name or ID',
		name: 'sortBy',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getFields' },
		default: 'id',
		description:
			'By ID is the fastest. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Direction',
		name: 'sortDirection',
		type: 'options',
		options: [
			{ name: 'Ascending', value: 'ASC' },
			{ name: 'Descending', value: 'DESC' },
		],
		default: 'DESC',
		description: 'Descending has the newest first, or the greatest',
	},
];

/** What is looked for, as Bitrix24's lists take it. */
export interface ListWish {
	filter: Params;
	sortBy: string;
	direction: 'ASC' | 'DESC';
}

interface Condition {
	field: CrmField;
	operator: string;
	given: Given;
}

/**
 * The conditions of each item, by the portal's own fields, which are read only where one is named.
 * What is wrong with an item is that item's error.
 */
export async function readListWishes(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemType: CrmType,
	itemCount: number,
): Promise<Array<Attempt<ListWish>>> {
	const indexes = Array.from({ length: itemCount }, (_, i) => i);
	const rows = indexes.map((i) => attempt(() => saidOf(context, i)));
	const isNamed = rows.some(
		(row) => 'value' in row && (row.value.conditions.length > 0 || row.value.sortBy !== 'id'),
	);
	const fields = isNamed ? await portalFields(api, itemType) : [];
	const read = rows.map((row, itemIndex) =>
		map(row, ({ conditions, sortBy, direction }) => ({
			conditions: conditions.map((one) => toCondition({ context, itemIndex }, one, fields)),
			sortBy:
				sortBy === 'id'
					? sortBy
					: fieldOf({ context, itemIndex }, sortBy, fields, "'Sort By'").name,
			direction,
		})),
	);
	const used = read.flatMap((one) =>
		'value' in one ? one.value.conditions.map(({ field }) => field) : [],
	);
	const known = await readChoices(api, itemType, used);
	return read.map((one) =>
		map(one, ({ conditions, sortBy, direction }) => ({
			filter: toFilter(conditions, known),
			sortBy,
			direction,
		})),
	);
}

interface Row {
	field?: unknown;
	operator?: unknown;
	value?: unknown;
}

function saidOf(context: IExecuteFunctions, itemIndex: number) {
	const sortBy = context.getNodeParameter('sortBy', itemIndex, 'id');
	const direction = context.getNodeParameter('sortDirection', itemIndex, 'DESC');
	if (direction !== 'ASC' && direction !== 'DESC')
		throw refusal(
			{ context, itemIndex, name: "'Direction'", value: direction },
			'It must be ASC or DESC.',
		);
	const conditions = context.getNodeParameter('filters.condition', itemIndex, []) as Row[];
	return { conditions, sortBy: isEmpty(sortBy) ? 'id' : sortBy, direction } as const;
}

type At = Pick<Given, 'context' | 'itemIndex'>;

function toCondition(at: At, { field: name, operator, value }: Row, fields: CrmField[]): Condition {
	const field = fieldOf(at, name, fields, "The field of a condition in 'Filters'");
	const wanted = String(operator ?? 'equals');
	if (!Object.hasOwn(OPERATORS, wanted))
		throw refusal(
			{ ...at, name: `The operator for '${field.title}'`, value: operator },
			`It must be one of: ${Object.keys(OPERATORS).join(', ')}.`,
		);
	return {
		field,
		operator: wanted,
		given: { ...at, name: `'${field.title}'`, value: valueIn(value) },
	};
}

function fieldOf(at: At, name: unknown, fields: CrmField[], label: string): CrmField {
	const field = findField(fields, String(name));
	if (field) return field;
	throw refusal({ ...at, name: label, value: name }, 'Choose a field of the portal from the list.');
}

/** Of a locator, which may also be given as it is by an expression or a model. */
function valueIn(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

function toFilter(conditions: readonly Condition[], known: KnownChoices): Params {
	const filter: Params = {};
	for (const { field, operator, given } of conditions) {
		const key = `${OPERATORS[operator].prefix}${field.name}`;
		if (key in filter)
			throw fault(
				given,
				`${given.name} has two conditions of the same kind`,
				"Bitrix24 takes one of them only. For several values there is the operator 'Any Of'.",
			);
		filter[key] = toWanted(field, operator, known, given);
	}
	return filter;
}

/** A condition whose value is empty would be dropped, and everything found (docs/protocols/bitrix24.md#lists). */
function toWanted(
	field: CrmField,
	operator: string,
	known: KnownChoices,
	given: Given,
): ParamValue {
	if (/contains$/i.test(operator)) return readFilledText(given);
	const isList = /^(any|none)Of$/.test(operator);
	const wanted = isEmpty(given.value) ? [] : toFieldValue(field, known, given, isList);
	if (Array.isArray(wanted) && wanted.length === 0)
		throw refusal(
			given,
			'It must not be empty: Bitrix24 would drop the condition and find everything.',
		);
	return field.isCustom && field.type === 'boolean' ? toBit(wanted) : wanted;
}

/** Of a custom flag, which lists find by 1 and 0 though they show Y and N (bitrix24.md#fields). */
function toBit(flag: ParamValue): ParamValue {
	return Array.isArray(flag) ? flag.map(toBit) : Number(flag === 'Y');
}
