import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	LARGEST_PAGE,
	readContact,
	readContactPage,
} from '../../../../protocols/mangoOffice/addressBook';
import { eachItem } from '../../operation';
import { readLimit } from '../../paging';
import { readText, wrong } from '../call/fields';

const CONTACT_ID = /^[1-9]\d{0,18}$/;

export const contactProperties: INodeProperties[] = [
	{
		displayName: 'Contact ID',
		name: 'contactId',
		type: 'string',
		required: true,
		displayOptions: { show: { resource: ['contact'], operation: ['delete', 'get', 'update'] } },
		default: '',
		placeholder: 'e.g. 12761840',
		description: "ID in MANGO OFFICE's address book, as Get Many gives it; not the one of a CRM",
	},
	{
		displayName: 'Search',
		name: 'search',
		type: 'string',
		displayOptions: { show: { resource: ['contact'], operation: ['getMany'] } },
		default: '',
		description: 'Text that MANGO OFFICE looks for in the contacts; empty for all of them',
	},
];

/** The contact's ID for one item. Throws NodeOperationError. */
export function readContactId(context: IExecuteFunctions, i: number): string {
	const contactId = readText(context, 'contactId', i);
	if (CONTACT_ID.test(contactId)) return contactId;
	throw wrong(
		context,
		"'Contact ID'",
		contactId,
		'It must be an ID of the address book: digits such as 12761840.',
		i,
	);
}

/** Own fields and the personal employee come only where they are asked for. */
const ALL_FIELDS = { contact_ext_fields: true };

/** One contact (docs/protocols/mango-office.md#address-book, `ab/contact`). */
export const getContact = eachItem(readContactId, async (api, contactId): Promise<IDataObject> => {
	const params = { contact_id: contactId, ...ALL_FIELDS };
	return readContact(await api.call('ab/contact', params, 'read')) as IDataObject;
});

/**
 * One output item a contact, page by page (docs/protocols/mango-office.md#address-book,
 * `ab/contact/init` and `ab/contact/cursor`).
 */
export const getContacts = eachItem(
	(context, i) => ({ query: readText(context, 'search', i), limit: readLimit(context, i) }),
	async (api, { query, limit }): Promise<IDataObject[]> => {
		const rows = Math.min(LARGEST_PAGE, limit);
		const first = { query, limit_rows: rows, ...ALL_FIELDS };
		let page = readContactPage(await api.call('ab/contact/init', first, 'read'));
		const contacts = new Map(page.contacts.map((contact) => [contact.contactId, contact]));
		while (page.cursor !== undefined && page.count >= rows && contacts.size < limit) {
			const next = { cursor: page.cursor, mode: 'next-page-1', ...ALL_FIELDS };
			page = readContactPage(await api.call('ab/contact/cursor', next, 'read'));
			const before = contacts.size;
			for (const contact of page.contacts) contacts.set(contact.contactId, contact);
			// A page that holds nothing new would come round for ever.
			if (contacts.size === before) break;
		}
		return [...contacts.values()].slice(0, limit) as IDataObject[];
	},
);

/** `{ contactId, deleted: true }` (docs/protocols/mango-office.md#address-book). */
export const deleteContact = eachItem(
	readContactId,
	async (api, contactId): Promise<IDataObject> => {
		await api.call('ab/contacts/delete', { data: [contactId] }, 'write');
		return { contactId, deleted: true };
	},
);
