import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readWhole } from '../shared/parameters';

const LISTS = { resource: ['activity', 'deal', 'stageHistory', 'user'], operation: ['getAll'] };

/** One pair for all resources with Get Many: n8n goes through all parameters in every execution. */
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

/** How many results one item may give. Throws NodeOperationError. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex) === true) return Infinity;
	const value = context.getNodeParameter('limit', itemIndex);
	return readWhole({ context, itemIndex, name: "'Limit'", value }, 1, Number.MAX_SAFE_INTEGER);
}
