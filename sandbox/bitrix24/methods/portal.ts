import { dateOf } from '../../core/clock';
import { webhookUserId } from '../model';
import { asRecord, eitherCase } from '../params';
import type { User } from '../sampleData';
import { portalTime } from '../timeBlock';
import type { Method } from './method';

/** The best test of a credential: needs no scope (bitrix24.md#incoming-webhook [H]). */
export const profile: Method = (_params, { store }) => {
	const user = store.users.find((candidate) => candidate.id === webhookUserId);
	return {
		result: {
			ID: String(webhookUserId),
			ADMIN: user?.admin,
			NAME: user?.name,
			LAST_NAME: user?.lastName,
			PERSONAL_GENDER: '',
			TIME_ZONE: '',
		},
	};
};

export const scope: Method = (_params, portal) => ({ result: [...portal.scopes] });

export const serverTime: Method = (_params, { clock }) => ({ result: portalTime(dateOf(clock)) });

/** `FILTER` or the fields flat beside it (bitrix24.md#users [H]); upper-case names. */
export const userGet: Method = (params, portal) => {
	const filter = { ...params, ...asRecord(eitherCase(params, 'filter')) };
	const rows = portal.store.users
		.map((user) => userRow(user, portal.scopes))
		.filter((row) => matches(row, filter));
	return { result: rows, total: rows.length };
};

/**
 * UF_PHONE_INNER is in every user scope; e-mail and phones need user_basic or user
 * (bitrix24.md#permissions [H]).
 */
function userRow(user: User, scopes: readonly string[]): Record<string, unknown> {
	const contacts =
		scopes.includes('user') || scopes.includes('user_basic')
			? { EMAIL: user.email, PERSONAL_MOBILE: user.mobile, WORK_PHONE: '' }
			: {};
	return {
		ID: String(user.id),
		ACTIVE: true,
		NAME: user.name,
		LAST_NAME: user.lastName,
		WORK_POSITION: user.position,
		UF_DEPARTMENT: [1],
		UF_PHONE_INNER: user.extension,
		...contacts,
	};
}

function matches(row: Record<string, unknown>, filter: Record<string, unknown>): boolean {
	return Object.entries(filter).every(
		([field, wanted]) => !(field in row) || looselyEqual(row[field], wanted),
	);
}

function looselyEqual(value: unknown, wanted: unknown): boolean {
	if (typeof value === 'boolean')
		return value === !['false', 'N', '0', ''].includes(String(wanted));
	return String(value) === String(wanted);
}
