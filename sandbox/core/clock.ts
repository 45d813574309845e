/**
 * The time by which both stand-ins live: limits, lock-out, reports, stamps, calls, dialler,
 * recordings. Nothing in `sandbox/mango` and `sandbox/bitrix24` looks at another. `realClock`
 * follows the machine's time, for `npm start` and the end-to-end tests; `ManualClock` stands still
 * until a test moves it.
 */
export interface Clock {
	/** Milliseconds since 1970, as Date.now. */
	now(): number;
	/** How much faster than life what goes on by itself is played: a call's ringing and talking, a recording's way. */
	readonly speed: number;
	/** Does something so many milliseconds from now. Gives the function that calls it off. */
	after(ms: number, act: () => void): () => void;
	sleep(ms: number): Promise<void>;
	/** Goes on by so much at once, through all that falls due on the way. */
	advance(ms: number): Promise<void>;
}

export function dateOf(clock: Pick<Clock, 'now'>): Date {
	return new Date(clock.now());
}
