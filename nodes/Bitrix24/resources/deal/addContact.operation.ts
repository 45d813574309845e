import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import {
	addContact,
	listContacts,
	readContacts,
} from '../../../../protocols/bitrix24/dealContacts';
import type { ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
import { itemLocator, readItemId } from '../../itemLocator';
import { writeItems } from '../../writeItems';

const properties: INodeProperties[] = [
	itemLocator('contact', {}),
	{
		displayName: 'Primary',
		name: 'isPrimary',
		type: 'boolean',
		default: false,
		description:
			'Whether it becomes the primary contact of the deal; the first contact of a deal does in any case',
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['deal'], operation: ['addContact'] } },
	properties,
);

/**
 * One output item a deal: `dealId`, `contactId`, whether this `added` the contact (it may have been
 * there), and the deal's contacts as they are then, the `primaryContactId` among them.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	return await writeItems(context, api, itemCount, (itemIndex) => {
		const dealId = readDealId(context, itemIndex);
		const contactId = readItemId(context, itemIndex, 'contact');
		const isPrimary = context.getNodeParameter('isPrimary', itemIndex) === true;
		return {
			commands: [addContact(dealId, contactId, isPrimary), listContacts(dealId)],
			report([added, listed]: CommandOutcome[]) {
				const isAdded = valueOf(added) === true;
				const { contactIds, primaryContactId } = readContacts(valueOf(listed));
				if (!contactIds.includes(contactId))
					throw new Error(
						`Bitrix24 reported no failure, but contact ${contactId} is not in deal ${dealId}`,
					);
				return { dealId, contactId, added: isAdded, primaryContactId, contactIds };
			},
			describe: () => `contact ${contactId} in deal ${dealId}`,
		};
	});
}
