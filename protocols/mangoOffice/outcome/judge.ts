import type { Direction, Judgement } from './facts';
import { byTime, isHandedOver, isRobot, type Leg } from './leg';
import { callEnding, type OutcomeRule } from './rules';
import { isNotLetOut, type Side } from './table';

/** What MANGO says of the call as a whole: the head of its record. */
export interface Total {
	/**
	 * `entry_result` 1 alone does not say it: an official example has it with no talk
	 * (mango-office.md#summary-events).
	 */
	answered: boolean;
	talkSeconds: number;
	/** Whether the client was rung, in an outgoing call. */
	rangClient: boolean;
	extension: string | null;
}

/** A call, as its record has it. */
export interface CallEntry {
	direction: Direction | null;
	legs: readonly Leg[];
	/**
	 * Whether the legs tell by themselves whether there was a talk. Then they go before the total: in
	 * a callback, MANGO does not say whether the total counts the employee's answer. Otherwise a talk
	 * that either of them tells of has been.
	 */
	legsSuffice: boolean;
	total: Total;
	ended: boolean;
}

/** What a call was. */
export function judge(entry: CallEntry, rules: readonly OutcomeRule[]): Judgement {
	const { legs, total, ended } = entry;
	const talks = legs.filter((leg) => isTalk(leg, entry));
	const attempts = attemptsOf(entry);
	if (talks.length > 0 || (!entry.legsSuffice && total.answered)) {
		const reasonCode = lastCode(talks);
		const seconds = talkSecondsOf(talks, entry);
		return {
			outcome: 'POSITIVE',
			final: ended,
			reason: 'Talked',
			reasonCode,
			talkSeconds: seconds,
			answeredBy: answeredBy(legs) ?? total.extension,
			attempts,
			clientRung: true,
		};
	}
	const none = {
		final: ended,
		talkSeconds: 0,
		answeredBy: null,
		attempts,
		clientRung: isClientRung(entry),
	};
	if (!ended) return { outcome: 'NEUTRAL', reason: 'In progress', reasonCode: null, ...none };
	const { code, side } = howItEnded(entry);
	return { ...callEnding(code, side, rules), reasonCode: code, ...none };
}

function isTalk(leg: Leg, { legs }: CallEntry): boolean {
	if (!leg.answered || isRobot(leg.reasonCode)) return false;
	if (leg.side === 'incoming') return true;
	return (
		leg.side === 'client' &&
		(leg.withEmployee || legs.some((other) => other.answered && isEmployees(other)))
	);
}

function isEmployees({ side }: Leg): boolean {
	return side === 'employee' || side === 'incoming';
}

/** Which code ended a call without a talk, and who was being rung then. */
function howItEnded(entry: CallEntry): { code: number | null; side: Side } {
	const { direction, legs } = entry;
	const on = (...sides: Array<Leg['side']>) => legs.filter(({ side }) => sides.includes(side));
	if (direction === 'incoming') return { side: 'incoming', code: lastCode(on('incoming')) };
	const clients = on('client');
	// A client whom a campaign has rung first, and who answered: it was our turn then.
	const isWaiting = clients.some((leg) => leg.answered && !isRobot(leg.reasonCode));
	if (wasClientsTurn(entry) && !isWaiting) return { side: 'client', code: lastCode(clients) };
	return { side: 'employee', code: lastCode(on('employee', 'incoming')) };
}

/** In a call of ours: whether it got as far as the client. */
function wasClientsTurn({ legs, total }: CallEntry): boolean {
	return (
		total.rangClient ||
		legs.some((leg) => leg.side === 'client' || (leg.side === 'employee' && isHandedOver(leg)))
	);
}

/** A call that was not let out has a leg to the client all the same. */
function isClientRung(entry: CallEntry): boolean {
	if (entry.direction === 'incoming') return true;
	const clients = entry.legs.filter(({ side }) => side === 'client');
	const isKeptIn = clients.length > 0 && clients.every(({ reasonCode }) => isNotLetOut(reasonCode));
	return wasClientsTurn(entry) && !isKeptIn;
}

function lastCode(legs: readonly Leg[]): number | null {
	return (
		byTime(
			legs.filter((leg) => !isHandedOver(leg) && leg.reasonCode !== null),
			'endedAt',
		).at(-1)?.reasonCode ?? null
	);
}

function talkSecondsOf(talks: readonly Leg[], { legsSuffice, total }: CallEntry): number {
	const starts = talks.flatMap(({ answeredAt }) => answeredAt ?? []);
	const ends = talks.map(({ endedAt }) => endedAt);
	const isWhole = starts.length > 0 && ends.every((end) => end !== null);
	const byLegs = isWhole
		? Math.max(0, Math.round((Math.max(...ends) - Math.min(...starts)) / 1000))
		: 0;
	const byTotal = total.talkSeconds;
	// A whole leg may be lost, so that the total is the longer one.
	return legsSuffice && isWhole ? byLegs : byTotal || byLegs;
}

function answeredBy(legs: readonly Leg[]): string | null {
	const answered = legs.filter(
		({ answered: isAnswered, extension }) => isAnswered && extension !== null,
	);
	// The last to be on the line: one who was only asked before a transfer is off it before the one who asked.
	const onTheLine = answered.map((leg) => ({ ...leg, endedAt: leg.endedAt ?? leg.answeredAt }));
	return byTime(onTheLine, 'endedAt').at(-1)?.extension ?? null;
}

/** Of who was rung: the client in a call of ours, employees in a call of his. */
function attemptsOf({ direction, legs, total }: CallEntry): number {
	const side = direction === 'incoming' ? 'incoming' : 'client';
	const seen = legs.filter((leg) => leg.side === side).length;
	const isTold = total.answered || (direction !== 'incoming' && total.rangClient);
	return Math.max(seen, isTold ? 1 : 0);
}
