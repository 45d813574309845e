import type { Clock } from '../../sandbox/core/clock';

interface Entry {
	due: number;
	/** Of two that are due at once, the one that was asked for first comes first. */
	order: number;
	act: () => void;
	/** Somebody waits for it, so the clock goes on until then. */
	awaited: boolean;
}

interface Watcher {
	/** True when it is over: what was waited for is so, or has failed. */
	look: () => boolean;
	/** The time at which it is given up. */
	until: number;
	giveUp: (error: Error) => void;
}

export interface ManualClockOptions {
	start: number;
	speed?: number;
	/** Resolves when nothing goes on by itself any more: no request under way, no promise to be continued. */
	quiet: () => Promise<void>;
}

/** So long nothing in a test takes. */
const PATIENCE_MS = 24 * 3_600_000;

/**
 * A clock that stands still until it is moved: by `advance`, by `until`, or because somebody sleeps
 * by it. Then it goes from one thing that is due to the next, in the order of their times, and
 * before each lets all that goes on by itself come to rest. So what happens, and in what order,
 * does not depend on how fast the machine is.
 */
export class ManualClock implements Clock {
	readonly speed: number;
	/** For how long it has been slept by since `forgetSleep`, added up, in ms. */
	slept = 0;
	private time: number;
	private made = 0;
	private readonly queue = new Set<Entry>();
	private readonly watchers = new Set<Watcher>();
	private running = false;
	private readonly quiet: () => Promise<void>;

	constructor({ start, speed = 1, quiet }: ManualClockOptions) {
		this.time = start;
		this.speed = speed;
		this.quiet = quiet;
	}

	now(): number {
		return this.time;
	}

	after(ms: number, act: () => void): () => void {
		const entry = this.add(ms, act, false);
		return () => this.queue.delete(entry);
	}

	/** The clock goes on until the sleeper wakes. */
	async sleep(ms: number): Promise<void> {
		this.slept += ms;
		await this.reach(ms);
	}

	/**
	 * Runs what falls due within so many milliseconds, and lets it come to rest: it comes after all
	 * that is due at its end.
	 */
	async advance(ms: number): Promise<void> {
		await this.reach(ms, Infinity);
	}

	/** Goes on, from one thing that is due to the next, until `look` gives something. Throws when it never does. */
	async until<T>(look: () => T | undefined | false, patienceMs = PATIENCE_MS): Promise<T> {
		return await new Promise<T>((resolve, reject) => {
			const lookOnce = () => {
				try {
					const found = look();
					if (found) resolve(found);
					return Boolean(found);
				} catch (error) {
					reject(error as Error);
					return true;
				}
			};
			this.watchers.add({ look: lookOnce, until: this.time + patienceMs, giveUp: reject });
			this.run();
		});
	}

	/** Lets all that goes on by itself come to rest; the time stays. */
	async settled(): Promise<void> {
		await this.quiet();
	}

	/** Another time from now on, earlier too: what is to happen stays as far away as it was. */
	setTime(time: number): void {
		for (const entry of this.queue) entry.due += time - this.time;
		this.time = time;
	}

	forgetSleep(): void {
		this.slept = 0;
	}

	private async reach(ms: number, order?: number): Promise<void> {
		await new Promise<void>((resolve) => {
			this.add(ms, resolve, true, order);
			this.run();
		});
	}

	private add(ms: number, act: () => void, awaited: boolean, order?: number): Entry {
		this.made += 1;
		const entry = { due: this.time + Math.max(0, ms), order: order ?? this.made, act, awaited };
		this.queue.add(entry);
		return entry;
	}

	private run(): void {
		if (!this.running) void this.goOn();
	}

	private async goOn(): Promise<void> {
		this.running = true;
		for (;;) {
			await this.quiet();
			const entries = [...this.queue].sort((a, b) => a.due - b.due || a.order - b.order);
			const [next] = entries;
			// Whoever has found what he waited for, or never will, acts first.
			if (this.lookAround() || this.giveUp(next?.due)) continue;
			if (!next || (this.watchers.size === 0 && !entries.some(({ awaited }) => awaited))) break;
			this.play(next);
		}
		this.running = false;
	}

	private play(entry: Entry): void {
		this.queue.delete(entry);
		this.time = Math.max(this.time, entry.due);
		entry.act();
	}

	private lookAround(): boolean {
		const content = [...this.watchers].filter(({ look }) => look());
		for (const watcher of content) this.watchers.delete(watcher);
		return content.length > 0;
	}

	/** Of those who wait for something that will not be: nothing more is due, or only after their patience. */
	private giveUp(due = Infinity): boolean {
		const hopeless = [...this.watchers].filter(({ until }) => due > until);
		for (const watcher of hopeless) {
			this.watchers.delete(watcher);
			watcher.giveUp(new Error('It did not happen, and by this clock it never will'));
		}
		return hopeless.length > 0;
	}
}
