import { fieldsOf, isoTime, numberOrNull, textOf } from '../values';
import type { Direction } from './facts';
import {
	clientNumberOf,
	DIRECTIONS,
	employeeIdOf,
	extensionOfLeg,
	listOf,
	peopleOf,
	secondsOf,
	type ExtensionOf,
	type Record,
} from './record';

/** A recording, and the talk that it is of. */
export interface CallRecording {
	recordingId: string;
	entryId: string | null;
	/** Of the leg, as the events name it. */
	callId: string | null;
	direction: Direction | null;
	clientNumber: string | null;
	/** Of the employee on the leg. */
	extension: string | null;
	/** When the leg began, ISO 8601. */
	startTime: string | null;
	talkSeconds: number;
}

/**
 * The recordings of a call, from its record of the extended statistics with camelCase keys
 * (docs/protocols/mango-office.md#call-statistics): by leg, each once, since a group's leg has those of its members.
 */
export function recordingsOfCall(record: Record, extensionOf: ExtensionOf): CallRecording[] {
	const direction = DIRECTIONS[numberOrNull(record.contextType) ?? 0] ?? null;
	const people = listOf(record.contextCalls).flatMap(peopleOf);
	const groups = listOf(record.contextCalls).map(fieldsOf);
	const recordings = [...people, ...groups].flatMap((leg) =>
		idsOf(leg).map((recordingId) => ({
			recordingId,
			entryId: textOf(record.entryId),
			callId: textOf(leg.externalCallId),
			direction,
			clientNumber: clientNumberOf(record, people, direction),
			extension: extensionOfLeg(record, leg) ?? extensionOf(employeeIdOf(leg) ?? 0),
			startTime: isoTime(secondsOf(leg.callStartTime) ?? secondsOf(record.contextStartTime)),
			talkSeconds: numberOrNull(leg.talkDuration) ?? 0,
		})),
	);
	const each = new Map<string, CallRecording>();
	for (const one of recordings) if (!each.has(one.recordingId)) each.set(one.recordingId, one);
	return [...each.values()];
}

/** How many recordings a call has. */
export function countRecordings(record: Record): number {
	return recordingsOfCall(record, () => null).length;
}

/** A list, in some answers a text. */
function idsOf({ recordingId }: Record): string[] {
	return listOf(recordingId).flatMap((id) => textOf(id) ?? []);
}
