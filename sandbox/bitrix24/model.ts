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

export interface Deal {
	id: number;
	title: string;
	categoryId: number;
	stageId: string;
	opportunity: number;
	currencyId: string;
	companyId: number;
	contactIds: number[];
	assignedById: number;
	/** A template of recurring deals, which is in the lists of deals too. */
	isRecurring: boolean;
	sourceId: string;
	comments: string;
	createdTime: Date;
	createdBy: number;
	updatedTime: Date;
	updatedBy: number;
	movedTime: Date;
	movedBy: number;
	/** By their original names, UF_CRM_1720019876534. */
	userFields: Record<string, string>;
	/** Other fields that were written, by their names in crm.item.*. */
	more: Record<string, unknown>;
}

/**
 * TYPE_ID of crm.stagehistory.list: 1 created, 2 middle stage, 3 final stage, 5 pipeline changed
 * (bitrix24.md#stage-history [H]).
 */
export interface StageHistoryEntry {
	id: number;
	typeId: 1 | 2 | 3 | 5;
	dealId: number;
	time: Date;
	categoryId: number;
	stageId: string;
	semantics: Semantics;
}

export interface Phone {
	type: 'WORK' | 'MOBILE' | 'HOME';
	value: string;
}

export interface Company {
	id: number;
	/** Other fields that were written, by their names in crm.item.*. */
	more?: Record<string, unknown>;
	title: string;
	phones: Phone[];
}

export interface Contact {
	id: number;
	/** Other fields that were written, by their names in crm.item.*. */
	more?: Record<string, unknown>;
	name: string;
	lastName: string;
	phones: Phone[];
}

/** Somebody who has shown an interest, and is nobody's contact yet. */
export interface Lead {
	id: number;
	more?: Record<string, unknown>;
	title: string;
	name: string;
	lastName: string;
	stageId: string;
	assignedById: number;
	contactId: number;
	companyId: number;
	phones: Phone[];
}

/** An item of a smart process. */
export interface SmartItem {
	id: number;
	title: string;
	stageId: string;
	assignedById: number;
	contactIds: number[];
	companyId: number;
}

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

/** A to-do ("дело") of a CRM object. */
export interface Todo {
	id: number;
	ownerTypeId: number;
	ownerId: number;
	title: string;
	description: string;
	deadline: string;
	responsibleId: number;
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

/** What crm.activity.add makes: a call (TYPE_ID 2) or a meeting (1). */
export interface CrmActivity {
	id: number;
	ownerTypeId: number;
	ownerId: number;
	typeId: number;
	subject: string;
	description: string;
	descriptionType: number;
	/** 0 none, 1 incoming, 2 outgoing. */
	direction: number;
	startTime: Date;
	endTime: Date;
	responsibleId: number;
	completed: boolean;
	priority: number;
	location: string;
	originatorId: string | null;
	originId: string | null;
	providerData: string | null;
	settings: unknown;
	communications: Communication[];
	bindings: Binding[];
	files: StoredFile[];
	createdTime: Date;
	createdBy: number;
	updatedTime: Date;
	updatedBy: number;
}

export interface User {
	id: number;
	name: string;
	lastName: string;
	admin: boolean;
	position: string;
	email: string;
	mobile: string;
	/** The employee's extension in the telephone system; "" when he has none. */
	extension: string;
}

/** Who changed a deal. */
export interface Origin {
	by: 'REST' | 'user';
	userId: number;
	/** The REST method. */
	method?: string;
}

/** The built-in robot "Outgoing webhook" ("Исходящий вебхук"), placed on a stage. */
export interface Robot {
	stageId: string;
	url: string;
	name?: string;
}
