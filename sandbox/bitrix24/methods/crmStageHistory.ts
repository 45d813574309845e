import { deals } from '../entities';
import { entityTypeNotSupported } from '../errors';
import type { Columns } from '../fields';
import type { StageHistoryEntry } from '../model';
import { asInteger } from '../params';
import { portalTime } from '../timeBlock';
import { listed } from './listing';
import type { Method } from './method';

const columns: Columns<StageHistoryEntry> = {
	ID: ({ id }) => id,
	TYPE_ID: ({ typeId }) => typeId,
	OWNER_ID: ({ dealId }) => dealId,
	CREATED_TIME: ({ time }) => portalTime(time),
	CATEGORY_ID: ({ categoryId }) => categoryId,
	STAGE_SEMANTIC_ID: ({ semantics }) => semantics,
	STAGE_ID: ({ stageId }) => stageId,
};

/** Where a deal has been, and when; never who moved it (bitrix24.md#stage-history [H]). */
export const stageHistoryList: Method = (params, { store }) => {
	const type = asInteger(params.entityTypeId) ?? 0;
	if (type !== deals.typeId) throw entityTypeNotSupported(type);
	const { result: items, ...paging } = listed(store.history, columns, params);
	return { result: { items }, ...paging };
};
