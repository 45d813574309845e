/** Runs steps one at a time: of those that wait, the one of the lowest rank first. */
export class OutcomeLine {
	private isBusy = false;
	private readonly waiting: Array<{ rank: number; start: () => void }> = [];

	async run<T>(rank: number, step: () => Promise<T>): Promise<T> {
		if (this.isBusy) await new Promise<void>((start) => this.waiting.push({ rank, start }));
		this.isBusy = true;
		try {
			return await step();
		} finally {
			const next = this.waiting.sort((a, b) => a.rank - b.rank).shift();
			if (next === undefined) this.isBusy = false;
			else next.start();
		}
	}
}
