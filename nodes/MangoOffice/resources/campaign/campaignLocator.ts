import {
	NodeOperationError,
	type IDisplayOptions,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

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
	return readId(context, "'Campaign'", value, itemIndex);
}

/** A number by which MANGO knows a thing. Throws NodeOperationError. */
export function readId(
	context: IExecuteFunctions,
	name: string,
	value: unknown,
	itemIndex: number,
): number {
	if (/^[1-9]\d{0,14}$/.test(String(value).trim())) return Number(value);
	throw new NodeOperationError(
		context.getNode(),
		`${name} was ${JSON.stringify(value) ?? 'not there'}`,
		{
			itemIndex,
			description: 'It must be an ID of MANGO OFFICE: a positive whole number such as 79893.',
		},
	);
}
