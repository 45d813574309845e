import { z } from 'zod';

/** A phone as Bitrix24 has it: written as somebody typed it, with the type that it has on the card, if any. */
export interface Phone {
	value: string;
	type: string | null;
}

const text = z.string().nullish();
const row = z.object({ typeId: z.string(), valueType: text, value: text });

/** What crm.item.get gives of a contact's or a company's phones (reference/bitrix24-rest.md, section 2.6). */
export const phoneFields = {
	// PHP writes a list with gaps as a map.
	fm: z
		.union([z.array(row), z.record(row)])
		.transform((rows) => Object.values(rows))
		.nullish(),
	phone: text,
	phoneMobile: text,
	phoneWork: text,
};

type PhoneFields = z.infer<z.ZodObject<typeof phoneFields>>;

/** The phones in the order of the card: from `fm`, or from the flat fields where there is no `fm`. */
export function readPhones({ fm, phone, phoneMobile, phoneWork }: PhoneFields): Phone[] {
	const rows = fm?.filter(({ typeId }) => typeId === 'PHONE').map(({ value, valueType }) => ({ value, type: valueType ?? null }));
	const flat = [
		{ value: phoneMobile, type: 'MOBILE' },
		{ value: phoneWork, type: 'WORK' },
		{ value: phone, type: null },
	];
	return (rows ?? flat).flatMap(({ value, type }) => (value?.trim() ? [{ value: value.trim(), type }] : []));
}

/** Types that nobody answers with a voice. */
const MACHINES = ['FAX', 'PAGER'];

/** The first phone of the preferred type, else the first on the card; a fax or a pager only if there is nothing else. */
export function choosePhone(phones: readonly Phone[], preferred: string): Phone | undefined {
	const voice = phones.filter(({ type }) => type === null || !MACHINES.includes(type));
	return voice.find(({ type }) => type === preferred) ?? voice[0] ?? phones[0];
}
