import { constant, text, type Fields } from '../fields';
import type { Communication, CrmActivity, Lead } from '../model';
import { asInteger, isRecord, type Params } from '../params';
import type { Store } from '../store';
import { readPortalTime } from '../timeBlock';
import { callType, customType, personOf, positive } from './activityBindings';

const given = (value: unknown) => (value === null ? undefined : String(value));
const positiveOnly = (value: unknown) => positive(value) || undefined;

/**
 * Every key of the documented answer of crm.activity.list; numbers are texts [H]. ORIGIN_VERSION,
 * NOTIFY_TYPE and whatever else cannot be written here has no effect, as unknown fields have none.
 */
export const activityFields: Fields<CrmActivity> = {
	id: {},
	ownerId: {},
	ownerTypeId: {},
	typeId: {},
	providerId: { show: ({ typeId }) => providers[typeId]?.[0] },
	providerTypeId: { show: ({ typeId }) => providers[typeId]?.[1] },
	providerGroupId: constant(null),
	associatedEntityId: constant('0'),
	subject: { read: text },
	createdTime: { frozen: 'CREATED' },
	updatedTime: { frozen: 'LAST_UPDATED' },
	startTime: { read: timeOf },
	endTime: { read: timeOf },
	// Not set directly: the start of a call (documents [H]).
	deadline: { show: ({ startTime }) => startTime },
	completed: {
		show: ({ completed }) => (completed ? 'Y' : 'N'),
		read: (value) => String(value).toUpperCase() === 'Y',
	},
	status: { show: ({ completed }) => (completed ? '2' : '1') },
	responsibleId: { read: positiveOnly },
	priority: { read: positiveOnly },
	notifyType: constant('0'),
	notifyValue: constant('0'),
	description: { read: text },
	descriptionType: { read: positiveOnly },
	direction: { read: asInteger },
	location: { read: text },
	settings: { read: (value) => (isRecord(value) ? value : undefined) },
	originatorId: { read: given },
	originId: { read: given },
	createdBy: { frozen: 'AUTHOR_ID' },
	updatedBy: { frozen: 'EDITOR_ID' },
	providerParams: constant([]),
	providerData: { read: given },
	resultMark: constant('0'),
	resultValue: constant(null),
	resultSum: constant(null),
	resultCurrencyId: constant(null),
	resultStatus: constant('0'),
	resultStream: constant('0'),
	resultSourceId: constant(null),
	autocompleteRule: constant('0'),
};

/** PROVIDER_ID and PROVIDER_TYPE_ID by the type: a meeting, a call, a to-do. */
const providers: Readonly<Record<number, [id: string, typeId: string]>> = {
	1: ['CRM_MEETING', 'MEETING'],
	[callType]: ['VOXIMPLANT_CALL', 'CALL'],
	[customType]: ['CRM_TODO', 'TODO'],
};

/**
 * A time that cannot be read is dropped without an error (core [M]); one without an offset is in
 * the portal's zone.
 */
function timeOf(value: unknown): Date | undefined {
	const time = typeof value === 'string' ? readPortalTime(value) : NaN;
	return Number.isNaN(time) ? undefined : new Date(time);
}

/**
 * COMMUNICATIONS, given only when selected. ENTITY_SETTINGS names the client (documented example
 * [H], of a company or a lead [L]).
 */
export function communicationRows(communications: Communication[], store: Store): Params[] {
	return communications.map((communication) => ({
		ID: String(communication.id),
		TYPE: communication.type,
		VALUE: communication.value,
		ENTITY_ID: String(communication.entityId),
		ENTITY_TYPE_ID: String(communication.entityTypeId),
		ENTITY_SETTINGS: entitySettings(store.find(personOf(communication))?.record),
	}));
}

function entitySettings({ name, lastName, title, stageId }: Partial<Lead> = {}): unknown {
	if (lastName === undefined)
		return title === undefined || stageId !== undefined ? [] : { COMPANY_TITLE: title };
	const company = { COMPANY_TITLE: '', COMPANY_ID: '0' };
	const owner = title === undefined ? company : { LEAD_TITLE: title };
	return { HONORIFIC: '', NAME: name, SECOND_NAME: '', LAST_NAME: lastName, ...owner };
}

/** FILES, given only when selected: a number and an address, neither name nor size (documented example [H]). */
export function fileRows({ id, files }: CrmActivity, portalName: string): Params[] {
	return files.map((file) => ({
		id: file.id,
		url: `https://${portalName}/bitrix/tools/crm_show_file.php?fileId=${file.id}&ownerTypeId=6&ownerId=${id}&auth=`,
	}));
}
