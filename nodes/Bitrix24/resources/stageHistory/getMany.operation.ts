import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt, map } from '../../../../protocols/attempt';
import type { Reference } from '../../../../protocols/bitrix24/formBody';
import {
	LAST_ENTRY,
	listHistory,
	readHistory,
	type HistoryEntry,
} from '../../../../protocols/bitrix24/stageHistory';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
import { readLimit } from '../../limit';
import { readEach } from '../../pagesById';
import { Portal, stageName } from '../deal/portal';

/**
 * Where each item's deal has been, from the first stage on; one output item a move, with the names of
 * stage and pipeline. A stage that is gone keeps its ID for a name.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const lists = Array.from({ length: itemCount }, (_, i) => attempt(() => listFor(context, i)));
	const histories = await readEach(api, lists);
	const moves = histories.flatMap((history) => ('value' in history ? history.value : []));
	if (moves.length === 0) return histories.map((history) => map(history, () => outputOf([])));
	const portal = await Portal.read(
		api,
		[],
		moves.map(({ pipelineId }) => pipelineId),
	);
	return histories.map((history) =>
		map(history, (rows) => outputOf(rows.map((entry) => toJson(portal, entry)))),
	);
}

function listFor(context: IExecuteFunctions, itemIndex: number) {
	const dealId = readDealId(context, itemIndex);
	return {
		pageAfter: (id?: number | Reference) => listHistory(dealId, id),
		lastId: LAST_ENTRY,
		read: readHistory,
		idOf: ({ entryId }: HistoryEntry) => entryId,
		limit: readLimit(context, itemIndex),
	};
}

function toJson(portal: Portal, { pipelineId, stageId, ...entry }: HistoryEntry) {
	const pipeline = portal.pipelineIfRead(pipelineId);
	return {
		...entry,
		pipeline: { id: pipeline.id, name: pipeline.name },
		stage: stageName(pipeline, stageId),
	};
}
