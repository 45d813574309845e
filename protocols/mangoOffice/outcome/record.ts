import {
	codeOf,
	extensionOf as extensionIn,
	fieldsOf,
	isoTime,
	numberOrNull,
	outsideNumber,
	textOf,
} from '../values';
import type { CallFacts, Direction } from './facts';
import { judge } from './judge';
import { lastExtension, type Leg } from './leg';
import type { OutcomeRule } from './rules';

export type Record = Readonly<{ [name: string]: unknown }>;

export const DIRECTIONS: Readonly<{ [contextType: number]: Direction }> = {
	1: 'incoming',
	2: 'outgoing',
	3: 'internal',
};

/** Gives an employee's extension by his ID. */
export type ExtensionOf = (employeeId: number) => string | null;

/**
 * What a call was, from its record of the extended statistics with camelCase keys
 * (docs/protocols/mango-office.md#call-statistics). The legs of `contextCalls` decide where the
 * client was rung; else a talk that either the legs or the record's own totals tell of has been.
 * MANGO tells who was rung by his extension, or by his ID and a SIP address alone: then
 * `extensionOf` gives the extension, where it is known. `now`, in ms, is when the record was read:
 * by it a call is over whose legs do not all tell their end.
 */
export function outcomeOfRecord(
	record: Record,
	rules: readonly OutcomeRule[] = [],
	extensionOf: ExtensionOf = () => null,
	now?: number,
): CallFacts {
	const direction = DIRECTIONS[numberOrNull(record.contextType) ?? 0] ?? null;
	const raw = listOf(record.contextCalls).flatMap(peopleOf);
	const told = legsOf(
		raw,
		direction,
		(leg) => extensionOfLeg(record, leg) ?? extensionOf(employeeIdOf(leg) ?? 0),
	);
	const isOver = isCallOver(record, told, now);
	const legs = isOver ? told.map((leg) => ({ ...leg, ended: true })) : told;
	const clients = legs.filter(({ side }) => side === 'client');
	const ended = legs.every((leg) => leg.ended || leg.rungAt === null);
	const talkSeconds = numberOrNull(record.talkDuration) ?? 0;
	const callers = extensionIn(record.callerNumber);
	const judgement = judge(
		{
			direction,
			legs,
			// A call of ours without a leg to the client is one of a shape that is not known here.
			legsSuffice: direction !== 'incoming' && clients.length > 0 && ended,
			total: {
				answered: numberOrNull(record.contextStatus) === 1 && talkSeconds > 0,
				talkSeconds,
				// A record has no leg at all when nobody was rung, as for an employee out of schedule.
				rangClient: record.contextCalls === undefined,
				extension: direction === 'outgoing' ? callers : null,
			},
			ended,
		},
		rules,
	);
	const startTime = secondsOf(record.contextStartTime);
	return {
		entryId: textOf(record.entryId),
		...judgement,
		direction,
		clientNumber: clientNumberOf(record, raw, direction),
		extension:
			judgement.answeredBy ??
			lastExtension(legs) ??
			(direction === 'incoming' ? extensionIn(record.calledNumber) : callers),
		startTime: isoTime(startTime),
		endTime: ended ? isoTime(endOf(record, legs, startTime)) : null,
		recordingIds: recordingsOf(record.contextCalls),
	};
}

/** The IDs of the employees on the legs of a record that does not tell their extensions. */
export function unknownEmployees(record: Record): number[] {
	const legs = listOf(record.contextCalls).flatMap(peopleOf);
	return legs.flatMap((leg) =>
		extensionOfLeg(record, leg) === null ? (employeeIdOf(leg) ?? []) : [],
	);
}

/** What the record itself tells of the employee on a leg. */
export function extensionOfLeg(record: Record, leg: Record): string | null {
	if (leg.callType === 'group') return null;
	const own = extensionIn(leg.callAbonentExtension);
	if (own !== null) return own;
	const isCaller =
		employeeIdOf(leg) !== null && employeeIdOf(leg) === numberOrNull(record.callerId);
	return (
		(leg.callType === 'user' ? extensionIn(leg.callAbonentNumber) : null) ??
		(isCaller ? extensionIn(record.callerNumber) : null)
	);
}

/** Of a leg to a number outside it is the employee who talks there. */
export function employeeIdOf({ callType, callAbonentId }: Record): number | null {
	return callType === 'group' ? null : numberOrNull(callAbonentId) || null;
}

/** The members of a group that were rung, in place of the group's own leg, unless that alone tells of an answer. */
export function peopleOf(leg: unknown): Record[] {
	const group = fieldsOf(leg);
	const members = listOf(group.members).map(fieldsOf).filter(wasRung);
	const isAlone = members.length === 0 || (wasAnswered(group) && !members.some(wasAnswered));
	return isAlone ? [group] : members;
}

/** No call goes on for as long; one whose record says nothing of its end is over then. */
const LONGEST_CALL_MS = 12 * 3_600_000;
/** How far a record may lag behind the call that it tells of. */
const LAG_MS = 60_000;

/**
 * Whether a call is over of which a leg has no end: "service elements" have none though the call is
 * over (mango-office.md#call-statistics). A leg ended just when the call's own length is over; or
 * that length stays behind the clock, as of no call that goes on.
 */
function isCallOver(record: Record, legs: readonly Leg[], now: number | undefined): boolean {
	if (secondsOf(record.contextEndTime) !== null) return true;
	const start = secondsOf(record.contextStartTime);
	if (start === null) return false;
	const seconds = numberOrNull(record.duration) ?? 0;
	if (seconds <= 0) return now !== undefined && start + LONGEST_CALL_MS < now;
	const end = start + seconds * 1000;
	// Both are told in whole seconds.
	if (legs.some(({ endedAt }) => endedAt !== null && endedAt >= end - 1000)) return true;
	return now !== undefined && end + LAG_MS < now;
}

const wasRung = ({ callStartTime, callAnswerTime }: Record) =>
	secondsOf(callStartTime) !== null || secondsOf(callAnswerTime) !== null;
const wasAnswered = ({ callAnswerTime }: Record) => secondsOf(callAnswerTime) !== null;

function legsOf(
	raw: readonly Record[],
	direction: Direction | null,
	extensionOf: (leg: Record) => string | null,
): Leg[] {
	const isClients = (leg: Record) => leg.callType === 'number' || leg.callType === 'conference';
	const hasEmployees = raw.some((leg) => !isClients(leg));
	const hasClients = raw.some(isClients);
	const firstAnswer = Math.min(
		...raw.filter(isClients).flatMap(({ callAnswerTime }) => secondsOf(callAnswerTime) ?? []),
	);
	const sideOf = (leg: Record): Leg['side'] => {
		if (direction === 'incoming') return 'incoming';
		if (isClients(leg) || (direction === 'internal' && !hasClients)) return 'client';
		// Who is rung after the client has answered gets him handed over; who is rung before, is to answer first.
		return (secondsOf(leg.callStartTime) ?? 0) >= firstAnswer ? 'incoming' : 'employee';
	};
	return raw.map((leg, index) => {
		const [rungAt, answeredAt, endedAt] = [
			leg.callStartTime,
			leg.callAnswerTime,
			leg.callEndTime,
		].map(secondsOf);
		return {
			id: String(index).padStart(6, '0'),
			side: sideOf(leg),
			extension: extensionOf(leg),
			withEmployee: !hasEmployees || direction === 'internal',
			rungAt,
			answered: answeredAt !== null,
			answeredAt,
			// Without such a field nothing is known of a leg that goes on: the statistics hold calls that have ended.
			ended:
				endedAt !== null ||
				leg.callEndTime === undefined ||
				codeOf(leg.callEndReason) !== null ||
				isService(leg, raw),
			endedAt,
			reasonCode: codeOf(leg.callEndReason),
		};
	});
}

/** An element of the call scheme, beside people whose legs tell by themselves whether the call goes on. */
function isService({ callType }: Record, all: readonly Record[]): boolean {
	const isPerson = (type: unknown) => type === 'user' || type === 'number';
	return !isPerson(callType) && all.some((leg) => isPerson(leg.callType));
}

/**
 * Of a call to or from a group or by a transfer, the main fields may hold a short number: then a
 * leg has the client's.
 */
export function clientNumberOf(
	record: Record,
	legs: readonly Record[],
	direction: Direction | null,
): string | null {
	if (direction === 'internal') return null;
	const main = direction === 'incoming' ? record.callerNumber : record.calledNumber;
	const ofLegs = legs
		.filter(({ callType }) => callType === 'number')
		.map(({ callAbonentNumber }) => callAbonentNumber);
	for (const number of [main, ...ofLegs]) {
		const outside = outsideNumber(number);
		if (outside !== null) return outside;
	}
	return null;
}

function endOf(record: Record, legs: readonly Leg[], startTime: number | null): number | null {
	const own = secondsOf(record.contextEndTime);
	if (own !== null) return own;
	const ends = legs.flatMap(({ endedAt }) => endedAt ?? []);
	if (ends.length > 0 && ends.length === legs.filter(({ rungAt }) => rungAt !== null).length)
		return Math.max(...ends);
	if (ends.length > 0 && numberOrNull(record.duration) === null) return Math.max(...ends);
	return startTime === null ? null : startTime + (numberOrNull(record.duration) ?? 0) * 1000;
}

/** Of all legs and, for a group, of its members' legs; a leg's `recording_id` is a list, in some answers a text. */
function recordingsOf(legs: unknown): string[] {
	const ids = listOf(legs).flatMap((leg) => {
		const { recordingId, members } = fieldsOf(leg);
		return [...listOf(recordingId).flatMap((id) => textOf(id) ?? []), ...recordingsOf(members)];
	});
	return [...new Set(ids)];
}

export function listOf(value: unknown): unknown[] {
	if (value === null || value === undefined) return [];
	return Array.isArray(value) ? value : [value];
}

/** A Unix time in ms; 0 stands for none. */
export function secondsOf(value: unknown): number | null {
	const seconds = numberOrNull(value);
	return seconds === null || seconds <= 0 || seconds > 1e11 ? null : seconds * 1000;
}
