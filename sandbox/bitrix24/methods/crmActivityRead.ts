import { notAnArray, withoutCode } from '../errors';
import type { CrmActivity } from '../model';
import { asInteger, eitherCase, isRecord, type Params } from '../params';
import { activityOfTodo, activityRow, communicationRows, fileRows } from './activityFields';
import { filtered, isUnreadableTime, ordered, page, readKey } from './listing';
import type { Method, Portal } from './method';

const activityNotFound = () => withoutCode('Activity is not found.');

/** The whole activity; its files too when it has any, for they are a column of the row [M]. */
export const activityGet: Method = (params, portal) => {
	const activity = requestedActivity(params, portal);
	const files =
		activity.files.length > 0 ? { FILES: fileRows(activity.id, activity.files, portal.name) } : {};
	return { result: { ...activityRow(activity), ...files } };
};

/**
 * To-dos are activities too. An empty condition is dropped, so that everything is found (Bitrix24's core [M]).
 * Without `order` by START_TIME; filter and order keys that are no column are passed over (Bitrix24's core [M]).
 */
export const activityList: Method = (params, portal) => {
	const [filter, order] = [arrayParam(params, 'filter'), arrayParam(params, 'order')];
	const { BINDINGS, ...columns } = filter;
	const all = [...portal.store.activities, ...portal.store.todos.map(activityOfTodo)];
	const joined = joinedByBindings(all, BINDINGS);
	const byRow = new Map(joined.map((activity) => [{ ...activityRow(activity) }, activity]));
	const fields = Object.keys([...byRow.keys()][0] ?? {});
	const matching = filtered([...byRow.keys()], knownConditions(columns, fields), fields);
	// Without rows nobody knows the columns, and there is nothing to order.
	const found = matching.length === 0 ? [] : ordered(matching, sorting(order, fields), fields);
	const { rows, ...paging } = page(found, eitherCase(params, 'start'));
	return {
		result: rows.map((row) =>
			selectedColumns(row, byRow.get(row), eitherCase(params, 'select'), portal),
		),
		...paging,
	};
};

export function requestedActivity(params: Params, { store }: Portal): CrmActivity {
	const id = asInteger(eitherCase(params, 'id'));
	if (id === undefined || id <= 0) throw withoutCode('ID is not defined or invalid');
	const toDo = store.todos.find((candidate) => candidate.id === id);
	const activity = store.activity(id) ?? (toDo && activityOfTodo(toDo));
	if (!activity) throw activityNotFound();
	return activity;
}

/**
 * `BINDINGS: [{OWNER_TYPE_ID, OWNER_ID}, …]`, either key or both: a join, so an activity bound to
 * two of them comes twice (documents of crm.activity.list [H]).
 */
function joinedByBindings(activities: CrmActivity[], wanted: unknown): CrmActivity[] {
	if (!Array.isArray(wanted) || wanted.length === 0) return activities;
	const pairs = wanted
		.filter(isRecord)
		.map((pair) => ({ type: asInteger(pair.OWNER_TYPE_ID), id: asInteger(pair.OWNER_ID) }));
	return activities.flatMap((activity) =>
		activity.bindings
			.filter(({ ownerTypeId, ownerId }) =>
				pairs.some(
					({ type, id }) =>
						(type === undefined || type === ownerTypeId) && (id === undefined || id === ownerId),
				),
			)
			.map(() => activity),
	);
}

function arrayParam(params: Params, name: string): Params {
	const value = eitherCase(params, name);
	if (value === undefined || value === null || value === '') return {};
	if (!isRecord(value)) throw notAnArray(name);
	return value;
}

function knownConditions(filter: Params, fields: string[]): Params {
	const conditions = Object.entries(filter).filter(([key, wanted]) => {
		const { field } = readKey(key);
		return fields.includes(field) && !isUnreadableTime(field, wanted) && !isEmpty(wanted);
	});
	return Object.fromEntries(conditions);
}

function isEmpty(wanted: unknown): boolean {
	return (
		wanted === undefined ||
		wanted === null ||
		wanted === '' ||
		(Array.isArray(wanted) && wanted.length === 0)
	);
}

function sorting(order: Params, fields: string[]): Params {
	const known = Object.entries(order).filter(([field]) => fields.includes(field));
	const sorted = known.map(([field, direction]) => [
		field,
		/^desc$/i.test(String(direction)) ? 'DESC' : 'ASC',
	]);
	return sorted.length > 0 ? Object.fromEntries(sorted) : { START_TIME: 'ASC' };
}

/**
 * COMMUNICATIONS and FILES come only when named (STORAGE_ELEMENT_IDS names FILES too); other
 * columns by name or by `*` [H].
 */
function selectedColumns(
	row: Params,
	activity: CrmActivity | undefined,
	select: unknown,
	{ store, name }: Portal,
): Params {
	const names = Array.isArray(select) ? select.map(String) : [];
	const wantsAll = names.length === 0 || names.includes('*');
	const columns = wantsAll
		? row
		: Object.fromEntries(Object.entries(row).filter(([field]) => names.includes(field)));
	if (!activity) return columns;
	return {
		...columns,
		...(names.includes('COMMUNICATIONS')
			? { COMMUNICATIONS: communicationRows(activity.communications, store) }
			: {}),
		...(names.includes('FILES') || names.includes('STORAGE_ELEMENT_IDS')
			? { FILES: fileRows(activity.id, activity.files, name) }
			: {}),
	};
}
