/** For how long something is tried again. The time begins with the first look at what is left, after the first refusal. */
export class Budget {
	private end: number | undefined;

	constructor(private readonly ms: number) {}

	leftMs(now: number): number {
		this.end ??= now + this.ms;
		return Math.max(0, this.end - now);
	}

	/** Waiting for one's turn does not count. */
	extend(ms: number): void {
		if (this.end !== undefined) this.end += ms;
	}
}
