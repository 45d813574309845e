import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { parseDestination } from '../../../../protocols/mangoOffice/phone';
import { readCountry, readText } from './fields';

export const destinationDescription: INodeProperties = {
	displayName: 'Destination',
	name: 'destination',
	type: 'string',
	required: true,
	displayOptions: { show: { resource: ['call'], operation: ['route', 'transfer'] } },
	default: '',
	placeholder: 'e.g. 102',
	description:
		'Where the call goes: the extension of an employee or a group, a phone number, or a SIP address',
};

/** Throws PhoneError. */
export function readDestination(context: IExecuteFunctions, itemIndex: number): string {
	return parseDestination(
		readText(context, 'destination', itemIndex),
		readCountry(context, itemIndex),
	);
}
