import type { Clock } from './clock';

/** What one stand-in has yet to do by its clock, all of which can be forgotten at once. */
export class Timers {
	private readonly waiting = new Set<() => void>();

	constructor(readonly clock: Clock) {}

	/** Seconds of life, which the clock's speed shortens. Gives the function that calls it off. */
	after(seconds: number, act: () => void): () => void {
		return this.afterMs((seconds * 1000) / this.clock.speed, act);
	}

	/** Milliseconds of the clock, whatever its speed: for what the other side of a connection waits for. */
	afterMs(ms: number, act: () => void): () => void {
		const cancel = this.clock.after(ms, () => {
			this.waiting.delete(cancel);
			act();
		});
		this.waiting.add(cancel);
		return () => {
			cancel();
			this.waiting.delete(cancel);
		};
	}

	clear(): void {
		for (const cancel of this.waiting) cancel();
		this.waiting.clear();
	}
}
