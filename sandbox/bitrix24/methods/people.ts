import { parameterMissing, RestError } from '../errors';
import { asInteger, asRecord, isRecord, type Params } from '../params';
import type { Store } from '../store';
import type { Method } from './method';

/** A notification's number, or false for a user that is not there [L] (bitrix24.md#notifications [H]). */
export const notifyAdd: Method = (params, { store }) => {
	if ((asInteger(params.USER_ID) ?? 0) <= 0)
		throw new RestError(400, 'USER_ID_EMPTY', "User ID can't be empty");
	if (String(params.MESSAGE ?? '').trim() === '')
		throw new RestError(400, 'MESSAGE_EMPTY', "Message can't be empty");
	return { result: hasUser(store, params.USER_ID) && store.nextId() };
};

/** Answers with the task, its numbers as texts (bitrix24.md#tasks [H]). */
export const taskAdd: Method = (params, { store }) => {
	if (!isRecord(params.fields)) throw parameterMissing('fields');
	const fields: Params = asRecord(params.fields);
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
};

/** With a line break of HTML at the end (documents [H]). */
function notCreated(text: string): RestError {
	return new RestError(400, 'ERROR_CORE', `${text}<br>`);
}

function hasUser(store: Store, wanted: unknown): boolean {
	return store.users.some(({ id }) => id === asInteger(wanted));
}
