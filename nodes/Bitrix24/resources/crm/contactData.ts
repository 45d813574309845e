import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ContactData } from '../../../../protocols/bitrix24/contactData';
import { isEmpty, refusal } from '../../../shared/parameters';
import { readText } from '../../parameters';

const KINDS = {
	phone: { typeId: 'PHONE', label: 'Phone', types: ['HOME', 'MOBILE', 'OTHER', 'WORK'] },
	email: { typeId: 'EMAIL', label: 'E-Mail', types: ['HOME', 'MAILING', 'OTHER', 'WORK'] },
} as const;

/** Phones and e-mails, which are no fields of their own in Bitrix24. */
export const contactDataProperty: INodeProperties = {
	displayName: 'Phones and E-Mails',
	name: 'contactData',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Phone or E-Mail',
	default: {},
	description:
		'In Update they are added to those that are there; one that is there is not added again',
	options: Object.entries(KINDS).map(([name, { label, types }]) => ({
		displayName: label,
		name,
		values: [
			{
				displayName: label,
				name: 'value',
				type: 'string',
				default: '',
				placeholder: name === 'phone' ? 'e.g. +7 495 540-44-44' : 'e.g. name@example.com',
				description: 'Left out when it is empty',
			},
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				options: types.map((type) => ({
					name: type.charAt(0) + type.slice(1).toLowerCase(),
					value: type,
				})),
				default: 'WORK',
			},
		],
	})),
};

interface Row {
	value?: unknown;
	type?: unknown;
}

/** What is to stand on the card. Throws NodeOperationError. */
export function readContactData(context: IExecuteFunctions, itemIndex: number): ContactData[] {
	return Object.entries(KINDS).flatMap(([name, { typeId, label, types }]) => {
		const rows = context.getNodeParameter(`contactData.${name}`, itemIndex, []) as Row[];
		return rows
			.filter(({ value }) => !isEmpty(value))
			.map(({ value, type = 'WORK' }): ContactData => {
				const valueType = types.find((one) => one === type);
				if (valueType === undefined)
					throw refusal(
						{ context, itemIndex, name: `The type of '${label}'`, value: type },
						`It must be one of: ${types.join(', ')}.`,
					);
				const text = readText({ context, itemIndex, name: `'${label}'`, value }).trim();
				return { typeId, valueType, value: text };
			});
	});
}
