import type { Json } from '../../core/json';
import type { AddressBook } from '../addressBook';
import { MangoError, missing, noSuchObject, wrongFormat } from '../errors';
import type { Fields } from '../fields';
import { ok, type Method } from './method';

/** Every method of it is of mango-office.md#address-book [H]; in which texts `query` looks is our reading [L]. */
export const contactsInit: Method = (fields, { addressBook }) => {
	const limit = fields.range('limit_rows', 1, 500, 10);
	if (fields.all.query === undefined) throw missing('query');
	const query = String(fields.all.query);
	return page([...addressBook.contacts.values()], { query, limit, page: 1 });
};

/** The cursor is "encrypted"; here it is the page in base64. */
export const contactsCursor: Method = (fields, { addressBook }) => {
	const [, steps] = /^next-page-([1-9])$/.exec(fields.text('mode')) ?? [];
	if (steps === undefined) throw wrongFormat('mode');
	const at = JSON.parse(Buffer.from(fields.text('cursor', 4096), 'base64').toString()) as At;
	return page([...addressBook.contacts.values()], { ...at, page: at.page + Number(steps) });
};

interface At {
	query: string;
	limit: number;
	page: number;
}

function page(contacts: Json[], at: At): Json {
	const found = contacts.filter((contact) => JSON.stringify(contact).includes(at.query));
	const from = (at.page - 1) * at.limit;
	const data = found.slice(from, from + at.limit);
	const cursor = Buffer.from(JSON.stringify(at)).toString('base64');
	const info = {
		page: at.page,
		from,
		size: data.length,
		limit: at.limit,
		total_rows: found.length,
	};
	return ok({ data, state: { info, ...(data.length > 0 && { cursor }) } });
}

export const contactInfo: Method = (fields, { addressBook }) =>
	ok({ data: wanted(fields.text('contact_id'), addressBook) });

/** A contact with the same name and phones counts as a duplicate; what does is not said [L]. */
export const contactsCreate: Method = (fields, { addressBook, now }) => {
	const skipped: number[] = [];
	const data: Record<string, Json> = {};
	const keep = fields.textOr('on_error', 32, 'skip') === 'duplicate';
	for (const [i, draft] of many(fields).entries()) {
		const name = draft.text('name', 1024);
		const isThere = [...addressBook.contacts.values()].some(
			(one) => one.name === name && phonesOf(one) === phonesOf(draft.all),
		);
		if (isThere && !keep) skipped.push(i);
		else {
			const contact_id = addressBook.newId();
			const when_created = Math.floor(now() / 1000);
			const empty = { phones: [], emails: [], groups: [], user_id: null, last_call: null };
			data[contact_id] = { contact_id, type: 0, ...empty, ...draft.all, when_created };
			addressBook.contacts.set(contact_id, data[contact_id]);
		}
	}
	return { result: [1000], data, skipped };
};

export const contactsUpdate: Method = (fields, { addressBook }) => {
	const data: Record<string, Json> = {};
	for (const change of many(fields)) {
		if (!change.has('type')) throw missing('type');
		const contact = wanted(change.text('contact_id'), addressBook);
		data[String(contact.contact_id)] = Object.assign(contact, change.all);
	}
	return { result: [1000], data };
};

export const contactsDelete: Method = (fields, { addressBook }) => {
	const list = fields.all.data;
	if (!Array.isArray(list)) throw missing('data');
	for (const id of list) {
		wanted(String(id), addressBook);
		addressBook.contacts.delete(String(id));
	}
	return ok();
};

function many(fields: Fields): Fields[] {
	const drafts = fields.objects('data');
	// "For example, more than 500 contacts" (mango-office.md#result-codes [H]).
	if (drafts.length > 500) throw new MangoError(3503);
	return drafts;
}

function wanted(id: string, { contacts }: AddressBook): Json {
	const contact = contacts.get(id);
	if (contact === undefined) throw noSuchObject();
	return contact;
}

function phonesOf({ phones }: Json): string {
	return JSON.stringify((Array.isArray(phones) ? phones : []).map(({ phone }: Json) => phone));
}
