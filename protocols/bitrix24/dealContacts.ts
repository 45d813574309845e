import { z } from 'zod';

import { id, wholeList } from '../list';
import type { Command } from './batchRequest';

/** Answers true, or false where the deal has the contact already (docs/protocols/bitrix24.md#clients). */
export function addContact(dealId: number, contactId: number, isPrimary: boolean): Command {
	return {
		method: 'crm.deal.contact.add',
		params: {
			id: dealId,
			fields: { CONTACT_ID: contactId, ...(isPrimary ? { IS_PRIMARY: 'Y' } : {}) },
		},
		effect: 'contactAdded',
		repeatable: true,
		card: 'deal',
	};
}

export function listContacts(dealId: number): Command {
	return { method: 'crm.deal.contact.items.get', params: { id: dealId }, card: 'deal' };
}

const rows = wholeList(z.object({ CONTACT_ID: id, IS_PRIMARY: z.unknown() }));

/** The contacts in the result of listContacts. */
export function readContacts(result: unknown): {
	contactIds: number[];
	primaryContactId: number | null;
} {
	const contacts = rows.parse(result);
	return {
		contactIds: contacts.map(({ CONTACT_ID }) => CONTACT_ID),
		primaryContactId: contacts.find(({ IS_PRIMARY }) => IS_PRIMARY === 'Y')?.CONTACT_ID ?? null,
	};
}
