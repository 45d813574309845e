import type { CallEvent, Summary } from './callEvent';
import type { Direction } from './facts';
import { byTime, isHandedOver, type Leg } from './leg';

/** A leg put together from its events. */
export interface EventLeg extends Leg {
	from: CallEvent['from'];
	to: CallEvent['to'];
	/** What the trigger takes the direction for, by this leg alone. */
	direction: Direction | null;
	isCallback: boolean;
	hasCommand: boolean;
	/** Whether no event of it is missing, from the first to the end. */
	isWhole: boolean;
}

const NOBODY: CallEvent['from'] = {
	extension: null,
	number: null,
	groupExtension: null,
	takenFromCallId: null,
};

/**
 * The legs of an entry from its events, ordered by sequence in each leg, duplicates dropped
 * (section 2.3), and which way the call goes.
 */
export function legsOf(
	events: readonly CallEvent[],
	summary: Summary | undefined,
): { legs: EventLeg[]; direction: Direction | null } {
	const byId = new Map<string, CallEvent[]>();
	for (const event of inOrder(events))
		byId.set(event.callId, [...(byId.get(event.callId) ?? []), event]);
	const legs = byTime(
		[...byId].map(([id, own]) => legOf(id, own, summary === undefined)),
		'rungAt',
	);
	const direction = directionOf(legs, summary);
	const sided = legs.map((leg) => ({ ...leg, side: sideOf(leg, direction, legs) }));
	return {
		legs: sided.map((leg) => ({ ...leg, side: isTransfer(leg, sided) ? 'incoming' : leg.side })),
		direction,
	};
}

/**
 * By what they hold, so that the order in which they came makes no difference, not even between
 * contradicting ones.
 */
function inOrder(events: readonly CallEvent[]): CallEvent[] {
	const keyed = events.map((event) => ({ event, text: JSON.stringify(event) }));
	keyed.sort(
		(a, b) =>
			(a.event.sequence ?? 0) - (b.event.sequence ?? 0) ||
			(a.event.time ?? 0) - (b.event.time ?? 0) ||
			(a.text < b.text ? -1 : 1),
	);
	const seen = new Set<string>();
	return keyed.flatMap(({ event, text }) => {
		const key = JSON.stringify([event.callId, event.sequence ?? text]);
		return seen.has(key) ? [] : (seen.add(key), [event]);
	});
}

function legOf(id: string, events: readonly CallEvent[], mayPresume: boolean): EventLeg {
	// In a voice menu or a queue, "Connected" is no answer of a person.
	const atPerson = events.filter(({ location }) => location === 'abonent');
	const told = atPerson.length > 0 ? atPerson : events;
	const [from, to] = (['from', 'to'] as const).map((name) =>
		lastOf(told.map((event) => event[name])),
	);
	// After a consultation the client takes the place of him who asked, in the same leg: what was before is no talk.
	const withThese = atPerson.filter(
		(event) => isConsultation(event) === isConsultation({ from, to }),
	);
	const answer = withThese.find(({ state }) => state === 'Connected' || state === 'OnHold');
	const end = events.find(({ state }) => state === 'Disconnected');
	const isWhole =
		end !== undefined && events.every(({ sequence }, index) => sequence === index + 1);
	const presumed = mayPresume && !isWhole && atPerson.length > 0 && wasAnswered(end);
	const times = events.flatMap(({ time }) => time ?? []);
	return {
		id,
		side: atPerson.length > 0 ? 'incoming' : 'menu',
		extension: to.extension ?? from.extension ?? firstOf(told.map(({ extension }) => extension)),
		withEmployee: from.extension !== null,
		rungAt: times.length > 0 ? Math.min(...times) : null,
		answered: answer !== undefined || presumed,
		answeredAt: answer?.time ?? null,
		ended: end !== undefined,
		endedAt: end?.time ?? null,
		reasonCode: end?.reasonCode ?? null,
		from,
		to,
		direction: firstOf(told.map(({ direction }) => direction)),
		isCallback: events.some(({ isCallback }) => isCallback),
		hasCommand: events.some(({ hasCommand }) => hasCommand),
		isWhole,
	};
}

/**
 * Of a leg whose earlier events are lost, when no summary tells: only who has answered can hang up
 * as the called party, and a normal end that comes third follows on Appeared and Connected.
 */
function wasAnswered(end: CallEvent | undefined): boolean {
	if (end?.reasonCode === 1120) return true;
	return (end?.reasonCode === 1110 || end?.reasonCode === 1100) && (end.sequence ?? 0) >= 3;
}

/** Who is on a side of the leg last; which leg it was taken from is not told in every event. */
function lastOf(parties: ReadonlyArray<CallEvent['from']>): CallEvent['from'] {
	const later = [...parties].reverse();
	const last =
		later.find(
			({ extension, number, groupExtension }) =>
				extension !== null || number !== null || groupExtension !== null,
		) ?? NOBODY;
	return { ...last, takenFromCallId: firstOf(later.map(({ takenFromCallId }) => takenFromCallId)) };
}

/** One employee and another. */
function isConsultation({ from, to }: Pick<CallEvent, 'from' | 'to'>): boolean {
	return from.extension !== null && to.extension !== null;
}

function firstOf<T>(values: ReadonlyArray<T | null>): T | null {
	return values.find((value) => value !== null) ?? null;
}

/**
 * A callback's first leg looks like an incoming call: the client is its caller, the employee is
 * rung (section 2.2). So the direction is that of the entry, not of a leg, and what only callbacks
 * have goes before what the summary says.
 */
function directionOf(legs: readonly EventLeg[], summary: Summary | undefined): Direction | null {
	const known = legs.filter(
		({ side, from, to }) => side !== 'menu' && (from.extension !== null || to.extension !== null),
	);
	if (
		known.length > 0 &&
		known.every(({ from, to }) => from.extension !== null && to.extension !== null)
	)
		return 'internal';
	if (legs.some(({ isCallback }) => isCallback) || legs.some((leg) => isFirstOfTwo(leg, legs)))
		return 'outgoing';
	if (summary?.direction) return summary.direction;
	const [first] = known;
	if (first === undefined) return firstOf(legs.map(({ direction }) => direction));
	// Our command made the call; one that only routes or transfers it does so to a leg taken from another.
	if (
		first.hasCommand &&
		first.from.takenFromCallId === null &&
		first.side !== 'menu' &&
		!legs.some(({ side }) => side === 'menu')
	)
		return 'outgoing';
	return first.to.extension === null ? 'outgoing' : 'incoming';
}

/** A leg to an employee that ended with 1000, and whose successor rings somebody outside. */
function isFirstOfTwo(leg: EventLeg, legs: readonly EventLeg[]): boolean {
	if (leg.to.extension === null || !isHandedOver(leg)) return false;
	return legs.some(
		({ from, to }) =>
			from.takenFromCallId === leg.id && from.extension !== null && to.extension === null,
	);
}

function sideOf(
	leg: EventLeg,
	direction: Direction | null,
	legs: readonly EventLeg[],
): Leg['side'] {
	if (leg.side === 'menu') return 'menu';
	const [isFrom, isTo] = [
		leg.from.extension !== null,
		leg.to.extension !== null || leg.to.groupExtension !== null,
	];
	if (direction === 'internal') {
		const isCallback = legs.some((other) => other.isCallback);
		return isCallback && leg.from.takenFromCallId === null ? 'employee' : 'client';
	}
	// Before a transfer.
	if (isFrom && isTo) return 'menu';
	if (direction === 'incoming') return 'incoming';
	return isTo ? 'employee' : 'client';
}

/**
 * In a call of ours, whoever is rung after the client has answered gets him handed over: an
 * employee, or a number outside.
 */
function isTransfer(leg: EventLeg, legs: readonly EventLeg[]): boolean {
	const mayBe = leg.side === 'employee' || (leg.side === 'client' && !leg.withEmployee);
	if (!mayBe || leg.rungAt === null) return false;
	const rungAt = leg.rungAt;
	return legs.some(
		({ id, side, answeredAt }) =>
			id !== leg.id && side === 'client' && answeredAt !== null && answeredAt <= rungAt,
	);
}
