import { notIterable } from './errors';
import { constant, ids, idOrNone, text, type Fields } from './fields';
import { camelUserField, writableOf } from './fieldTypes';
import {
	blankCompany,
	blankContact,
	blankDeal,
	blankLead,
	webhookUserId,
	type Client,
	type Company,
	type Contact,
	type Deal,
	type Lead,
	type Phone,
	type Stage,
} from './model';
import { asInteger, asRecord, isRecord, type Params } from './params';
import { userFields } from './sampleData';
import {
	blankSmartItem,
	smartPipeline,
	smartStages,
	smartTypeId,
	type SmartItem,
} from './smartProcess';
import { leadStages, semanticsOf } from './stages';

export interface CrmRecord {
	id: number;
	/** Who answers for it. */
	assignedById: number;
}

/** A kind of record of the CRM: what it is called, starts with, shows and takes. */
export interface Entity<T extends CrmRecord = CrmRecord> {
	/** entityTypeId, OWNER_TYPE_ID (bitrix24.md#deals, bitrix24.md#clients and documents of crm.item.* [H]). */
	typeId: number;
	/** ENTITY_TYPE of comments. */
	name: string;
	/** A record of which only the number is known. */
	blank(id: number): T;
	/** How the board names one. */
	label(record: T): string;
	fields: Fields<T>;
}

const constantOfItems = (value: unknown) => ({ ...constant(value), frozen: false as const });
const itemsOnly = { frozen: false as const };

export const deals: Entity<Deal> = {
	typeId: 2,
	name: 'deal',
	// Sample deals were made on consecutive days of November 2026.
	blank: (id) => blankDeal(id, webhookUserId, new Date(Date.UTC(2026, 10, 1 + (id % 20), 7, 30))),
	label: ({ id }) => `#${id}`,
	/** No previousStageId (bitrix24.md#deals [H]). The stage and the pipeline have rules of their own (stageRules.ts). */
	fields: withKept<Deal>(2, {
		id: {},
		title: { read: text },
		typeId: constant('SALE'),
		categoryId: { ruled: true },
		stageId: { ruled: true },
		stageSemanticId: { show: ({ stageId }) => semanticsOf(stageId) },
		isNew: constantOfItems('N'),
		// Templates are in every list that does not ask for 'N' [M].
		isRecurring: { ...itemsOnly, show: ({ isRecurring }) => (isRecurring ? 'Y' : 'N') },
		opened: constant('Y'),
		closed: { show: ({ stageId }) => (semanticsOf(stageId) === 'P' ? 'N' : 'Y') },
		opportunity: {
			showFrozen: ({ opportunity }) => opportunity.toFixed(2),
			read: (value) => Number(value) || 0,
		},
		isManualOpportunity: constant('Y'),
		currencyId: { read: text },
		leadId: constant(null),
		companyId: { read: idOrNone },
		contactId: {
			show: ({ contactIds }) => contactIds[0] ?? 0,
			showFrozen: ({ contactIds }) => contactIds[0] ?? null,
			write: (value) => ({ contactIds: ids([value]) }),
		},
		contactIds: {
			showFrozen: () => undefined,
			read: (value) => ids(isRecord(value) ? Object.values(value) : []),
		},
		observers: constantOfItems([]),
		sourceId: { read: text },
		sourceDescription: constantOfItems(null),
		comments: { read: text },
		assignedById: { read: asInteger },
		createdTime: { frozen: 'DATE_CREATE' },
		createdBy: { frozen: 'CREATED_BY_ID' },
		updatedTime: { frozen: 'DATE_MODIFY' },
		updatedBy: { frozen: 'MODIFY_BY_ID' },
		movedTime: {},
		movedBy: { frozen: 'MOVED_BY_ID' },
		lastActivityTime: { ...itemsOnly, show: ({ updatedTime }) => updatedTime },
		lastActivityBy: { ...itemsOnly, show: ({ updatedBy }) => updatedBy },
		...userFieldsOf(Object.keys(userFields)),
	}),
};

function userFieldsOf(names: string[]): Fields<Deal> {
	const fields = names.map((name) => [
		camelUserField(name),
		{
			frozen: name,
			show: (deal: Deal) => deal.userFields[name] ?? null,
			showFrozen: (deal: Deal) => deal.userFields[name] ?? '',
			write: (value: unknown, { userFields: before }: Deal) => ({
				userFields: { ...before, [name]: customValue(name, value) },
			}),
		},
	]);
	return Object.fromEntries(fields) as Fields<Deal>;
}

/** An empty text in a list is no value [L]. */
function customValue(name: string, value: unknown): unknown {
	if (isRecord(value))
		return Object.values(value)
			.filter((one) => one !== '')
			.map(String);
	if (userFields[name]?.flags?.includes('m')) throw notIterable();
	return text(value);
}

/** Those fields, and every other one that can be written, kept as it was written. */
function withKept<T extends { more: Params }>(typeId: number, fields: Fields<T>): Fields<T> {
	const kept = writableOf(typeId)
		.filter((name) => !fields[name]?.read && !fields[name]?.write && !fields[name]?.ruled)
		.map((name) => [
			name,
			{
				...fields[name],
				show: (record: T) => record.more[name] ?? fields[name]?.show?.(record),
				write: (value: unknown, { more }: T) => ({ more: { ...more, [name]: value } }),
			},
		]);
	return { ...fields, ...(Object.fromEntries(kept) as Fields<T>) };
}

/**
 * Every phone in `fm`, and the first of each kind flat beside it (bitrix24.md#clients [H]; what the
 * flat fields hold when there is none is our reading [L]). The frozen twins have no PHONE at all
 * when there is none (bitrix24.md#clients [H]). `firstRow`: rows of the phone table have numbers of
 * their own; these are made from the client's.
 */
function clientFields(firstRow: number): Fields<Client> {
	const rowsOf = ({ id, phones, emails }: Client) => {
		const rows = [
			...phones.map((phone) => ({ typeId: 'PHONE', ...phone })),
			...emails.map((email) => ({ typeId: 'EMAIL', ...email })),
		];
		return rows.map(({ typeId, type: valueType, value }, index) => {
			return { id: firstRow + id * 10 + index, typeId, valueType, value };
		});
	};
	const first = (type: Phone['type']) => ({
		...itemsOnly,
		show: ({ phones }: Client) => phones.find((phone) => phone.type === type)?.value ?? null,
	});
	return {
		id: {},
		assignedById: { read: asInteger },
		opened: constant('Y'),
		hasPhone: { show: ({ phones }) => (phones.length > 0 ? 'Y' : 'N') },
		phone: {
			show: ({ phones }) => phones[0]?.value ?? null,
			showFrozen: (client) => {
				const rows = rowsOf({ ...client, emails: [] }).map(({ id, typeId, valueType, value }) => {
					return { ID: String(id), VALUE_TYPE: valueType, VALUE: value, TYPE_ID: typeId };
				});
				return rows.length > 0 ? rows : undefined;
			},
		},
		phoneWork: first('WORK'),
		phoneMobile: first('MOBILE'),
		fm: {
			...itemsOnly,
			show: rowsOf,
			// Each row under a key that is no number is added (bitrix24.md#phones [H]).
			write: (value, { phones, emails }) => {
				const rows = Object.values(asRecord(value)).map(asRecord);
				const added = (typeId: string) =>
					rows
						.filter((row) => row.typeId === typeId)
						.map((row) => ({ type: text(row.valueType), value: text(row.value) }));
				return {
					phones: [...phones, ...added('PHONE')],
					emails: [...emails, ...added('EMAIL')],
				};
			},
		},
	};
}

export const contacts: Entity<Contact> = {
	typeId: 3,
	name: 'contact',
	blank: blankContact,
	label: ({ name, lastName }) => `${name} ${lastName}`,
	fields: withKept<Contact>(3, {
		...clientFields(1000),
		name: { read: text },
		lastName: { read: text },
	}),
};

export const companies: Entity<Company> = {
	typeId: 4,
	name: 'company',
	blank: blankCompany,
	label: ({ title }) => title,
	fields: withKept<Company>(4, { ...clientFields(5000), title: { read: text } }),
};

export const leads: Entity<Lead> = {
	typeId: 1,
	name: 'lead',
	blank: blankLead,
	label: ({ title }) => title,
	/** Beside: the stage, and whom it became (documents of crm.item.* [H]). */
	fields: withKept<Lead>(1, {
		...clientFields(5000),
		title: { read: text },
		name: { read: text },
		lastName: { read: text },
		...stageFields(leadStages),
		contactId: {},
		companyId: {},
		contactIds: { ...itemsOnly, show: ({ contactId }) => (contactId > 0 ? [contactId] : []) },
	}),
};

/** Of the portal's one smart process (documents of crm.item.get [H]). */
export const smartItems: Entity<SmartItem> = {
	typeId: smartTypeId,
	name: `dynamic_${smartTypeId}`,
	blank: blankSmartItem,
	label: ({ title }) => title,
	fields: {
		id: {},
		title: { read: text },
		categoryId: constant(smartPipeline.id),
		...stageFields(smartStages),
		assignedById: { read: asInteger },
		contactId: { show: ({ contactIds }) => contactIds[0] ?? 0 },
		contactIds: {},
		companyId: { read: idOrNone },
	},
};

/** A stage that does not fit is dropped, as with deals (core [M]). */
function stageFields(stages: ReadonlyArray<Pick<Stage, 'id' | 'semantics'>>) {
	const stageOf = (wanted: unknown) => stages.find(({ id }) => id === wanted);
	return {
		stageId: { read: (value: unknown) => stageOf(value)?.id },
		stageSemanticId: { show: (one: { stageId: string }) => stageOf(one.stageId)?.semantics ?? 'P' },
	};
}

export const entities: readonly Entity[] = [leads, deals, contacts, companies, smartItems];

export function entityOf(typeId: unknown): Entity | undefined {
	return entities.find((entity) => entity.typeId === asInteger(typeId));
}
