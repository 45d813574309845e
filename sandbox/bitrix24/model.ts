/** What a portal keeps. "Pipeline" is Bitrix24's category (funnel, воронка). */

/**
 * P in progress, S success, F failure: the letters of STAGE_SEMANTIC_ID
 * (bitrix24.md#pipelines-and-stages [H]).
 */
export type Semantics = 'P' | 'S' | 'F';

export interface Stage {
	/**
	 * STATUS_ID: `NEW` in pipeline 0, `C9:NEW` in pipeline 9 (bitrix24.md#pipelines-and-stages [H]).
	 */
	id: string;
	name: string;
	color: string;
	semantics: Semantics;
	/** "Y" stages cannot be deleted on a portal. */
	system?: boolean;
	/** A failure stage whose EXTRA.SEMANTICS is "apology" (bitrix24.md#pipelines-and-stages [H]). */
	apology?: boolean;
	/** User fields (UF_CRM_…) that must be filled before a deal may enter the stage. */
	requiredFields?: string[];
	/** The CRM role of every user of this portal forbids moving a deal here. */
	transitionForbidden?: boolean;
}

export interface Pipeline {
	id: number;
	name: string;
	sort: number;
	stages: Stage[];
}

/** The incoming webhook was made by user 1. */
export const webhookUserId = 1;

export type Deal = ReturnType<typeof blankDeal>;

/** A deal of which only the number and the time are known. */
export function blankDeal(id: number, userId: number, time: Date) {
	return {
		id,
		title: `Сделка #${id}`,
		categoryId: 0,
		stageId: 'NEW',
		opportunity: 0,
		currencyId: 'RUB',
		companyId: 0,
		contactIds: [] as number[],
		assignedById: userId,
		/** A template of recurring deals, which is in the lists of deals too. */
		isRecurring: false,
		sourceId: 'CALL',
		comments: '',
		createdTime: time,
		createdBy: userId,
		updatedTime: time,
		updatedBy: userId,
		movedTime: time,
		movedBy: userId,
		/** By their original names, UF_CRM_1720019876534. */
		userFields: {} as Record<string, unknown>,
		/** Other fields that were written, by their names in crm.item.*. */
		more: {} as Record<string, unknown>,
	};
}

export interface Phone {
	/** WORK, MOBILE, HOME, … */
	type: string;
	value: string;
}

/** Somebody with telephones. */
function blankClient(id: number) {
	return {
		id,
		assignedById: webhookUserId,
		phones: [] as Phone[],
		emails: [] as Phone[],
		/** Other fields that were written, by their names in crm.item.*. */
		more: {} as Record<string, unknown>,
	};
}
export type Client = ReturnType<typeof blankClient>;

export const blankCompany = (id: number) => ({ ...blankClient(id), title: `Компания #${id}` });
export type Company = ReturnType<typeof blankCompany>;

export const blankContact = (id: number) => ({ ...blankClient(id), name: '', lastName: '' });
export type Contact = ReturnType<typeof blankContact>;

/** Somebody who has shown an interest, and is nobody's contact yet. */
export function blankLead(id: number) {
	const none = { contactId: 0, companyId: 0 };
	return { ...blankContact(id), title: `Лид #${id}`, stageId: 'NEW', ...none };
}
export type Lead = ReturnType<typeof blankLead>;

/** A comment in the timeline of a CRM object. */
export interface Comment {
	id: number;
	/** `lead`, `deal`, `contact`, `company`. */
	entityType: string;
	entityId: number;
	text: string;
	files: StoredFile[];
	authorId: number;
	time: Date;
}

/** Whom a call was with: a phone number of a CRM object. */
export interface Communication {
	id: number;
	type: string;
	value: string;
	entityTypeId: number;
	entityId: number;
}

/** A CRM object in whose timeline an activity stands. */
export interface Binding {
	ownerTypeId: number;
	ownerId: number;
}

/** A file on the portal's Drive. Its bytes are not kept. */
export interface StoredFile {
	id: number;
	name: string;
	size: number;
	sha256: string;
}

/** What crm.activity.add makes, a call (TYPE_ID 2) or a meeting (1), and a to-do ("дело", 6). */
export type CrmActivity = ReturnType<typeof blankActivity>;

/** What an activity is before anything is said of it. */
export function blankActivity(id: number, userId: number, time: Date) {
	return {
		id,
		ownerTypeId: 0,
		ownerId: 0,
		typeId: 0,
		subject: '',
		description: '',
		descriptionType: 1,
		/** 0 none, 1 incoming, 2 outgoing. */
		direction: 0,
		startTime: time,
		endTime: time,
		responsibleId: userId,
		completed: false,
		/** Of a to-do, as it was written. */
		deadline: '',
		priority: 2,
		location: '',
		originatorId: null as string | null,
		originId: null as string | null,
		providerData: null as string | null,
		settings: [] as unknown,
		communications: [] as Communication[],
		bindings: [] as Binding[],
		files: [] as StoredFile[],
		createdTime: time,
		createdBy: userId,
		updatedTime: time,
		updatedBy: userId,
	};
}

/** Who changed a deal. */
export interface Origin {
	by: 'REST' | 'user';
	userId: number;
	/** The REST method. */
	method?: string;
}
