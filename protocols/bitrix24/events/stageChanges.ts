import { z } from 'zod';

import { id, number, readListIn } from '../../list';
import type { Command } from '../batchRequest';
import { CRM_TYPES } from '../crmTypes';
import type { PortalEvent } from './receive';

/** A record came to a stage. */
export interface StageChange {
	/** Of the entry in the stage history: each change has its own. */
	id: number;
	/** Null where there was none, and where the history does not tell it. */
	previousStageId: string | null;
	/** Whether the record was made in this stage. */
	created: boolean;
	stageId: string;
	time: string;
}

/** What a lead's stage begins with where it stands among those of deals: both have a `NEW`. */
export const LEAD_STAGE = 'LEAD:';

/** Which stages it may have left and come to; none for all. */
export interface StageFilter {
	from: readonly string[];
	to: readonly string[];
}

/** So long an event may wait in Bitrix24's queue. Our guess (docs/protocols/bitrix24.md#stage-changes). */
const LONGEST_WAIT_MS = 30 * 60_000;

/** The clocks of the portal and of its queue may differ by as much: a portal may stand on one's own server. */
const CLOCKS_MS = 10 * 60_000;

/** An event that may have come of a new stage. */
export type StagedEvent = PortalEvent & { entityTypeId: number; id: number };

/** Whether it may. Throws an Error for one that does not say which record it is about. */
export function concernsStages(event: PortalEvent): event is StagedEvent {
	const { kind, action, entityTypeId, id: recordId } = event;
	const isOfStages = kind === 'deal' || kind === 'lead' || kind === 'smartProcess';
	if (!isOfStages || (action !== 'add' && action !== 'update')) return false;
	if (entityTypeId !== undefined && recordId !== null) return true;
	throw new Error(`The event ${event.event} does not say which record it is about`);
}

/** The newest page of a record's stage history. */
export function listStageChanges({ entityTypeId, id: recordId }: StagedEvent): Command {
	return {
		method: 'crm.stagehistory.list',
		params: { entityTypeId, filter: { OWNER_ID: recordId }, order: { ID: 'DESC' } },
	};
}

const stage = z.union([z.string(), z.number().transform(String)]).optional();

// Leads have STATUS_ID (docs/protocols/bitrix24.md#stage-history).
const entrySchema = z
	.object({
		ID: id,
		TYPE_ID: number,
		CREATED_TIME: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
		STAGE_ID: stage,
		STATUS_ID: stage,
	})
	.transform(({ ID, TYPE_ID, CREATED_TIME, STAGE_ID, STATUS_ID }) => ({
		id: ID,
		created: TYPE_ID === 1,
		stageId: STAGE_ID ?? STATUS_ID ?? '',
		time: new Date(CREATED_TIME).toISOString(),
	}));

/** The changes in the result of listStageChanges, the oldest first. */
export function readStageChanges(result: unknown): StageChange[] {
	const entries = readListIn(result, 'items', entrySchema).sort((a, b) => a.id - b.id);
	return entries
		.map((entry, i) => ({
			...entry,
			previousStageId: entry.created ? null : (entries[i - 1]?.stageId ?? null),
		}))
		.filter(({ previousStageId, stageId }) => previousStageId !== stageId);
}

/**
 * The changes that an event may stand for: those that were before it was sent, and not so long
 * before that it cannot have waited for that. One event stands for several where it was late; that
 * a record was made in its stage is told by the event of its making alone.
 */
export function changesOf(
	{ action, sentAt }: PortalEvent,
	changes: readonly StageChange[],
): StageChange[] {
	const sent = Date.parse(sentAt);
	return changes.filter(({ created, time }) => {
		const age = sent - Date.parse(time);
		return (action === 'add' || !created) && age <= LONGEST_WAIT_MS && age >= -CLOCKS_MS;
	});
}

/** Whether a change is between the chosen stages; one into the first stage of a record comes from none. */
export function isBetween(
	{ previousStageId, stageId }: StageChange,
	{ from, to }: StageFilter,
	{ entityTypeId }: StagedEvent,
): boolean {
	const named = (one: string) => (entityTypeId === CRM_TYPES.lead ? LEAD_STAGE + one : one);
	const hasLeft =
		from.length === 0 || (previousStageId !== null && from.includes(named(previousStageId)));
	return hasLeft && (to.length === 0 || to.includes(named(stageId)));
}
