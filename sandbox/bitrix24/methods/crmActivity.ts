import { parameterMissing, wrongDateTime } from '../errors';
import type { Todo } from '../model';
import { asInteger, type Params } from '../params';
import { ownerLabel } from './activityFeed';
import type { Method } from './method';

/**
 * A to-do with a deadline; without a responsible it is the caller's own (bitrix24.md#to-dos [H]).
 */
export const todoAdd: Method = (params, { store, activity }, origin) => {
	for (const name of ['ownerTypeId', 'ownerId', 'deadline'])
		if (params[name] === undefined) throw parameterMissing(name);
	const todo = todoFrom(params, store.nextId(), origin.userId);
	const owner = ownerLabel(store, todo);
	if (Number.isNaN(Date.parse(todo.deadline))) throw wrongDateTime();
	store.todos.put(todo);
	const user = store.users.find((candidate) => candidate.id === todo.responsibleId);
	activity.note({
		kind: 'todo',
		method: origin.method,
		owner,
		title: todo.title,
		text: todo.description,
		deadline: new Date(todo.deadline).toISOString(),
		responsible: user ? `${user.name} ${user.lastName}` : `user ${todo.responsibleId}`,
	});
	return { result: { id: todo.id } };
};

function todoFrom(params: Params, id: number, caller: number): Todo {
	return {
		id,
		ownerTypeId: asInteger(params.ownerTypeId) ?? 0,
		ownerId: asInteger(params.ownerId) ?? 0,
		title: String(params.title ?? 'Дело'),
		description: String(params.description ?? ''),
		deadline: String(params.deadline),
		responsibleId: asInteger(params.responsibleId) ?? caller,
	};
}
