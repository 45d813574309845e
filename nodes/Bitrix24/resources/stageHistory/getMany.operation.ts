import type { IExecuteFunctions } from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { Reference } from '../../../../protocols/bitrix24/formBody';
import {
	LAST_ENTRY,
	listHistory,
	readHistory,
	type HistoryEntry,
} from '../../../../protocols/bitrix24/stageHistory';
import { ItemRun } from '../../../shared/itemRun';
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
	const run = new ItemRun(context, itemCount);
	const lists = run.prepare((itemIndex) => ({ itemIndex, ...listFor(context, itemIndex) }));
	const histories = await readEach(api, lists);
	const moves = histories.flatMap((history) => ('value' in history ? history.value : []));
	const portal = await Portal.readPipelines(
		api,
		moves.map(({ pipelineId }) => pipelineId),
	);
	run.settleEach(lists, (_, i) =>
		outputOf(valueOf(histories[i]).map((entry) => toJson(portal, entry))),
	);
	return run.outcomes;
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
