import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isFromItem, beginsInTool } from '../shared/toolForm';
import { itemLocator, readItemId } from './itemLocator';
import { OTHER_KINDS } from './kinds';
import { readBitrixId } from './parameters';

const RESOURCES = ['activity', 'deal', 'timelineComment'];

/** Operations that are about a new deal, or many. */
const WITHOUT_DEAL = ['complete', 'create', 'getAll', 'getWithoutCall'];

/** Operations whose parameter is `deal`; that of the others is `dealId`, which was there before. */
const LOCATED = ['addContact', 'delete'];

/** The same of lists about one deal. */
const LISTS_OF_DEAL = { resource: ['activity', 'stageHistory'], operation: ['getAll'] };

const ITEM_OR_SET = [
	{
		name: 'Incoming Item',
		value: 'item',
		description: "The field 'dealId' of the item, as Mango Bitrix24 Trigger gives it",
	},
	{ name: 'Set Below', value: 'parameter', description: 'The deal is chosen in this node' },
];

/** The menu where the item is at hand, and the deal can be set. */
function dealFrom(displayOptions: INodeProperties['displayOptions']): INodeProperties[] {
	const menu: INodeProperties = {
		displayName: 'Deal From',
		name: 'dealFrom',
		type: 'options',
		displayOptions,
		options: ITEM_OR_SET,
		default: 'item',
		description: 'Where the deal ID is taken from',
	};
	return beginsInTool(menu, 'parameter');
}

/** Where the deal's ID comes from, for every resource that is about a deal; the first choice needs no expression. */
export const dealIdDescription: INodeProperties[] = [
	...dealFrom({
		show: { resource: RESOURCES },
		hide: { operation: WITHOUT_DEAL, kind: OTHER_KINDS },
	}),
	...dealFrom({ show: LISTS_OF_DEAL }),
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
			{ name: 'Set Below', value: 'parameter', description: 'The deal is chosen in this node' },
		],
		default: 'item',
		description: 'Where the deal ID is taken from',
	},
	itemLocator(
		'deal',
		{
			show: { resource: [...RESOURCES, 'call'], dealFrom: ['parameter'] },
			hide: { operation: [...WITHOUT_DEAL, ...LOCATED], kind: OTHER_KINDS },
		},
		'dealId',
	),
	itemLocator('deal', {
		show: { resource: ['deal'], operation: LOCATED, dealFrom: ['parameter'] },
	}),
	itemLocator('deal', { show: { ...LISTS_OF_DEAL, dealFrom: ['parameter'] } }),
];

/** The deal's ID for one item. Throws NodeOperationError for what cannot be one. */
export function readDealId(context: IExecuteFunctions, itemIndex: number): number {
	if (!isFromItem(context, itemIndex, ['dealFrom', 'dealId', 'dealId'])) {
		const operation = context.getNodeParameter('operation', itemIndex);
		const isLocated = [...LOCATED, ...LISTS_OF_DEAL.operation].includes(operation);
		return readItemId(context, itemIndex, 'deal', isLocated ? 'deal' : 'dealId');
	}
	const value = context.getInputData()[itemIndex].json.dealId;
	const name = "The incoming item's field 'dealId'";
	return readBitrixId(
		{ context, itemIndex, name, value },
		" If the ID stands elsewhere, set 'Deal From' to 'Set Below'.",
	);
}
