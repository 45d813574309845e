import { z } from 'zod';

import { id } from '../list';
import type { CrmType } from './crmTypes';
import { phoneFields, readPhones, type Phone } from './phones';

export type ClientType = Extract<CrmType, 'contact' | 'company'>;

export interface Client {
	type: ClientType;
	id: number;
	name: string;
	phones: Phone[];
}

const text = z.string().nullish();
const clientSchema = z.object({
	item: z.object({
		id,
		name: text,
		lastName: text,
		title: text,
		...phoneFields,
	}),
});

/** The contact or company in the result of getItem. */
export function readClient(type: ClientType, result: unknown): Client {
	const { item } = clientSchema.parse(result);
	const names = type === 'contact' ? [item.name, item.lastName] : [item.title];
	return { type, id: item.id, name: names.filter(Boolean).join(' '), phones: readPhones(item) };
}
