import { keyOf, type OutcomeTarget } from './outcomeTarget';

/** Of more calls and tasks the one that waits the longest is forgotten, and is as new. */
const MOST = 10_000;

/**
 * Whose turn it is where a look has no time for all: each look would begin with the same calls, and
 * those that are never found would keep the others from being asked for. So those come first that
 * wait the longest: since they were asked for, or since the first look that was to ask for them.
 * All executions of a process share it; each worker of queue mode goes round by itself.
 */
export class OutcomeTurns {
	private readonly since = new Map<string, number>();

	/** Since when the first of these waits, in ms. */
	waitingSince(targets: readonly OutcomeTarget[], now: number): number {
		return Math.min(
			...targets.map((target) => this.since.get(keyOf(target)) ?? this.note(target, now)),
		);
	}

	/** Those that wait the longest come first; of equal ones the order stays. */
	sorted<T>(all: readonly T[], targetsOf: (one: T) => readonly OutcomeTarget[], now: number): T[] {
		return all
			.map((one) => ({ one, since: this.waitingSince(targetsOf(one), now) }))
			.sort((a, b) => a.since - b.since)
			.map(({ one }) => one);
	}

	/** Its turn is over. */
	note(target: OutcomeTarget, now: number): number {
		this.since.delete(keyOf(target));
		this.since.set(keyOf(target), now);
		if (this.since.size > MOST) this.since.delete(this.since.keys().next().value as string);
		return now;
	}
}
