import {
	type NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { parsePhone } from '../../../../protocols/mangoOffice/phone';
import { textOf } from '../../../../protocols/mangoOffice/values';
import { fault } from '../../../shared/parameters';
import { beginsInTool, isFromItem } from '../../../shared/toolForm';
import { checkDealId, checkExtension, readCountry, readExtension, readText } from './fields';

const CALLBACKS = { resource: ['call'], operation: ['callback', 'callbackGroup'] };

/** Whom to call, and for which deal. The first choice needs no expression. */
export const callTargetDescription: INodeProperties[] = [
	...beginsInTool(
		{
			displayName: 'Call From',
			name: 'callFrom',
			type: 'options',
			displayOptions: { show: CALLBACKS },
			options: [
				{
					name: 'Incoming Item',
					value: 'item',
					description:
						"The item's fields 'employee' (an extension; not needed for a group), 'phone', and 'dealId' if there is one",
				},
				{ name: 'Set Below', value: 'parameter', description: 'They are set in this node' },
			],
			default: 'item',
			description: 'Where it is taken from who is called',
		},
		'parameter',
	),
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		required: true,
		displayOptions: { show: { ...CALLBACKS, callFrom: ['parameter'] } },
		default: '',
		placeholder: 'e.g. +7 495 540-44-44',
		description: 'Number of the client',
	},
	{
		displayName: 'Deal ID',
		name: 'dealId',
		type: 'string',
		displayOptions: { show: { ...CALLBACKS, callFrom: ['parameter'] } },
		default: '',
		placeholder: 'e.g. 12',
		description:
			"Deal that the call is for. It becomes part of the command ID, by which the call's events are known.",
	},
];

export interface Client {
	/** E.164 digits. */
	phone: string;
	dealId?: number;
}

/** What Bitrix24's Get Call Target says of a deal that lacks one of the fields. */
const PROBLEMS: Readonly<Record<string, { field: string; words: string; advice: string }>> = {
	noPhone: {
		field: 'phone',
		words: "the deal's client has no phone number in Bitrix24",
		advice:
			"Add a number to the deal's contact or company, or keep such deals from this node with an If node.",
	},
	badPhone: {
		field: 'phone',
		words: "none of the phone numbers of the deal's client can be dialled",
		advice:
			"Correct the number of the deal's contact or company, or keep such deals from this node with an If node.",
	},
	noExtension: {
		field: 'employee',
		words: 'the employee who is responsible for the deal has no extension in Bitrix24',
		advice:
			"Add the extension ('Внутренний телефон') to the employee's profile, or keep such deals from this node with an If node.",
	},
};

/** The client and the deal of a callback. Throws NodeOperationError or PhoneError. */
export function readClient(context: IExecuteFunctions, itemIndex: number): Client {
	const [phone, deal, label] = isOfItem(context, itemIndex)
		? [
				fieldOf(context, 'phone', itemIndex),
				context.getInputData()[itemIndex].json.dealId,
				"The incoming item's field 'dealId'",
			]
		: [readText(context, 'phone', itemIndex), readText(context, 'dealId', itemIndex), "'Deal ID'"];
	const dealId = checkDealId(context, deal, label, itemIndex);
	return {
		phone: parsePhone(phone, readCountry(context, itemIndex)),
		...(dealId !== undefined && { dealId }),
	};
}

/** The extension of the employee who is rung first. Throws NodeOperationError. */
export function readEmployee(context: IExecuteFunctions, itemIndex: number): string {
	if (!isOfItem(context, itemIndex))
		return readExtension(context, 'employee', 'Employee', itemIndex);
	const extension = fieldOf(context, 'employee', itemIndex);
	return checkExtension(context, extension, "The incoming item's field 'employee'", itemIndex);
}

function isOfItem(context: IExecuteFunctions, itemIndex: number): boolean {
	return isFromItem(context, itemIndex, ['callFrom', 'phone', 'phone']);
}

function fieldOf(context: IExecuteFunctions, field: string, itemIndex: number): string {
	const { json } = context.getInputData()[itemIndex];
	const text = textOf(json[field]);
	if (text !== null) return text;
	throw missing(context, field, json, itemIndex);
}

function missing(
	context: IExecuteFunctions,
	field: string,
	json: IDataObject,
	itemIndex: number,
): NodeOperationError {
	const problem = Object.entries(PROBLEMS).find(
		([name, known]) => name === json.problem && known.field === field,
	)?.[1];
	const because = problem ? `: ${problem.words}` : '';
	return fault(
		{ context, itemIndex },
		`The incoming item has no '${field}'${because}`,
		problem?.advice ??
			`The item must have it as a field named '${field}', as Bitrix24's operation Get Call Target gives it. If it stands elsewhere, set 'Call From' to 'Set Below'.`,
	);
}
