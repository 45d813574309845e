import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { outcomeOfRecord } from '../../../protocols/mangoOffice/outcome/record';
import type { Span } from '../../../protocols/mangoOffice/statistics';
import { digest } from '../../shared/guard/accounts';

/** What n8n keeps for the node from one poll to the next. Times in ms. */
export interface PollState {
	/** Calls that ended before are not the node's. */
	startedAt: number;
	/** Up to here all is read. */
	until: number;
	/** Of the calls that went on when they were read, when the first of them began. */
	openSince: number | null;
	/** No call that began before is asked for again: `given` knows those since then only. */
	keptFrom: number;
	/** The calls that were given out, with the last time that each of them tells. */
	given: Record<string, number>;
}

/** A call of the report, as far as it is looked at here. */
export interface PolledCall {
	id: string;
	/** Null where the record does not tell. */
	startedAt: number | null;
	endedAt: number | null;
	isOver: boolean;
}

/** What a record of the report says of its call; `now`, in ms, is when it was read. */
export function polledCall(record: IDataObject, now: number): PolledCall {
	const { entryId, startTime, endTime, final } = outcomeOfRecord(record, [], undefined, now);
	return {
		id: entryId ?? JSON.stringify(record),
		startedAt: timeOf(startTime),
		endedAt: timeOf(endTime),
		isOver: final,
	};
}

function timeOf(text: string | null): number | null {
	return text === null ? null : Date.parse(text);
}

/** After a long standstill one poll reads a day of it, so that no report and no execution becomes too large. */
const MOST_AT_ONCE_MS = 86_400_000;

export function firstState(now: number): PollState {
	return { startedAt: now, until: now, openSince: null, keptFrom: 0, given: {} };
}

/** As far as dates go. */
const time = z.number().nonnegative().max(8.64e15);
const stateSchema = z.object({
	startedAt: time,
	until: time,
	openSince: time.nullable(),
	keptFrom: time,
	given: z.record(time),
});

/** The state that n8n has kept; undefined before the first poll, and for what somebody has put in its place. */
export function keptState(data: IDataObject): PollState | undefined {
	return stateSchema.safeParse(data).data;
}

/**
 * The time to ask for: since the last poll, and again what may have come late to the statistics or
 * went on then, since MANGO finds a call by its beginning
 * (docs/protocols/mango-office.md#call-statistics).
 */
export function spanToRead(
	{ until, openSince, keptFrom }: PollState,
	now: number,
	lookBackMs: number,
): Span {
	// The machine's clock may have been put back.
	const last = Math.min(until, now);
	const from = Math.min(last - lookBackMs, openSince ?? Infinity);
	return {
		from: new Date(Math.max(from, keptFrom)),
		to: new Date(Math.min(now, last + MOST_AT_ONCE_MS)),
	};
}

/** Which calls are to be given out: over, and never given before. */
export function newCalls<T extends PolledCall>({ startedAt, given }: PollState, calls: T[]): T[] {
	const isOurs = (call: T) => (lastTimeOf(call) || startedAt) >= startedAt;
	return calls.filter((call) => call.isOver && isOurs(call) && !Object.hasOwn(given, keyOf(call)));
}

/** The state once a span is read and its new calls are given out. What no span can hold again is forgotten. */
export function nextState(
	state: PollState,
	span: Span,
	calls: readonly PolledCall[],
	lookBackMs: number,
): PollState {
	const until = span.to.getTime();
	const open = calls.flatMap(({ isOver, startedAt }) => (isOver ? [] : (startedAt ?? [])));
	// A record may tell of an earlier time than it was found by: all since then would be asked for each time.
	const openSince = open.length > 0 ? Math.max(Math.min(...open), span.from.getTime()) : null;
	const reached = { ...state, until, openSince };
	const keptFrom = spanToRead(reached, until, lookBackMs).from.getTime();
	const given = { ...state.given, ...timesOf(newCalls(state, [...calls]), until) };
	return {
		...reached,
		keptFrom,
		// MANGO tells whole seconds, and both ends of a span belong to it.
		given: Object.fromEntries(
			Object.entries(given).filter(([, lastTime]) => lastTime > keptFrom - 2000),
		),
	};
}

function timesOf(calls: readonly PolledCall[], now: number): Record<string, number> {
	return Object.fromEntries(calls.map((call) => [keyOf(call), lastTimeOf(call) || now]));
}

/**
 * Should MANGO find calls by their end after all, or tell an end before the beginning, none is given twice. 0 where no
 * time is told.
 */
function lastTimeOf({ startedAt, endedAt }: PolledCall): number {
	return Math.max(startedAt ?? 0, endedAt ?? 0);
}

function keyOf({ id }: PolledCall): string {
	return digest(id).slice(0, 12);
}
