import { z } from 'zod';

import { id, readListIn, text, wholeList } from '../list';
import type { Command } from './batchRequest';
import { DEAL } from './deal';
import { lastIdOf } from './fastList';
import type { Reference } from './formBody';
import { formatTime } from './time';

/** A deal came to a stage. */
export interface StageEntry {
	dealId: number;
	stageId: string;
	time: Date;
}

export interface Span {
	from: Date;
	/** Not included. */
	to: Date;
}

/**
 * The deals that came to one of the stages within a time, also those that left it since
 * (docs/protocols/bitrix24.md#stage-history).
 */
export function listEntries(
	stageIds: readonly string[],
	{ from, to }: Span,
	start: number,
): Command {
	const filter = {
		'@STAGE_ID': [...stageIds],
		'>=CREATED_TIME': formatTime(from),
		'<CREATED_TIME': formatTime(to),
	};
	return {
		method: 'crm.stagehistory.list',
		params: { entityTypeId: DEAL, order: { ID: 'ASC' }, filter, start },
		card: 'deal',
	};
}

/** A page of where a deal has been, from the first: the entries whose ID is above `after`. */
export function listHistory(dealId: number, after: number | Reference = 0): Command {
	const filter = { OWNER_ID: dealId, '>ID': after };
	return {
		method: 'crm.stagehistory.list',
		params: { entityTypeId: DEAL, order: { ID: 'ASC' }, filter, start: -1 },
		card: 'deal',
	};
}

/** Where the ID of a full page's last entry stands. */
export const LAST_ENTRY = lastIdOf({ rows: 'items', rowField: 'ID' });

/** What an entry tells of (bitrix24.md#stage-history). */
const MOVES: Readonly<Record<number, string>> = {
	1: 'created',
	2: 'stage',
	3: 'finalStage',
	5: 'pipeline',
};

const historySchema = z
	.object({
		ID: id,
		TYPE_ID: id,
		OWNER_ID: id,
		CREATED_TIME: z.string(),
		CATEGORY_ID: id.catch(0),
		STAGE_SEMANTIC_ID: text,
		STAGE_ID: text,
	})
	.transform((row) => ({
		entryId: row.ID,
		dealId: row.OWNER_ID,
		time: row.CREATED_TIME,
		move: MOVES[row.TYPE_ID] ?? 'other',
		pipelineId: row.CATEGORY_ID,
		stageId: row.STAGE_ID,
		stageSemanticId: row.STAGE_SEMANTIC_ID,
	}));

export type HistoryEntry = z.infer<typeof historySchema>;

/** The entries in the result of listHistory, all of them. */
export function readHistory(result: unknown): HistoryEntry[] {
	return z.object({ items: wholeList(historySchema) }).parse(result).items;
}

const time = z
	.string()
	.transform((value) => new Date(value))
	.refine((value) => !Number.isNaN(value.getTime()));

const entrySchema = z
	.object({ OWNER_ID: id.refine((ownerId) => ownerId > 0), STAGE_ID: text, CREATED_TIME: time })
	.transform((row): StageEntry => ({
		dealId: row.OWNER_ID,
		stageId: row.STAGE_ID,
		time: row.CREATED_TIME,
	}));

/** The entries in the result of listEntries. */
export function readEntries(result: unknown): StageEntry[] {
	return readListIn(result, 'items', entrySchema);
}

/** The last entry of each deal, in the order of their times. */
export function lastEntries(entries: readonly StageEntry[]): StageEntry[] {
	const byTime = [...entries].sort((a, b) => a.time.getTime() - b.time.getTime());
	const last = new Map(byTime.map((entry) => [entry.dealId, entry]));
	return byTime.filter((entry) => last.get(entry.dealId) === entry);
}
