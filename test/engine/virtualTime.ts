import { setImmediate } from 'node:timers/promises';

interface Sleeper {
	due: number;
	wake(): void;
}

/** A clock that goes on only when everybody sleeps: for code that waits with n8n's `sleep` and asks nobody outside. */
export class VirtualTime {
	private sleepers: Sleeper[] = [];

	constructor(public now: number) {}

	readonly sleep = async (ms: number): Promise<void> => {
		await new Promise<void>((wake) => this.sleepers.push({ due: this.now + ms, wake }));
	};

	/** Runs something to its end, waking the sleepers in the order of their times. */
	async run<T>(doing: Promise<T>): Promise<T> {
		let isOver = false;
		const done = doing.finally(() => {
			isOver = true;
		});
		done.catch(() => undefined);
		for (;;) {
			// Whatever follows without sleeping happens first.
			await setImmediate();
			if (isOver) return await done;
			this.wakeNext();
		}
	}

	private wakeNext(): void {
		const next = [...this.sleepers].sort((a, b) => a.due - b.due).at(0);
		if (next === undefined) throw new Error('Nobody sleeps, and nothing is over');
		this.sleepers = this.sleepers.filter((one) => one !== next);
		this.now = Math.max(this.now, next.due);
		next.wake();
	}
}
