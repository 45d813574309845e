/** Time-outs of the stand-in's own life, `speed` times faster than real ones, all of which can be forgotten at once. */
export class Timers {
	private readonly waiting = new Set<NodeJS.Timeout>();

	constructor(readonly speed: number) {}

	/** Gives the function that calls it off. */
	after(seconds: number, act: () => void): () => void {
		const timer = setTimeout(() => {
			this.waiting.delete(timer);
			act();
		}, (seconds * 1000) / this.speed);
		this.waiting.add(timer);
		return () => {
			clearTimeout(timer);
			this.waiting.delete(timer);
		};
	}

	clear(): void {
		for (const timer of this.waiting) clearTimeout(timer);
		this.waiting.clear();
	}
}
