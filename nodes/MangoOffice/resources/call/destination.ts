import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { parseDestination } from '../../../../protocols/mangoOffice/phone';
import { destinationLocator } from '../../listSearch/locators';
import { readCountry, readText } from './fields';

export const destinationDescription: INodeProperties = destinationLocator({
	displayName: 'Destination',
	name: 'destination',
	required: true,
	displayOptions: { show: { resource: ['call'], operation: ['route', 'transfer'] } },
	description:
		'Where the call goes: the extension of an employee or a group, a phone number, or a SIP address',
});

/** Throws PhoneError. */
export function readDestination(context: IExecuteFunctions, itemIndex: number): string {
	return parseDestination(
		readText(context, 'destination', itemIndex),
		readCountry(context, itemIndex),
	);
}
