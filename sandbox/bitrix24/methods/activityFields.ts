import type { Communication, CrmActivity, StoredFile, Todo } from '../model';
import type { Params } from '../params';
import type { Store } from '../store';
import { portalTime } from '../timeBlock';
import { callType, customType, type Owner } from './activityBindings';

/** A row of crm.activity.list, with every key of the documented answer; numbers are strings [H]. */
export function activityRow(activity: CrmActivity): Params {
	return {
		ID: String(activity.id),
		OWNER_ID: String(activity.ownerId),
		OWNER_TYPE_ID: String(activity.ownerTypeId),
		TYPE_ID: String(activity.typeId),
		...providerOf(activity.typeId),
		PROVIDER_GROUP_ID: null,
		ASSOCIATED_ENTITY_ID: '0',
		SUBJECT: activity.subject,
		CREATED: portalTime(activity.createdTime),
		LAST_UPDATED: portalTime(activity.updatedTime),
		START_TIME: portalTime(activity.startTime),
		END_TIME: portalTime(activity.endTime),
		// Not set directly: the start of a call (documents [H]).
		DEADLINE: portalTime(activity.startTime),
		COMPLETED: activity.completed ? 'Y' : 'N',
		STATUS: activity.completed ? '2' : '1',
		RESPONSIBLE_ID: String(activity.responsibleId),
		PRIORITY: String(activity.priority),
		NOTIFY_TYPE: '0',
		NOTIFY_VALUE: '0',
		DESCRIPTION: activity.description,
		DESCRIPTION_TYPE: String(activity.descriptionType),
		DIRECTION: String(activity.direction),
		LOCATION: activity.location,
		SETTINGS: activity.settings,
		ORIGINATOR_ID: activity.originatorId,
		ORIGIN_ID: activity.originId,
		AUTHOR_ID: String(activity.createdBy),
		EDITOR_ID: String(activity.updatedBy),
		PROVIDER_PARAMS: [],
		PROVIDER_DATA: activity.providerData,
		RESULT_MARK: '0',
		RESULT_VALUE: null,
		RESULT_SUM: null,
		RESULT_CURRENCY_ID: null,
		RESULT_STATUS: '0',
		RESULT_STREAM: '0',
		RESULT_SOURCE_ID: null,
		AUTOCOMPLETE_RULE: '0',
	};
}

function providerOf(typeId: number): Params {
	if (typeId === callType) return { PROVIDER_ID: 'VOXIMPLANT_CALL', PROVIDER_TYPE_ID: 'CALL' };
	if (typeId === customType) return { PROVIDER_ID: 'CRM_TODO', PROVIDER_TYPE_ID: 'TODO' };
	return { PROVIDER_ID: 'CRM_MEETING', PROVIDER_TYPE_ID: 'MEETING' };
}

/**
 * A to-do as the activity that it is: of the type "custom", by the provider CRM_TODO (documents of
 * crm.activity.list [H]).
 */
export function activityOfTodo({
	id,
	ownerTypeId,
	ownerId,
	title,
	description,
	deadline,
	responsibleId,
	completed = false,
}: Todo): CrmActivity {
	return {
		...blankActivity(id, responsibleId, new Date(deadline)),
		ownerTypeId,
		ownerId,
		typeId: customType,
		subject: title,
		description,
		descriptionType: 2,
		responsibleId,
		completed,
		bindings: [{ ownerTypeId, ownerId }],
	};
}

/** What an activity is before anything is said of it. */
export function blankActivity(
	id: number,
	userId: number,
	time: Date,
): Omit<CrmActivity, keyof Owner | 'typeId' | 'responsibleId'> {
	return {
		id,
		subject: '',
		description: '',
		descriptionType: 1,
		direction: 0,
		startTime: time,
		endTime: time,
		completed: false,
		priority: 2,
		location: '',
		originatorId: null,
		originId: null,
		providerData: null,
		settings: [],
		communications: [],
		bindings: [],
		files: [],
		createdTime: time,
		createdBy: userId,
		updatedTime: time,
		updatedBy: userId,
	};
}

/**
 * COMMUNICATIONS, given only when selected. ENTITY_SETTINGS names the client (documented example
 * [H], of a company or a lead [L]).
 */
export function communicationRows(communications: Communication[], store: Store): Params[] {
	return communications.map(({ id, type, value, entityTypeId, entityId }) => ({
		ID: String(id),
		TYPE: type,
		VALUE: value,
		ENTITY_ID: String(entityId),
		ENTITY_TYPE_ID: String(entityTypeId),
		ENTITY_SETTINGS: entitySettings(entityTypeId, entityId, store),
	}));
}

function entitySettings(entityTypeId: number, entityId: number, store: Store): unknown {
	const lead = entityTypeId === 1 ? store.leads.find(({ id }) => id === entityId) : undefined;
	if (lead)
		return {
			HONORIFIC: '',
			NAME: lead.name,
			SECOND_NAME: '',
			LAST_NAME: lead.lastName,
			LEAD_TITLE: lead.title,
		};
	const contact = entityTypeId === 3 ? store.contacts.find(({ id }) => id === entityId) : undefined;
	if (contact)
		return {
			HONORIFIC: '',
			NAME: contact.name,
			SECOND_NAME: '',
			LAST_NAME: contact.lastName,
			COMPANY_TITLE: '',
			COMPANY_ID: '0',
		};
	const company =
		entityTypeId === 4 ? store.companies.find(({ id }) => id === entityId) : undefined;
	return company ? { COMPANY_TITLE: company.title } : [];
}

/** FILES, given only when selected: a number and an address, neither name nor size (documented example [H]). */
export function fileRows(activityId: number, files: StoredFile[], portalName: string): Params[] {
	return files.map(({ id }) => ({
		id,
		url: `https://${portalName}/bitrix/tools/crm_show_file.php?fileId=${id}&ownerTypeId=6&ownerId=${activityId}&auth=`,
	}));
}
