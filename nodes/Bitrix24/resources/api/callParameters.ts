import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { attempt } from '../../../../protocols/attempt';
import { anyCommand } from '../../../../protocols/bitrix24/anyMethod';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import { fastListOf, PAGE, type FastList } from '../../../../protocols/bitrix24/fastList';
import type { Params, ParamValue } from '../../../../protocols/bitrix24/formBody';
import { parseMethodName } from '../../../../protocols/bitrix24/methodUrl';
import { toParams } from '../../../../protocols/bitrix24/namedParams';
import {
	fault,
	isEmpty,
	readJsonObject,
	readMethodName,
	refusal,
} from '../../../shared/parameters';
import { limitProperties, readLimit } from '../../limit';

export const callProperties: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. crm.deal.list',
		description:
			'Name of a method of <a href="https://apidocs.bitrix24.com/">Bitrix24\'s REST API</a>. The webhook needs the permission that its page names.',
	},
	{
		displayName: 'Specify Parameters',
		name: 'specifyParameters',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'keypair' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'keypair',
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		displayOptions: { show: { specifyParameters: ['keypair'] } },
		placeholder: 'Add Parameter',
		default: {},
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. filter[>ID]',
						description:
							'Name of the parameter; filter[>ID] is a part of filter, select[] an entry',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Value of the parameter; an expression may give a list or an object',
					},
				],
			},
		],
	},
	{
		displayName: 'JSON',
		name: 'jsonParameters',
		type: 'json',
		displayOptions: { show: { specifyParameters: ['json'] } },
		default: '{}',
		placeholder: 'e.g. { "filter": { ">ID": 12 }, "select": ["ID", "TITLE"] }',
		description: 'All parameters as one JSON object',
	},
	...limitProperties,
];

/** What an item asks for. */
export interface Call {
	itemIndex: number;
	command: Command;
	/** How many rows are wanted of a list. */
	limit: number;
	/** How the list is read, if it is a long one that has a fast way. */
	fast?: FastList;
}

/** Reads the parameters of an item. Throws NodeOperationError. */
export function readCall(context: IExecuteFunctions, itemIndex: number): Call {
	const method = readMethod(context, itemIndex);
	const params =
		context.getNodeParameter('specifyParameters', itemIndex) === 'json'
			? readJson(context, itemIndex)
			: readFields(context, itemIndex);
	const limit = readLimit(context, itemIndex);
	if (limit === Infinity && 'start' in params) {
		throw fault(
			{ context, itemIndex },
			"'Parameters' hold 'start', and 'Return All' is on",
			"Leave out 'start', or turn 'Return All' off to get the one page.",
		);
	}
	const command = anyCommand(method, params);
	const fast = limit > PAGE ? fastListOf(command, limit === Infinity) : undefined;
	return { itemIndex, command, limit, fast };
}

function readMethod(context: IExecuteFunctions, itemIndex: number): string {
	const value: unknown = context.getNodeParameter('method', itemIndex);
	const given = { context, itemIndex, name: "'Method'", value };
	const method = readMethodName(
		given,
		parseMethodName,
		'It must be the name of a method such as crm.deal.list: letters, digits, dots and underscores.',
	);
	if (method.toLowerCase() !== 'batch') return method;
	throw refusal(
		given,
		'Give the methods one by one, an item each: many items go in batches by themselves.',
	);
}

function readJson(context: IExecuteFunctions, itemIndex: number): Params {
	const value: unknown = context.getNodeParameter('jsonParameters', itemIndex);
	const given = { context, itemIndex, name: "'JSON'", value };
	return readJsonObject(given, '{ "filter": { ">ID": 12 } }') as Params;
}

function readFields(context: IExecuteFunctions, itemIndex: number): Params {
	const rows = context.getNodeParameter('parameters.parameter', itemIndex, []) as IDataObject[];
	const named = rows.map(({ name, value }) => ({
		name: String(name ?? ''),
		value: (value ?? '') as ParamValue,
	}));
	// A row that was added and never filled.
	const filled = named.filter(({ name, value }) => name !== '' || !isEmpty(value));
	const params = attempt(() => toParams(filled));
	const given = { context, itemIndex, name: "'Parameters'" };
	if ('value' in params) return readJsonObject({ ...given, value: params.value }, '') as Params;
	throw fault(
		{ context, itemIndex },
		`'Parameters': ${(params.error as Error).message}`,
		'Parts of a parameter stand in brackets: filter[>ID]. An expression may give a whole list or object.',
	);
}
