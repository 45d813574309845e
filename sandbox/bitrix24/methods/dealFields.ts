import type { Deal, Semantics } from '../model';
import { asInteger, isRecord, type Params } from '../params';
import { userFieldNames } from '../sampleData';
import type { Store } from '../store';
import { portalTime } from '../timeBlock';

/** The entity type of deals (bitrix24.md#deals [H]). */
export const dealTypeId = 2;

function semanticsOf(store: Store, deal: Deal): Semantics {
	return store.stage(deal.stageId)?.semantics ?? 'P';
}

/**
 * A deal as crm.item.* shows it: numbers and camelCase, no previousStageId (bitrix24.md#deals [H]).
 */
export function itemOf(store: Store, deal: Deal, originalUfNames: boolean): Params {
	const semantics = semanticsOf(store, deal);
	return {
		id: deal.id,
		createdTime: portalTime(deal.createdTime),
		updatedTime: portalTime(deal.updatedTime),
		createdBy: deal.createdBy,
		updatedBy: deal.updatedBy,
		assignedById: deal.assignedById,
		opened: 'Y',
		companyId: deal.companyId,
		contactId: deal.contactIds[0] ?? 0,
		title: deal.title,
		typeId: 'SALE',
		categoryId: deal.categoryId,
		stageId: deal.stageId,
		stageSemanticId: semantics,
		isNew: 'N',
		// Templates are in every list that does not ask for 'N' [M].
		isRecurring: deal.isRecurring ? 'Y' : 'N',
		closed: semantics === 'P' ? 'N' : 'Y',
		opportunity: deal.opportunity,
		isManualOpportunity: 'Y',
		currencyId: deal.currencyId,
		sourceId: deal.sourceId,
		sourceDescription: null,
		comments: deal.comments,
		movedBy: deal.movedBy,
		movedTime: portalTime(deal.movedTime),
		lastActivityBy: deal.updatedBy,
		lastActivityTime: portalTime(deal.updatedTime),
		...userFields(deal, originalUfNames ? (name) => name : camelUserField, null),
		originatorId: null,
		originId: null,
		observers: [],
		...deal.more,
		contactIds: deal.contactIds,
		entityTypeId: dealTypeId,
	};
}

/**
 * A deal as the frozen crm.deal.* shows it: upper case, and every value a string
 * (bitrix24.md#deals [H]).
 */
export function frozenDealOf(store: Store, deal: Deal): Params {
	const semantics = semanticsOf(store, deal);
	return {
		ID: String(deal.id),
		TITLE: deal.title,
		TYPE_ID: 'SALE',
		STAGE_ID: deal.stageId,
		CURRENCY_ID: deal.currencyId,
		OPPORTUNITY: deal.opportunity.toFixed(2),
		IS_MANUAL_OPPORTUNITY: 'Y',
		LEAD_ID: null,
		COMPANY_ID: String(deal.companyId),
		CONTACT_ID: deal.contactIds[0] === undefined ? null : String(deal.contactIds[0]),
		ASSIGNED_BY_ID: String(deal.assignedById),
		CREATED_BY_ID: String(deal.createdBy),
		MODIFY_BY_ID: String(deal.updatedBy),
		DATE_CREATE: portalTime(deal.createdTime),
		DATE_MODIFY: portalTime(deal.updatedTime),
		OPENED: 'Y',
		CLOSED: semantics === 'P' ? 'N' : 'Y',
		COMMENTS: deal.comments,
		CATEGORY_ID: String(deal.categoryId),
		STAGE_SEMANTIC_ID: semantics,
		SOURCE_ID: deal.sourceId,
		MOVED_BY_ID: String(deal.movedBy),
		MOVED_TIME: portalTime(deal.movedTime),
		...userFields(deal, (name) => name, ''),
	};
}

function userFields(deal: Deal, rename: (name: string) => string, empty: string | null): Params {
	return Object.fromEntries(
		Object.keys(userFieldNames).map((name) => [rename(name), deal.userFields[name] ?? empty]),
	);
}

/** `UF_CRM_1720019876534` → `ufCrm_1720019876534`, as in the documented answer of crm.item.get [H]. */
function camelUserField(name: string): string {
	return name.replace('UF_CRM', 'ufCrm');
}

type Write = (deal: Deal, value: unknown) => Deal;

/**
 * What an update may write, by its crm.item name. The stage and the pipeline have rules of their
 * own (stageRules.ts).
 */
const writers: Record<string, Write> = {
	title: (deal, value) => ({ ...deal, title: String(value) }),
	opportunity: (deal, value) => ({ ...deal, opportunity: Number(value) || 0 }),
	currencyId: (deal, value) => ({ ...deal, currencyId: String(value) }),
	comments: (deal, value) => ({ ...deal, comments: String(value ?? '') }),
	sourceId: (deal, value) => ({ ...deal, sourceId: String(value) }),
	assignedById: (deal, value) => ({ ...deal, assignedById: asInteger(value) ?? deal.assignedById }),
	companyId: (deal, value) => ({ ...deal, companyId: asInteger(value) ?? 0 }),
	contactId: (deal, value) => ({ ...deal, contactIds: idList([value]) }),
	contactIds: (deal, value) => ({
		...deal,
		contactIds: idList(isRecord(value) ? Object.values(value) : []),
	}),
};

function idList(values: unknown[]): number[] {
	return values.map(asInteger).filter((id) => id !== undefined && id > 0) as number[];
}

/** Unknown field names are silently ignored, by both methods (bitrix24.md#deals [H]). */
export function withItemFields(deal: Deal, fields: Params): Deal {
	return Object.entries(fields).reduce((changed, [name, value]) => {
		const userField = Object.keys(userFieldNames).find(
			(known) => known === name || camelUserField(known) === name,
		);
		if (userField) return withUserField(changed, userField, value);
		const write = Object.hasOwn(writers, name) ? writers[name] : undefined;
		return write ? write(changed, value) : changed;
	}, deal);
}

/** The same for the frozen twins: `ASSIGNED_BY_ID` for `assignedById`. */
export function withFrozenFields(deal: Deal, fields: Params): Deal {
	const renamed = Object.entries(fields).map(([name, value]) => [
		name.startsWith('UF_') ? name : camel(name),
		value,
	]);
	return withItemFields(deal, Object.fromEntries(renamed));
}

function camel(name: string): string {
	if (name !== name.toUpperCase()) return '';
	return name.toLowerCase().replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function withUserField(deal: Deal, name: string, value: unknown): Deal {
	return { ...deal, userFields: { ...deal.userFields, [name]: String(value ?? '') } };
}
