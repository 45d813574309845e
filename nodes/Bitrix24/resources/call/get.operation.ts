import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync, valueOf, type Attempt } from '../../../../protocols/attempt';
import { listCalls, readCalls, type LoggedCall } from '../../../../protocols/bitrix24/callActivity';
import { missingRecordings } from '../../../../protocols/bitrix24/recordingFile';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf, type ItemOutcome } from '../../../shared/items';
import { givenOrItems } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { entryIdProperty } from '../../entryId';
import { inPages, readOtherPages } from '../../pages';
import { readFilledText } from '../../parameters';

const properties: INodeProperties[] = [entryIdProperty];

export const description = updateDisplayOptions(
	{ show: { resource: ['call'], operation: ['get'] } },
	properties,
);

/**
 * One output item a call, in the order of the input: the item's own fields, whether the call is
 * logged, what it belongs to, and which of its recordings are attached. All calls are looked for in
 * one HTTP request, up to 2,500 of them. Of an item with `recordingIds` (or one `recordingId`) also
 * `missingRecordings`: those that a logged call does not have.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const run = new ItemRun(context, itemCount);
	const wanted = run.prepare((itemIndex) => ({
		itemIndex,
		entryId: readFilledText(givenOrItems(context, itemIndex, 'entryId', "'Entry ID'")),
	}));
	const calls = await findLogged(
		api,
		wanted.map(({ entryId }) => entryId),
	);
	run.settleEach(wanted, ({ itemIndex, entryId }) => {
		const { json } = context.getInputData()[itemIndex];
		const found = calls.get(entryId);
		return outputOf({ ...json, entryId, ...report(json, found && valueOf(found)) });
	});
	return run.outcomes;
}

/** The logged ones among these calls. What a list fails with is the outcome of all calls that it was to find. */
async function findLogged(
	api: Bitrix24Api,
	entryIds: readonly string[],
): Promise<Map<string, Attempt<LoggedCall>>> {
	const parts = inPages([...new Set(entryIds)]);
	const firstPages = await api.run(parts.map((part) => listCalls(part, 0)));
	const calls = new Map<string, Attempt<LoggedCall>>();
	for (const [i, part] of parts.entries()) {
		const list = { page: (start: number) => listCalls(part, start), read: readCalls };
		const rows = await attemptAsync(readOtherPages(api, list, firstPages[i]));
		if ('error' in rows) for (const entryId of part) calls.set(entryId, rows);
		else for (const call of rows.value.reverse()) calls.set(call.entryId, { value: call });
	}
	return calls;
}

function report(json: IDataObject, call?: LoggedCall): IDataObject {
	const { dealId = null, contactId = null, companyId = null, leadId = null, recordingId } = json;
	const wanted = json.recordingIds ?? (recordingId === undefined ? undefined : [recordingId]);
	const missing = Array.isArray(wanted) && {
		missingRecordings: call === undefined ? [] : missingRecordings(call, wanted),
	};
	if (call === undefined) {
		return {
			logged: false,
			activityId: null,
			dealId,
			contactId,
			companyId,
			leadId,
			recordings: [],
			...missing,
		};
	}
	return {
		logged: true,
		activityId: call.id,
		dealId: call.dealId,
		contactId: call.contactId,
		companyId: call.companyId,
		leadId: call.leadId,
		responsibleId: call.responsibleId,
		recordings: call.data.recordings ?? [],
		...missing,
	};
}
