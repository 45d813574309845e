import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { COUNTRY_RULE, isCountry } from '../../protocols/mangoOffice/phone';
import { refusal } from '../shared/parameters';

export const countryProperty: INodeProperties = {
	displayName: 'Default Country',
	name: 'country',
	type: 'string',
	default: 'RU',
	description: 'Two letters of the country whose phone numbers may come without a country code',
};

/** Throws NodeOperationError for what is no country. */
export function readCountry(context: IExecuteFunctions, itemIndex: number): string {
	const value: unknown = context.getNodeParameter('country', itemIndex, 'RU');
	if (typeof value === 'string' && isCountry(value)) return value;
	throw refusal({ context, itemIndex, name: "'Default Country'", value }, COUNTRY_RULE);
}
