import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import type { PhoneOwner } from '../../../../protocols/bitrix24/findByPhone';
import type { Resource } from '../../../shared/resources';
import { itemLocator } from '../../itemLocator';
import type { Operation } from '../../operation';
import { contactDataProperty } from './contactData';
import { createOf } from './create';
import { findByPhoneOf, findByPhoneProperties } from './findByPhone';
import { getOf } from './get';
import { updateOf } from './update';

export const CLIENTS: PhoneOwner[] = ['company', 'contact', 'lead'];

/** What the three kinds of clients share, since every property costs time in every execution. */
export const clientDescription: INodeProperties[] = [
	...updateDisplayOptions(
		{ show: { resource: CLIENTS, operation: ['findByPhone'] } },
		findByPhoneProperties,
	),
	...updateDisplayOptions({ show: { resource: CLIENTS, operation: ['create', 'update'] } }, [
		contactDataProperty,
	]),
];

/** The resource of one kind of clients. */
export function clientResource(
	value: PhoneOwner,
	displayName: string,
): Resource<Operation['execute']> {
	return {
		displayName,
		value,
		default: 'findByPhone',
		operations: [
			{
				name: 'Create',
				value: 'create',
				action: `Create a ${value}`,
				description: `Create a ${value} with any fields of the portal, phones and e-mails`,
				execute: createOf(value),
			},
			{
				name: 'Find by Phone',
				value: 'findByPhone',
				action: `Find a ${value} by phone`,
				description: `Find the ${value} with a phone number, however it is written on the card`,
				execute: findByPhoneOf(value),
			},
			{
				name: 'Get',
				value: 'get',
				action: `Get a ${value}`,
				description: `Read one ${value} with all of its fields`,
				execute: getOf(value),
			},
			{
				name: 'Update',
				value: 'update',
				action: `Update a ${value}`,
				description: `Change any fields of a ${value}, add phones and e-mails`,
				execute: updateOf(value),
			},
		],
		properties: [itemLocator(value, { show: { resource: [value], operation: ['get', 'update'] } })],
	};
}
