import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { CrmType } from '../../protocols/bitrix24/crmTypes';
import { readBitrixId } from './parameters';

const WORDS: Record<CrmType, { displayName: string; searchListMethod: string }> = {
	deal: { displayName: 'Deal', searchListMethod: 'searchDeals' },
	contact: { displayName: 'Contact', searchListMethod: 'searchContacts' },
	company: { displayName: 'Company', searchListMethod: 'searchCompanies' },
	lead: { displayName: 'Lead', searchListMethod: 'searchLeads' },
};

/**
 * A card of the CRM: from a list, by ID, or by the address of its page in Bitrix24. Where it has taken the place of a
 * text field, as `dealId` has, workflows go on with the plain ID that they hold: n8n takes it for the value, in the
 * editor too (docs/protocols/n8n.md#plain-values-of-locators).
 */
export function itemLocator(
	itemType: CrmType,
	displayOptions: INodeProperties['displayOptions'],
	name: string = itemType,
): INodeProperties {
	const { displayName, searchListMethod } = WORDS[itemType];
	const page = `\\/crm\\/${itemType}\\/(?:details|show|edit)\\/([0-9]+)`;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		required: true,
		displayOptions,
		default: { mode: 'list', value: '' },
		description: `The ${itemType}, from the list, by its ID or by the address of its page`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 12' },
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. https://portal.bitrix24.ru/crm/${itemType}/details/12/`,
				extractValue: { type: 'regex', regex: page },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `.*${page}.*`,
							errorMessage: `Paste the address of the ${itemType}'s page in Bitrix24`,
						},
					},
				],
			},
		],
	};
}

/** The ID of the card that is chosen with itemLocator. Throws NodeOperationError for what cannot be one. */
export function readItemId(
	context: IExecuteFunctions,
	itemIndex: number,
	itemType: CrmType,
	parameter: string = itemType,
): number {
	const value = context.getNodeParameter(parameter, itemIndex, '', { extractValue: true });
	const name = `'${WORDS[itemType].displayName}'`;
	return readBitrixId({ context, itemIndex, name, value });
}
