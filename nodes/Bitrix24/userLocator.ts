import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readBitrixId } from './parameters';

/** An employee: from a list, or by ID. */
export function userLocator(displayName: string, description: string): INodeProperties {
	return {
		displayName,
		name: 'user',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchUsers', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 7' },
		],
	};
}

/** The ID of the employee that is chosen with userLocator. Throws NodeOperationError. */
export function readUserId(context: IExecuteFunctions, itemIndex: number, label: string): number {
	const value = context.getNodeParameter('user', itemIndex, '', { extractValue: true });
	return readBitrixId({ context, itemIndex, name: `'${label}'`, value });
}
