import { deals } from '../entities';
import { entityTypeNotSupported } from '../errors';
import { asInteger } from '../params';
import { portalTime } from '../timeBlock';
import { listed } from './listing';
import type { Method } from './method';

const columns = [
	'ID',
	'TYPE_ID',
	'OWNER_ID',
	'CREATED_TIME',
	'CATEGORY_ID',
	'STAGE_SEMANTIC_ID',
	'STAGE_ID',
];

/** Where a deal has been, and when; never who moved it (bitrix24.md#stage-history [H]). */
export const stageHistoryList: Method = (params, { store }) => {
	const type = asInteger(params.entityTypeId) ?? 0;
	if (type !== deals.typeId) throw entityTypeNotSupported(type);
	const all = store.history.map((entry) => ({
		ID: entry.id,
		TYPE_ID: entry.typeId,
		OWNER_ID: entry.dealId,
		CREATED_TIME: portalTime(entry.time),
		CATEGORY_ID: entry.categoryId,
		STAGE_SEMANTIC_ID: entry.semantics,
		STAGE_ID: entry.stageId,
	}));
	const { result: items, ...paging } = listed(all, columns, params);
	return { result: { items }, ...paging };
};
