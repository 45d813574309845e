import { notAnArray, withoutCode } from '../errors';
import { frozenColumns, rowOf } from '../fields';
import type { CrmActivity } from '../model';
import { asInteger, eitherCase, isRecord, type Params } from '../params';
import type { Store } from '../store';
import { activityFields, communicationRows, fileRows } from './activityFields';
import { requestedId } from './crmDeal';
import { filtered, isUnreadableTime, only, ordered, page, readKey } from './listing';
import type { Methods } from './method';

const columns = frozenColumns(activityFields);

export const activityReads: Methods = {
	/** The whole activity; its files too when it has any, for they are a column of the row [M]. */
	'crm.activity.get': (params, portal) => {
		const activity = requestedActivity(params, portal.store);
		const files = activity.files.length > 0 ? { FILES: fileRows(activity, portal.name) } : {};
		return { result: { ...rowOf(activity, columns), ...files } };
	},

	/**
	 * To-dos are activities too. An empty condition is dropped, so that everything is found (Bitrix24's core [M]).
	 * Without `order` by START_TIME; filter and order keys that are no column are passed over (Bitrix24's core [M]).
	 */
	'crm.activity.list': (params, { store, name }) => {
		const { BINDINGS, ...conditions } = arrayParam(params, 'filter');
		const order = sorting(arrayParam(params, 'order'));
		const joined = joinedByBindings(store.activities.all, BINDINGS);
		const found = ordered(filtered(joined, known(conditions), columns), order, columns);
		const { rows, ...paging } = page(found, eitherCase(params, 'start'));
		const shown = only<CrmActivity>(
			{
				...columns,
				COMMUNICATIONS: ({ communications }) => communicationRows(communications, store),
				FILES: (activity) => fileRows(activity, name),
			},
			wantedColumns(eitherCase(params, 'select')),
		);
		return { result: rows.map((activity) => rowOf(activity, shown)), ...paging };
	},
};

export function requestedActivity(params: Params, store: Store): CrmActivity {
	const activity = store.activities.get(requestedId(params));
	if (!activity) throw withoutCode('Activity is not found.');
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

function known(filter: Params): Params {
	const conditions = Object.entries(filter).filter(([key, wanted]) => {
		const { field } = readKey(key);
		const isEmpty =
			wanted === null || wanted === '' || (Array.isArray(wanted) && wanted.length === 0);
		return Object.hasOwn(columns, field) && !isUnreadableTime(field, wanted) && !isEmpty;
	});
	return Object.fromEntries(conditions);
}

function sorting(order: Params): Params {
	const sorted = Object.entries(order)
		.filter(([field]) => Object.hasOwn(columns, field))
		.map(([field, direction]) => [field, /^desc$/i.test(String(direction)) ? 'DESC' : 'ASC']);
	return sorted.length > 0 ? Object.fromEntries(sorted) : { START_TIME: 'ASC' };
}

/**
 * COMMUNICATIONS and FILES come only when named (STORAGE_ELEMENT_IDS names FILES too); other
 * columns by name or by `*` [H].
 */
function wantedColumns(select: unknown): string[] {
	const names = Array.isArray(select) ? select.map(String) : [];
	if (names.includes('STORAGE_ELEMENT_IDS')) names.push('FILES');
	return names.length === 0 || names.includes('*') ? [...Object.keys(columns), ...names] : names;
}
