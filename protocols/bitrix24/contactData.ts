import { z } from 'zod';

import { listField } from '../list';
import { digitsOf } from '../mangoOffice/phone';
import type { Item } from './crmItem';

/** A phone or an e-mail of a card (docs/protocols/bitrix24.md#phones). */
export interface ContactData {
	typeId: 'PHONE' | 'EMAIL';
	/** WORK, MOBILE, HOME, OTHER, … */
	valueType: string;
	value: string;
}

/** For `fm` of a card: each under a key that means a new one. */
export function toNewData(data: readonly ContactData[]): Record<string, Record<string, string>> {
	return Object.fromEntries(data.map((one, i) => [`n${i}`, { ...one }]));
}

const rows = listField(z.object({ typeId: z.string(), value: z.string() }));

/** Those that a card does not have yet, however a number is written there. */
export function missingFrom(item: Item, data: readonly ContactData[]): ContactData[] {
	const known = rows.parse(item.fm).map(comparable);
	return data.filter((one, i) => {
		const key = comparable(one);
		return !known.includes(key) && !data.slice(0, i).map(comparable).includes(key);
	});
}

function comparable({ typeId, value }: { typeId: string; value: string }): string {
	const text = value.trim().toLowerCase();
	return `${typeId} ${typeId === 'PHONE' ? (digitsOf(text, 'RU') ?? text) : text}`;
}
