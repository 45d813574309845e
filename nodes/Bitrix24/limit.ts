import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusal } from '../shared/parameters';

/** How many rows of a list are wanted. */
export const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
];

/** Infinity for all. Throws NodeOperationError. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex) === true) return Infinity;
	const value = context.getNodeParameter('limit', itemIndex);
	if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
	throw refusal(
		{ context, itemIndex, name: "'Limit'", value },
		'It must be a positive whole number such as 50.',
	);
}
