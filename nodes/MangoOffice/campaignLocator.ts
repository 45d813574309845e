import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readMangoId } from './parameters';

export function campaignLocator(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Campaign',
		name: 'campaign',
		type: 'resourceLocator',
		required: true,
		displayOptions,
		default: { mode: 'list', value: '' },
		description: "Outbound-call campaign of MANGO OFFICE's Contact Center",
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchCampaigns', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 79893' },
		],
	};
}

/** The campaign's ID for one item. Throws NodeOperationError. */
export function readCampaignId(context: IExecuteFunctions, itemIndex: number): number {
	const value = context.getNodeParameter('campaign', itemIndex, '', { extractValue: true });
	return readMangoId({ context, itemIndex, name: "'Campaign'", value });
}
