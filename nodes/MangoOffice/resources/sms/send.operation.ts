import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { parsePhone } from '../../../../protocols/mangoOffice/phone';
import { whyNotSendable } from '../../../../protocols/mangoOffice/smsText';
import { fault } from '../../../shared/parameters';
import { employeeLocator } from '../../listSearch/locators';
import { commandOperation, type Command } from '../call/command';
import { readCountry, readExtension, readText } from '../call/fields';

const properties: INodeProperties[] = [
	employeeLocator({
		displayName: 'Employee',
		name: 'employee',
		required: true,
		description: 'Employee in whose name the SMS is sent',
	}),
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. +7 916 123-45-67',
		description: 'Number of the recipient; an extension is not possible',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		description:
			'Up to 612 characters in Latin letters only, up to 268 with others such as Cyrillic ones',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['sms'], operation: ['send'] } },
	properties,
);

/** An entry of the node's collection "Options". */
export const smsOptions: INodeProperties[] = [
	{
		displayName: 'Sender',
		name: 'smsSender',
		type: 'string',
		displayOptions: { show: { '/resource': ['sms'] } },
		default: '',
		description:
			"Name that the recipient sees, one of those that the account has; MANGO OFFICE's usual one without it",
	},
];

/**
 * Sends an SMS (docs/protocols/mango-office.md#sms); whether it was delivered comes as an event.
 * Output: `{ commandId, employee, phone, accepted: true }`.
 */
export const execute = commandOperation('sms', prepare);

function prepare(context: IExecuteFunctions, i: number): Command {
	const employee = readExtension(context, 'employee', 'Employee', i);
	const phone = parsePhone(readText(context, 'phone', i), readCountry(context, i));
	const text = String(context.getNodeParameter('text', i));
	const problem = whyNotSendable(text);
	if (problem !== undefined) {
		throw fault({ context, itemIndex: i }, problem, 'Nothing was sent to MANGO OFFICE.');
	}
	const sender = readText(context, 'options.smsSender', i);
	return {
		params: {
			text,
			from_extension: employee,
			to_number: phone,
			...(sender !== '' && { sms_sender: sender }),
		},
		output: { employee, phone },
	};
}
