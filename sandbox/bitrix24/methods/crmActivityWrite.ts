import { dateOf } from '../../core/clock';
import { notAnArray, withoutCode } from '../errors';
import type { CrmActivity } from '../model';
import { asInteger, eitherCase, isRecord, type Params } from '../params';
import type { Store } from '../store';
import { readPortalTime } from '../timeBlock';
import {
	bindingsOf,
	callType,
	communicationsOf,
	meetingType,
	positive,
	responsibleOf,
	type Owner,
} from './activityBindings';
import { noteCall, noteFiles } from './activityFeed';
import { blankActivity } from './activityFields';
import { requestedActivity } from './crmActivityRead';
import { newFiles } from './files';
import type { Method } from './method';

/**
 * The frozen crm.activity.add, after its documents [H] and, for the order of the checks, Bitrix24's
 * core [M]. Every error has an empty code. Nothing stops the same ORIGIN_ID from being added twice.
 * Calls and meetings only: e-mails and activities of applications are not in the stand-in.
 */
export const activityAdd: Method = (params, portal, origin) => {
	const { store } = portal;
	const fields = fieldsOf(params);
	const owner = { ownerTypeId: positive(fields.OWNER_TYPE_ID), ownerId: positive(fields.OWNER_ID) };
	if (String(fields.SUBJECT ?? '').trim() === '')
		throw withoutCode('The field SUBJECT is not defined or empty.');
	const responsibleId = addedResponsible(fields, owner, store);
	const typeId = addedType(fields);
	const communications = communicationsOf(fields.COMMUNICATIONS, owner, typeId, store);
	if (communications.length > 1)
		throw withoutCode('The only one communication is allowed for activity of specified type.');
	const bindings = bindingsOf(owner, communications, store);
	// An owner may be left out; it is then whom the activity is with [L].
	const shownOwner = owner.ownerId > 0 && owner.ownerTypeId > 0 ? owner : bindings[0];
	const added = {
		...blankActivity(store.nextId(), origin.userId, dateOf(portal.clock)),
		...owner,
		...shownOwner,
		typeId,
		responsibleId,
		communications,
		bindings,
	};
	const activity = { ...withColumns(added, fields), files: newFiles(fields.FILES, store) };
	store.putActivity(activity);
	noteCall(activity, portal, origin);
	return { result: activity.id };
};

/** Answers only `true`. What is not sent stays as it is. */
export const activityUpdate: Method = (params, portal, origin) => {
	const { store } = portal;
	const before = requestedActivity(params, portal);
	const fields = fieldsOf(params);
	const toDo = store.todos.find(({ id }) => id === before.id);
	if (toDo) {
		// Of a to-do nothing else can be changed in the stand-in.
		toDo.completed = withColumns(before, fields).completed;
		return { result: true };
	}
	const changed = {
		...withColumns(before, fields),
		responsibleId: positive(fields.RESPONSIBLE_ID) || before.responsibleId,
	};
	// Files are replaced by the new ones, and stay when there is no new one: an empty list removes nothing (core [M]).
	const files = newFiles(fields.FILES, store);
	const after: CrmActivity = {
		...changed,
		...updatedPeople(before, fields, store),
		files: files.length > 0 ? files : before.files,
		updatedTime: dateOf(portal.clock),
		updatedBy: origin.userId,
	};
	store.putActivity(after);
	noteFiles(after, files, portal, origin);
	return { result: true };
};

/** Deletes to-dos too. */
export const activityDelete: Method = (params, portal) => {
	const { todos } = portal.store;
	const toDo = todos.findIndex(({ id }) => id === asInteger(eitherCase(params, 'id')));
	if (toDo === -1) portal.store.removeActivity(requestedActivity(params, portal));
	else todos.splice(toDo, 1);
	return { result: true };
};

function fieldsOf(params: Params): Params {
	const fields = eitherCase(params, 'fields');
	if (!isRecord(fields)) throw notAnArray('fields');
	return fields;
}

/** Left out, it is the owner's responsible (a tutorial of the documents [H]). */
function addedResponsible(fields: Params, owner: Owner, store: Store): number {
	const id = positive(fields.RESPONSIBLE_ID) || responsibleOf(owner, store);
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
	return {
		communications,
		bindings: bindingsOf(
			{ ownerTypeId: before.ownerTypeId, ownerId: before.ownerId },
			communications,
			store,
		),
	};
}

/** ORIGIN_VERSION, NOTIFY_TYPE and whatever else is not here has no effect, as unknown fields have none. */
function withColumns(activity: CrmActivity, fields: Params): CrmActivity {
	const text = (name: string, old: string) =>
		fields[name] === undefined ? old : String(fields[name]);
	const textOrNull = (name: string, old: string | null) =>
		fields[name] === undefined || fields[name] === null ? old : String(fields[name]);
	const startTime = timeOf(fields.START_TIME) ?? activity.startTime;
	return {
		...activity,
		subject: text('SUBJECT', activity.subject),
		description: text('DESCRIPTION', activity.description),
		descriptionType: positive(fields.DESCRIPTION_TYPE) || activity.descriptionType,
		direction: asInteger(fields.DIRECTION) ?? activity.direction,
		startTime,
		endTime:
			timeOf(fields.END_TIME) ?? (activity.endTime < startTime ? startTime : activity.endTime),
		completed:
			fields.COMPLETED === undefined
				? activity.completed
				: String(fields.COMPLETED).toUpperCase() === 'Y',
		priority: positive(fields.PRIORITY) || activity.priority,
		location: text('LOCATION', activity.location),
		originatorId: textOrNull('ORIGINATOR_ID', activity.originatorId),
		originId: textOrNull('ORIGIN_ID', activity.originId),
		providerData: textOrNull('PROVIDER_DATA', activity.providerData),
		settings: isRecord(fields.SETTINGS) ? fields.SETTINGS : activity.settings,
	};
}

/**
 * A time that cannot be read is dropped without an error (core [M]); one without an offset is in
 * the portal's zone.
 */
function timeOf(value: unknown): Date | undefined {
	if (typeof value !== 'string') return undefined;
	const time = readPortalTime(value);
	return Number.isNaN(time) ? undefined : new Date(time);
}
