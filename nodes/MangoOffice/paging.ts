import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** One pair of parameters for the lists of several resources: n8n goes through all parameters in every execution. */
export const pagingDescription: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		displayOptions: {
			show: {
				resource: ['campaign', 'campaignTask', 'contact', 'recording', 'statistics'],
				operation: ['getMany', 'getCalls'],
			},
		},
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: {
			show: {
				resource: ['campaign', 'campaignTask', 'contact', 'recording', 'statistics'],
				operation: ['getMany', 'getCalls'],
				returnAll: [false],
			},
		},
		default: 50,
		description: 'Max number of results to return',
	},
];

/** How many results one item may give. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex) === true) return Infinity;
	return Math.max(1, Math.floor(Number(context.getNodeParameter('limit', itemIndex)) || 1));
}
