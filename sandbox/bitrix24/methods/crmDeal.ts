import { withoutCode } from '../errors';
import type { Deal } from '../model';
import { asInteger, asRecord, eitherCase, isRecord, type Params } from '../params';
import { checkDealMove, dealTarget } from '../stageRules';
import type { Store } from '../store';
import { frozenDealOf, withFrozenFields } from './dealFields';
import type { Method } from './method';

/** The frozen twins. Their errors have an empty code (bitrix24.md#deals [H]). */
export const dealGet: Method = (params, { store }) => ({
	result: frozenDealOf(store, requestedDeal(params, store)),
});

/** Answers only `true`, moved or not (bitrix24.md#deals [H]). */
export const dealUpdate: Method = (params, portal, origin) => {
	const { store } = portal;
	const before = requestedDeal(params, store);
	const fields = eitherCase(params, 'fields');
	if (!isRecord(fields)) throw withoutCode("Parameter 'fields' must be array.");
	const stageId = fields.STAGE_ID === undefined ? undefined : String(fields.STAGE_ID);
	const after: Deal = {
		...withFrozenFields(before, fields),
		stageId: dealTarget(store, before, { stageId }),
	};
	checkDealMove(store, before, after);
	const saved = store.save(after, origin);
	portal.activity.noteDroppedStage(saved, stageId, origin);
	return { result: true };
};

/**
 * All contacts of a deal, the primary one first (bitrix24.md#clients [H]). Its "Not found." ends
 * with a full stop.
 */
export const dealContacts: Method = (params, { store }) => {
	const deal = store.deal(asInteger(eitherCase(params, 'id')) ?? 0);
	if (!deal) throw withoutCode('Not found.');
	const result = deal.contactIds.map((id, index) => ({
		CONTACT_ID: id,
		SORT: (index + 1) * 10,
		ROLE_ID: 0,
		IS_PRIMARY: index === 0 ? 'Y' : 'N',
	}));
	return { result };
};

/**
 * True when the link is new, false when it was there (documents [H]). Nobody looks whether there is
 * such a contact [L].
 */
export const dealContactAdd: Method = (params, { store }, origin) => {
	const deal = store.deal(asInteger(eitherCase(params, 'id')) ?? 0);
	if (!deal) throw withoutCode('Not found.');
	const fields = asRecord(eitherCase(params, 'fields'));
	const id = asInteger(fields.CONTACT_ID) ?? 0;
	if (id <= 0) throw withoutCode("The parameter 'fields' is not valid.");
	if (deal.contactIds.includes(id)) return { result: false };
	const contactIds =
		fields.IS_PRIMARY === 'Y' ? [id, ...deal.contactIds] : [...deal.contactIds, id];
	store.save({ ...deal, contactIds }, origin);
	return { result: true };
};

function requestedDeal(params: Params, store: Store): Deal {
	const id = asInteger(eitherCase(params, 'id'));
	if (id === undefined || id <= 0) throw withoutCode('ID is not defined or invalid');
	const deal = store.deal(id);
	if (!deal) throw withoutCode('Not found');
	return deal;
}
