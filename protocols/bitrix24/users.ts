import { z } from 'zod';

import { id, readList, text } from '../list';
import type { Command } from './batchRequest';
import type { Reference } from './formBody';

/**
 * A user of the portal. What the webhook's permissions keep back is null, as what is empty
 * (bitrix24.md#permissions).
 */
export interface User {
	id: number;
	name: string;
	extension: string | null;
	email: string | null;
	workPosition: string | null;
	active: boolean;
}

/** One user, dismissed or not (bitrix24.md#users). */
export function getUser(userId: number | Reference): Command {
	return { method: 'user.get', params: { FILTER: { ID: userId } } };
}

/** The active users with an extension (bitrix24.md#permissions and #users). */
export function findByExtension(extension: string): Command {
	return { method: 'user.get', params: { FILTER: { UF_PHONE_INNER: extension, ACTIVE: true } } };
}

/** A page of the active users by ID; `start` is the number of users before it. */
export function listUsers(start: number): Command {
	return {
		method: 'user.get',
		params: { sort: 'ID', order: 'ASC', FILTER: { ACTIVE: true }, start },
	};
}

const optionalText = text.transform((value) => value.trim() || null);

const userSchema = z
	.object({
		ID: id,
		NAME: optionalText,
		LAST_NAME: optionalText,
		UF_PHONE_INNER: optionalText,
		EMAIL: optionalText,
		WORK_POSITION: optionalText,
		ACTIVE: z.unknown(),
	})
	.transform((row): User => ({
		id: row.ID,
		name: [row.NAME, row.LAST_NAME].filter((part) => part !== null).join(' '),
		extension: row.UF_PHONE_INNER,
		email: row.EMAIL,
		workPosition: row.WORK_POSITION,
		active: row.ACTIVE !== false && row.ACTIVE !== 'N',
	}));

/** The users in the result of user.get. */
export function readUsers(result: unknown): User[] {
	return readList(result, userSchema);
}
