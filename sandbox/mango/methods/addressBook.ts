import { isObject, type Json } from '../../core/json';
import { MangoError } from '../errors';
import * as take from '../parameters';
import { json, method, ok, unix, type Method } from './method';

interface At {
	query: string;
	limit: number;
	page: number;
}

/** It is "encrypted"; here it is the place in base64. */
const cursor = take.required((value): At | undefined => {
	const [, at] = /^at:(.*)$/.exec(Buffer.from(String(value), 'base64').toString()) ?? [];
	return at === undefined ? undefined : (JSON.parse(at) as At);
});
const steps = take.required((value) => {
	const [, count] = /^next-page-([1-9])$/.exec(String(value)) ?? [];
	return count === undefined ? undefined : Number(count);
});

/** Contacts that have at least these fields, with all else that is given of them. */
const contacts = (shape: take.Shape): take.Reader<Json[]> => {
	const check = take.object(shape);
	return take.present((value, name) => {
		const all = take.list((one, at) => check(one, at) && (one as Json))(value, name);
		// "For example, more than 500 contacts" (mango-office.md#result-codes [H]).
		if (all.length > 500) throw new MangoError(3503);
		return all;
	});
};

/** Every method of it is of mango-office.md#address-book [H]; in which texts `query` looks is our reading [L]. */
export const addressBook: Record<string, Method> = {
	'ab/contact/init': method(
		{
			query: take.present((value) => String(value)),
			limit_rows: take.optional(take.range(1, 500), 10),
		},
		({ query, limitRows: limit }, { addressBook: book }) =>
			page(book.contacts, { query, limit, page: 1 }),
	),

	'ab/contact/cursor': method(
		{ cursor, mode: steps },
		({ cursor: at, mode }, { addressBook: book }) =>
			page(book.contacts, { ...at, page: at.page + mode }),
	),

	'ab/contact': method({ contact_id: take.text() }, ({ contactId }, { addressBook: book }) =>
		ok({ data: book.wanted(contactId) }),
	),

	/** A contact with the same name and phones counts as a duplicate; what does is not said [L]. */
	'ab/contacts/create': method(
		{
			data: contacts({ name: take.text(1024) }),
			on_error: take.optional(take.oneOf('skip', 'duplicate'), 'skip'),
		},
		({ data: drafts, onError }, { addressBook: book, now }) => {
			const isThere = (draft: Json) => book.contacts.some((one) => sameAs(one) === sameAs(draft));
			const skipped: number[] = [];
			const made: Json[] = [];
			for (const [i, draft] of drafts.entries())
				if (onError === 'skip' && isThere(draft)) skipped.push(i);
				else made.push(book.add({ ...empty, ...draft, when_created: unix(new Date(now())) }));
			return written(made, { skipped });
		},
	),

	'ab/contacts/update': method(
		{ data: contacts({ contact_id: take.text(), type: take.integer }) },
		({ data: changes }, { addressBook: book }) =>
			written(
				changes.map((change) => Object.assign(book.wanted(String(change.contact_id)), change)),
			),
	),

	'ab/contacts/delete': method(
		{ data: take.present(take.texts) },
		({ data: ids }, { addressBook: book }) => {
			for (const id of ids) book.remove(id);
			return ok();
		},
	),
};

const empty = { type: 0, phones: [], emails: [], groups: [], user_id: null, last_call: null };

function page(all: Json[], at: At) {
	const found = all.filter((contact) => JSON.stringify(contact).includes(at.query));
	const from = (at.page - 1) * at.limit;
	const data = found.slice(from, from + at.limit);
	const info = {
		page: at.page,
		from,
		size: data.length,
		limit: at.limit,
		total_rows: found.length,
	};
	const next = Buffer.from(`at:${JSON.stringify(at)}`).toString('base64');
	return ok({ data, state: { info, ...(data.length > 0 && { cursor: next }) } });
}

/** Here `result` is a list, and the contacts are a map by ID. */
function written(contacts: Json[], more: Json = {}) {
	const data = Object.fromEntries(contacts.map((one) => [one.contact_id, one]));
	return json({ result: [1000], data, ...more });
}

function sameAs({ name, phones }: Json): string {
	const all = Array.isArray(phones) ? phones.filter(isObject) : [];
	return JSON.stringify([String(name), all.map(({ phone }) => phone)]);
}
