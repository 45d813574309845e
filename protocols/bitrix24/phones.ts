import { z } from 'zod';

import { wholeList } from '../list';
import { splitNumbers } from '../mangoOffice/phoneText';

/** A phone as Bitrix24 has it: written as somebody typed it, with the type that it has on the card, if any. */
export interface Phone {
	value: string;
	type: string | null;
}

const text = z.string().nullish();
const row = z.object({ typeId: z.string(), valueType: text, value: text });

/**
 * What crm.item.get gives of a contact's or a company's phones (docs/protocols/bitrix24.md#phones).
 */
export const phoneFields = {
	fm: wholeList(row).nullish(),
	phone: text,
	phoneMobile: text,
	phoneWork: text,
};

type PhoneFields = z.infer<z.ZodObject<typeof phoneFields>>;

/**
 * The phones in the order of the card: from `fm`, or from the flat fields where there is no `fm`.
 * Several in one field are several phones.
 */
export function readPhones({ fm, phone, phoneMobile, phoneWork }: PhoneFields): Phone[] {
	const rows = fm
		?.filter(({ typeId }) => typeId === 'PHONE')
		.map(({ value, valueType }) => ({ value, type: valueType ?? null }));
	const flat = [
		{ value: phoneMobile, type: 'MOBILE' },
		{ value: phoneWork, type: 'WORK' },
		{ value: phone, type: null },
	];
	const written = (rows ?? flat).flatMap(({ value, type }) =>
		value?.trim() ? [{ value: value.trim(), type }] : [],
	);
	return written.flatMap(({ value, type }) =>
		splitNumbers(value).map((number) => ({ value: number, type })),
	);
}

/** Types that nobody answers with a voice. */
const MACHINES = ['FAX', 'PAGER'];

/** Whether somebody may answer it. */
export function isForVoice({ type }: Phone): boolean {
	return type === null || !MACHINES.includes(type);
}

/**
 * The first phone of the preferred type that can be dialled, else the first on the card that can
 * be; a fax or a pager only if there is nothing else.
 */
export function choosePhone<T extends Phone>(
	phones: readonly T[],
	preferred: string,
	canBeDialled: (value: string) => boolean = () => true,
): T | undefined {
	const dialled = phones.filter(({ value }) => canBeDialled(value));
	const voice = dialled.filter(isForVoice);
	return voice.find(({ type }) => type === preferred) ?? voice[0] ?? dialled[0];
}
