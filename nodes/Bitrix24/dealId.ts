import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { OTHER_KINDS } from './kinds';
import { readBitrixId } from './parameters';

const RESOURCES = ['activity', 'deal', 'timelineComment'];

/** Operations that are about many deals. */
const WITHOUT_DEAL = ['getWithoutCall'];

/** Where the deal's ID comes from, for every resource that is about a deal; the first choice needs no expression. */
export const dealIdDescription: INodeProperties[] = [
	{
		displayName: 'Deal From',
		name: 'dealFrom',
		type: 'options',
		displayOptions: {
			show: { resource: RESOURCES },
			hide: { operation: WITHOUT_DEAL, kind: OTHER_KINDS },
		},
		options: [
			{
				name: 'Incoming Item',
				value: 'item',
				description: "The field 'dealId' of the item, as Mango Bitrix24 Trigger gives it",
			},
			{ name: 'Set Below', value: 'parameter', description: 'The deal ID is set in this node' },
		],
		default: 'item',
		description: 'Where the deal ID is taken from',
	},
	{
		displayName: 'Deal From',
		name: 'dealFrom',
		type: 'options',
		displayOptions: {
			show: { resource: ['call'], operation: ['log'] },
			hide: { kind: OTHER_KINDS },
		},
		options: [
			{
				name: "Find by the Client's Phone Number",
				value: 'phone',
				description: 'The newest open deal of the contact, else of the company, with this number',
			},
			{
				name: 'Incoming Item',
				value: 'item',
				description:
					"The field 'dealId' of the item; without one, the deal is found by the client's phone number",
			},
			{ name: 'Set Below', value: 'parameter', description: 'The deal ID is set in this node' },
		],
		default: 'item',
		description: 'Where the deal ID is taken from',
	},
	{
		displayName: 'Deal ID',
		name: 'dealId',
		type: 'string',
		required: true,
		displayOptions: {
			show: { resource: [...RESOURCES, 'call'], dealFrom: ['parameter'] },
			hide: { operation: WITHOUT_DEAL, kind: OTHER_KINDS },
		},
		default: '',
		placeholder: 'e.g. 12',
		description: "The number in the deal's address in Bitrix24",
	},
];

/** The deal's ID for one item. Throws NodeOperationError for what cannot be one. */
export function readDealId(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('dealFrom', itemIndex) !== 'item') {
		return readBitrixId({
			context,
			itemIndex,
			name: "'Deal ID'",
			value: context.getNodeParameter('dealId', itemIndex),
		});
	}
	const value = context.getInputData()[itemIndex].json.dealId;
	const name = "The incoming item's field 'dealId'";
	return readBitrixId(
		{ context, itemIndex, name, value },
		" If the ID stands elsewhere, set 'Deal From' to 'Set Below'.",
	);
}
