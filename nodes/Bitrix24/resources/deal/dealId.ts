import { NodeOperationError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

const ALLOWED = 'a positive whole number such as 12';

const dealIdSchema = z
	.union([z.string().trim().regex(/^[0-9]{1,16}$/), z.number()])
	.pipe(z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER));

/** Where the deal's ID comes from; the first choice needs no expression. */
export const dealIdProperties: INodeProperties[] = [
	{
		displayName: 'Deal From',
		name: 'dealFrom',
		type: 'options',
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
		displayName: 'Deal ID',
		name: 'dealId',
		type: 'string',
		required: true,
		displayOptions: { show: { dealFrom: ['parameter'] } },
		default: '',
		placeholder: 'e.g. 12',
		description: "The number in the deal's address in Bitrix24",
	},
];

/** The deal's ID for one item. Throws NodeOperationError for what cannot be one. */
export function readDealId(context: IExecuteFunctions, itemIndex: number): number {
	const fromItem = context.getNodeParameter('dealFrom', itemIndex) === 'item';
	const value = fromItem
		? context.getInputData()[itemIndex].json.dealId
		: context.getNodeParameter('dealId', itemIndex);
	const parsed = dealIdSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const name = fromItem ? "The incoming item's field 'dealId'" : "'Deal ID'";
	throw new NodeOperationError(context.getNode(), `${name} was ${JSON.stringify(value) ?? 'not there'}`, {
		itemIndex,
		description: `It must be ${ALLOWED}.${fromItem ? " If the ID stands elsewhere, set 'Deal From' to 'Set Below'." : ''}`,
	});
}
