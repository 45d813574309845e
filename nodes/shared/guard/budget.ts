/**
 * For how long something is tried again. The time begins with the first look at what is left, after
 * the first refusal.
 */
export class Budget {
	private end: number | undefined;

	constructor(
		private readonly ms: number,
		/** When it is over in any case, in ms since 1970. */
		private readonly last = Infinity,
	) {}

	leftMs(now: number): number {
		this.end ??= now + this.ms;
		return Math.max(0, Math.min(this.end, this.last) - now);
	}

	/** Whether something may still be begun at this time. */
	reaches(time: number): boolean {
		return time < this.last;
	}

	/** Waiting for one's turn does not count. */
	extend(ms: number): void {
		if (this.end !== undefined) this.end += ms;
	}
}
