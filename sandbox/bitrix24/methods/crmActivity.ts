import { dateOf } from '../../core/clock';
import { notAnArray, parameterMissing, withoutCode, wrongDateTime } from '../errors';
import { frozenColumns, frozenName, rowOf, withFields } from '../fields';
import { blankActivity, type Binding, type CrmActivity } from '../model';
import { asInteger, eitherCase, isRecord, type Params } from '../params';
import type { Store } from '../store';
import {
	bindingIn,
	bindingsOf,
	callType,
	communicationsOf,
	customType,
	isWhole,
	meetingType,
	noteCall,
	ownerLabel,
	positive,
	shownFiles,
} from './activityBindings';
import { activityFields, communicationRows, fileRows } from './activityFields';
import { requestedFields, requestedId } from './crmDeal';
import { newFiles } from './files';
import { filtered, isUnreadableTime, only, ordered, page, readKey } from './listing';
import type { Methods } from './method';

const columns = frozenColumns(activityFields);

export const activityMethods: Methods = {
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

	/**
	 * The frozen crm.activity.add, after its documents [H] and, for the order of the checks, Bitrix24's
	 * core [M]. Every error has an empty code. Nothing stops the same ORIGIN_ID from being added twice.
	 * Calls and meetings only: e-mails and activities of applications are not in the stand-in.
	 */
	'crm.activity.add': (params, portal, origin) => {
		const { store } = portal;
		const fields = requestedFields(params);
		const owner = bindingIn(fields.OWNER_TYPE_ID, fields.OWNER_ID);
		if (String(fields.SUBJECT ?? '').trim() === '')
			throw withoutCode('The field SUBJECT is not defined or empty.');
		const responsibleId = addedResponsible(fields, owner, store);
		const typeId = addedType(fields);
		const communications = communicationsOf(fields.COMMUNICATIONS, owner, typeId, store);
		if (communications.length > 1)
			throw withoutCode('The only one communication is allowed for activity of specified type.');
		const bindings = bindingsOf(owner, communications, store);
		// An owner may be left out; it is then whom the activity is with [L].
		const shownOwner = isWhole(owner) ? owner : bindings[0];
		const added = {
			...blankActivity(store.nextId(), origin.userId, dateOf(portal.clock)),
			...shownOwner,
			typeId,
			responsibleId,
			communications,
			bindings,
		};
		const activity = {
			...rewritten(added, fields),
			responsibleId,
			files: newFiles(fields.FILES, store),
		};
		store.putActivity(activity);
		noteCall(activity, portal, origin);
		return { result: activity.id };
	},

	/** Answers only `true`. What is not sent stays as it is. */
	'crm.activity.update': (params, { store, activity, clock }, origin) => {
		const before = requestedActivity(params, store);
		const fields = requestedFields(params);
		if (before.typeId === customType) {
			// Of a to-do nothing else can be changed in the stand-in.
			store.putActivity({ ...before, completed: rewritten(before, fields).completed });
			return { result: true };
		}
		// Files are replaced by the new ones, and stay when there is no new one: an empty list removes nothing (core [M]).
		const files = newFiles(fields.FILES, store);
		const after: CrmActivity = {
			...rewritten(before, fields),
			...updatedPeople(before, fields, store),
			files: files.length > 0 ? files : before.files,
			updatedTime: dateOf(clock),
			updatedBy: origin.userId,
		};
		store.putActivity(after);
		if (files.length > 0) {
			const { subject } = after;
			const owner = ownerLabel(store, after);
			activity.note({ kind: 'files', ...origin, owner, subject, files: shownFiles(files) });
		}
		return { result: true };
	},

	/** Deletes to-dos too. */
	'crm.activity.delete': (params, { store }) => {
		store.removeActivity(requestedActivity(params, store));
		return { result: true };
	},

	/**
	 * A to-do with a deadline; without a responsible it is the caller's own (bitrix24.md#to-dos [H]). It is an activity
	 * of the type "custom", by the provider CRM_TODO (documents of crm.activity.list [H]).
	 */
	'crm.activity.todo.add': (params, { store, activity }, origin) => {
		for (const name of ['ownerTypeId', 'ownerId', 'deadline'])
			if (params[name] === undefined) throw parameterMissing(name);
		const owner = bindingIn(params.ownerTypeId, params.ownerId);
		const label = ownerLabel(store, owner);
		const deadline = String(params.deadline);
		const time = new Date(deadline);
		if (Number.isNaN(time.getTime())) throw wrongDateTime();
		const responsibleId = asInteger(params.responsibleId) ?? origin.userId;
		const todo = {
			...blankActivity(store.nextId(), responsibleId, time),
			...owner,
			typeId: customType,
			subject: String(params.title ?? 'Дело'),
			description: String(params.description ?? ''),
			descriptionType: 2,
			deadline,
			bindings: [owner],
		};
		store.putActivity(todo);
		const user = store.users.find((candidate) => candidate.id === responsibleId);
		activity.note({
			kind: 'todo',
			...origin,
			owner: label,
			title: todo.subject,
			text: todo.description,
			deadline: time.toISOString(),
			responsible: user ? `${user.name} ${user.lastName}` : `user ${responsibleId}`,
		});
		return { result: { id: todo.id } };
	},
};

function requestedActivity(params: Params, store: Store): CrmActivity {
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

/** Left out, it is the owner's responsible (a tutorial of the documents [H]). */
function addedResponsible(fields: Params, owner: Binding, store: Store): number {
	const id = positive(fields.RESPONSIBLE_ID) || store.find(owner)?.record.assignedById;
	if (!id) throw withoutCode('The field RESPONSIBLE_ID is not defined or invalid.');
	return id;
}

function addedType(fields: Params): number {
	const typeId = positive(fields.TYPE_ID);
	if (typeId < 1 || typeId > 6) throw withoutCode('The field TYPE_ID is not defined or invalid.');
	if (typeId === 6)
		throw withoutCode('The custom activity without provider is not supported in current context.');
	if (typeId !== callType && typeId !== meetingType) {
		throw withoutCode(`The activity type "${typeId} is not supported in current context".`);
	}
	return typeId;
}

/** Communications that are sent anew replace the old ones and make the bindings anew. */
function updatedPeople(before: CrmActivity, fields: Params, store: Store): Partial<CrmActivity> {
	if (!isRecord(fields.COMMUNICATIONS)) return {};
	const communications = communicationsOf(fields.COMMUNICATIONS, before, before.typeId, store);
	return { communications, bindings: bindingsOf(before, communications, store) };
}

function rewritten(before: CrmActivity, fields: Params): CrmActivity {
	const after = withFields(before, activityFields, fields, frozenName);
	const endsTooEarly = after.endTime === before.endTime && after.endTime < after.startTime;
	return endsTooEarly ? { ...after, endTime: after.startTime } : after;
}
