import { z } from 'zod';

import { map, readListIn } from '../list';
import { camelCased } from './camelCase';
import { e164Of } from './phone';
import { fieldsOf, isoTime, numberOrNull, textOf } from './values';

type Json = Record<string, unknown>;

/** The most contacts on a page (docs/protocols/mango-office.md#address-book). */
export const LARGEST_PAGE = 500;

/** What a contact is to have; what is left out stays as it is, or empty. */
export interface ContactDraft {
	name?: string;
	position?: string;
	organization?: string;
	site?: string;
	comment?: string;
	/** `yyyy-mm-dd`. */
	birthday?: string;
	/** 0 to 9. */
	importance?: number;
	/** Digits, the first one for the default. They take the place of all that there are. */
	phones?: string[];
	emails?: string[];
	/** Of the personal employee. */
	employeeId?: number;
}

/** The object that MANGO takes for a contact. */
export function contactFields(draft: ContactDraft): Json {
	const fields: Json = {
		name: draft.name,
		office: draft.position,
		org: draft.organization === undefined ? undefined : { org_name: draft.organization },
		site: draft.site,
		comment: draft.comment,
		birthday: draft.birthday,
		importance: draft.importance,
		phones: draft.phones?.map((phone, i) => ({ phone, is_default: i === 0 })),
		emails: draft.emails?.map((email, i) => ({ email, is_default: i === 0 })),
		user_id: draft.employeeId,
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const contactSchema = z
	.record(z.unknown())
	.refine((contact) => textOf(contact.contact_id) !== null);

/** One contact: whom to call first, then all as MANGO has it. */
function contactOf(raw: Json): Json {
	const { contactId, whenCreated, lastCall, ...contact } = camelCased(raw);
	return {
		contactId: textOf(contactId),
		name: textOf(contact.name),
		phone: phoneOf(defaultOf(contact.phones)),
		email: textOf(defaultOf(contact.emails).email),
		createdAt: timeOf(whenCreated),
		lastCallAt: timeOf(lastCall),
		...contact,
	};
}

/** The entry that is marked as the default, else the first. */
function defaultOf(list: unknown): Readonly<Json> {
	const entries = Array.isArray(list) ? list.map(fieldsOf) : [];
	return entries.find(({ isDefault }) => isDefault === true) ?? fieldsOf(entries[0]);
}

/** People typed it, in whatever form: E.164 where it can be read, else as it is. */
function phoneOf({ phoneNum, phone }: Readonly<Json>): string | null {
	const text = textOf(phoneNum) ?? textOf(phone);
	return text === null ? null : (e164Of(text) ?? text);
}

function timeOf(seconds: unknown): string | null {
	const time = numberOrNull(seconds);
	return time ? isoTime(time * 1000) : null;
}

/** The contact in the answer of `ab/contact`. */
export function readContact(answer: Json): Json {
	return contactOf(contactSchema.parse(answer.data));
}

const stateSchema = z.object({ cursor: z.string().min(1).optional().catch(undefined) });

/** Those of a page that can be read, of how many, and the cursor for the next page. */
export interface ContactPage {
	contacts: Json[];
	count: number;
	cursor?: string;
}

/** A page of `ab/contact/init` or `ab/contact/cursor`. */
export function readContactPage(answer: Json): ContactPage {
	const state = stateSchema.safeParse(answer.state);
	return {
		contacts: readListIn(answer, 'data', contactSchema).map(contactOf),
		count: Object.values(Object(answer.data)).length,
		cursor: state.success ? state.data.cursor : undefined,
	};
}

/** The contact that was written; undefined where MANGO left it out for a duplicate. */
export function readWritten({ data }: Json): Json | undefined {
	const [written] = Object.values(map.parse(data ?? {}));
	return written === undefined ? undefined : contactOf(contactSchema.parse(written));
}
