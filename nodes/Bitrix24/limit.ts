import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readId } from '../shared/parameters';

const LISTS = {
	resource: ['activity', 'api', 'deal', 'stageHistory', 'user'],
	operation: ['call', 'getAll'],
};

/** One pair for all lists: n8n goes through all parameters in every execution. */
export const limitDescription: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		displayOptions: { show: LISTS },
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { ...LISTS, returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
];

/** How many results one item may give; Infinity for all. Throws NodeOperationError. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex) === true) return Infinity;
	const value = context.getNodeParameter('limit', itemIndex);
	return readId(
		{ context, itemIndex, name: "'Limit'", value },
		'It must be a positive whole number such as 50.',
	);
}
