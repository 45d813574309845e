import { dateOf } from '../../core/clock';
import { parameterMissing, RestError } from '../errors';
import { webhookUserId } from '../model';
import { asInteger, asRecord, eitherCase, isRecord, type Params } from '../params';
import type { User } from '../sampleData';
import type { Store } from '../store';
import { portalTime } from '../timeBlock';
import { alike, page } from './listing';
import type { Method, Methods } from './method';

/** A notification's number, or false for a user that is not there [L] (bitrix24.md#notifications [H]). */
const notifyAdd: Method = (params, { store }) => {
	if ((asInteger(params.USER_ID) ?? 0) <= 0)
		throw new RestError(400, 'USER_ID_EMPTY', "User ID can't be empty");
	if (String(params.MESSAGE ?? '').trim() === '')
		throw new RestError(400, 'MESSAGE_EMPTY', "Message can't be empty");
	return { result: hasUser(store, params.USER_ID) && store.nextId() };
};

/** The portal itself and its people. */
export const portalMethods: Methods = {
	/** The best test of a credential: needs no scope (bitrix24.md#incoming-webhook [H]). */
	profile: (_params, { store }) => {
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
	},

	scope: (_params, portal) => ({ result: [...portal.scopes] }),

	'server.time': (_params, { clock }) => ({ result: portalTime(dateOf(clock)) }),

	/** `FILTER` or the fields flat beside it (bitrix24.md#users [H]); upper-case names. */
	'user.get': ({ start, ...params }, portal) => {
		const filter = { ...params, ...asRecord(eitherCase(params, 'filter')) };
		const users = portal.store.users.map((user) => userRow(user, portal.scopes));
		const { rows, ...paging } = page(alike(users, filter), start);
		return { result: rows, ...paging };
	},

	'im.notify.personal.add': notifyAdd,
	'im.notify.system.add': notifyAdd,

	/** Answers with the task, its numbers as texts (bitrix24.md#tasks [H]). */
	'tasks.task.add': (params, { store }) => {
		if (!isRecord(params.fields)) throw parameterMissing('fields');
		const { fields } = params;
		if (String(fields.TITLE ?? '') === '') throw notCreated('Не указано название задачи');
		if (!hasUser(store, fields.RESPONSIBLE_ID))
			throw notCreated('Пользователь, указанный в поле «Исполнитель», не найден');
		const task = {
			id: String(store.nextId()),
			title: fields.TITLE,
			description: fields.DESCRIPTION ?? '',
			responsibleId: String(fields.RESPONSIBLE_ID),
			deadline: fields.DEADLINE ?? null,
			priority: String(fields.PRIORITY ?? '1'),
			groupId: String(fields.GROUP_ID ?? '0'),
			status: '2',
		};
		return { result: { task } };
	},
};

/**
 * UF_PHONE_INNER is in every user scope; e-mail and phones need user_basic or user
 * (bitrix24.md#permissions [H]).
 */
function userRow(user: User, scopes: readonly string[]): Params {
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

/** With a line break of HTML at the end (documents [H]). */
function notCreated(text: string): RestError {
	return new RestError(400, 'ERROR_CORE', `${text}<br>`);
}

function hasUser(store: Store, wanted: unknown): boolean {
	return store.users.some(({ id }) => id === asInteger(wanted));
}
