import { companies, contacts, deals, type CrmRecord, type Entity } from '../entities';
import { notAnArray, withoutCode } from '../errors';
import { frozenColumns, frozenName, rowOf, withFields } from '../fields';
import type { Deal } from '../model';
import { asInteger, asRecord, eitherCase, isRecord, type Params } from '../params';
import { checkMove, dealTarget } from '../stageRules';
import type { Store } from '../store';
import type { Method, Methods } from './method';

export const dealMethods: Methods = {
	'crm.deal.get': frozenGet(deals),
	'crm.contact.get': frozenGet(contacts),
	'crm.company.get': frozenGet(companies),

	/** Answers only `true`, moved or not (bitrix24.md#deals [H]). */
	'crm.deal.update': (params, portal, origin) => {
		const { store } = portal;
		const before = requestedRecord(params, deals, store) as Deal;
		const fields = requestedFields(params);
		const stageId = fields.STAGE_ID === undefined ? undefined : String(fields.STAGE_ID);
		const after: Deal = {
			...withFields(before, deals.fields, fields, frozenName),
			stageId: dealTarget(before, stageId),
		};
		checkMove(before, after, true);
		const saved = store.save(after, origin);
		portal.activity.noteDroppedStage(saved, stageId, origin);
		return { result: true };
	},

	/**
	 * All contacts of a deal, the primary one first (bitrix24.md#clients [H]). Its "Not found." ends
	 * with a full stop.
	 */
	'crm.deal.contact.items.get': (params, { store }) => {
		const deal = store.deals.get(asInteger(eitherCase(params, 'id')) ?? 0);
		if (!deal) throw withoutCode('Not found.');
		const result = deal.contactIds.map((id, index) => ({
			CONTACT_ID: id,
			SORT: (index + 1) * 10,
			ROLE_ID: 0,
			IS_PRIMARY: index === 0 ? 'Y' : 'N',
		}));
		return { result };
	},

	/**
	 * True when the link is new, false when it was there (documents [H]). Nobody looks whether there is
	 * such a contact [L].
	 */
	'crm.deal.contact.add': (params, { store }, origin) => {
		const deal = store.deals.get(asInteger(eitherCase(params, 'id')) ?? 0);
		if (!deal) throw withoutCode('Not found.');
		const fields = asRecord(eitherCase(params, 'fields'));
		const id = asInteger(fields.CONTACT_ID) ?? 0;
		if (id <= 0) throw withoutCode("The parameter 'fields' is not valid.");
		if (deal.contactIds.includes(id)) return { result: false };
		const contactIds =
			fields.IS_PRIMARY === 'Y' ? [id, ...deal.contactIds] : [...deal.contactIds, id];
		store.save({ ...deal, contactIds }, origin);
		return { result: true };
	},
};

function requestedRecord(params: Params, entity: Entity, store: Store) {
	const id = requestedId(params);
	const record = store.of(entity).get(id);
	if (!record) throw withoutCode('Not found');
	return record;
}

/** The fields that the older methods are given, in either case. */
export function requestedFields(params: Params): Params {
	const fields = eitherCase(params, 'fields');
	if (!isRecord(fields)) throw notAnArray('fields');
	return fields;
}

/** The number that the older methods are given, in either case. */
export function requestedId(params: Params): number {
	const id = asInteger(eitherCase(params, 'id'));
	if (id === undefined || id <= 0) throw withoutCode('ID is not defined or invalid');
	return id;
}

/**
 * crm.deal.get, crm.contact.get and so on, the frozen twins of crm.item.get. Their errors have an
 * empty code (bitrix24.md#deals [H]; those of clients [M]).
 */
function frozenGet(entity: Entity): Method {
	const columns = frozenColumns<CrmRecord>(entity.fields);
	return (params, { store }) => ({
		result: rowOf(requestedRecord(params, entity, store), columns),
	});
}
