import { z } from 'zod';

import type { Command } from './batchRequest';
import type { Reference } from './formBody';
import { phoneFields, readPhones, type Phone } from './phones';

/** Entity types of crm.item.* (docs/protocols/bitrix24.md#clients). */
const TYPES = { contact: 3, company: 4 } as const;

export type ClientType = keyof typeof TYPES;

export interface Client {
	type: ClientType;
	id: number;
	name: string;
	phones: Phone[];
}

export function getClient(type: ClientType, id: number | Reference): Command {
	return { method: 'crm.item.get', params: { entityTypeId: TYPES[type], id } };
}

const text = z.string().nullish();
const clientSchema = z.object({
	item: z.object({
		id: z.coerce.number().int(),
		name: text,
		lastName: text,
		title: text,
		...phoneFields,
	}),
});

/** The contact or company in the result of getClient. */
export function readClient(type: ClientType, result: unknown): Client {
	const { item } = clientSchema.parse(result);
	const names = type === 'contact' ? [item.name, item.lastName] : [item.title];
	return { type, id: item.id, name: names.filter(Boolean).join(' '), phones: readPhones(item) };
}
