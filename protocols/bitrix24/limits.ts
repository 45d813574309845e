import { MAX_COMMANDS } from './batchRequest';

/** A request's place among those to a portal. */
export interface Slot {
	/** How long to wait yet, in ms. It may have become later since it was asked. */
	leftMs(now: number): number;
}

/**
 * The cloud's bucket: it holds 50 requests and empties at 2 a second
 * (docs/protocols/bitrix24.md#rate).
 */
const HOLDS = 50;
const MARGIN_MS = 5;
const PER_REQUEST_MS = 500 + MARGIN_MS;
const FULL_MS = HOLDS * PER_REQUEST_MS;
/** How much everybody goes back when others, too, fill the bucket. */
const STEP_BACK_MS = 2 * PER_REQUEST_MS;
/** What is left of the share after a refusal, what each request that is taken gives back, and the least of it. */
const AFTER_REFUSAL = 0.5;
const PER_ACCEPTED = 0.02;
const LEAST_SHARE = 1 / 16;

/**
 * How many requests a portal has taken from this process, and when the next may go. A portal on a
 * server of one's own has no limit as a rule: so nothing is held back until the portal shows that it
 * is the cloud's, or refuses something. From then on each request waits for its own turn. Times are
 * in ms.
 *
 * Others fill the bucket, too, unseen: another server process, another application. So this process
 * takes only a share of what runs out, which each refusal halves and each request that is taken
 * widens again: they come to share it, and few are refused (bitrix24.md#rate).
 */
export class Bucket {
	/** When all that was sent will have run out of it. */
	private emptyAt = 0;
	private isKnown = false;
	private refusedAt = -Infinity;
	private steppedBackMs = 0;
	private share = 1;
	private refusedSince: number | undefined;

	/** Takes the next free place. */
	reserve(now: number): Slot {
		const at = this.isKnown ? Math.max(now, this.emptyAt - FULL_MS + PER_REQUEST_MS) : now;
		this.emptyAt = Math.max(this.emptyAt, now) + Math.ceil(PER_REQUEST_MS / this.share);
		const before = this.steppedBackMs;
		return { leftMs: (time) => Math.max(0, at + this.steppedBackMs - before - time) };
	}

	/** The portal has taken a request. `isCloud`: it has shown by now that it is one of the cloud. */
	accepted(isCloud: boolean, now: number): void {
		this.refusedSince = undefined;
		this.share = Math.min(1, this.share + PER_ACCEPTED);
		if (isCloud && !this.isKnown) this.becomeKnown(now);
	}

	/** A request that was sent at `sentAt` was refused for the rate. */
	refused(sentAt: number, now: number): void {
		this.refusedSince ??= now;
		if (!this.isKnown) this.becomeKnown(now);
		else if (sentAt > this.refusedAt) {
			this.share = Math.max(LEAST_SHARE, this.share * AFTER_REFUSAL);
			this.steppedBackMs += STEP_BACK_MS;
			this.emptyAt += STEP_BACK_MS;
		}
		this.refusedAt = now;
		// It has not filled the bucket, which is full.
		this.emptyAt = Math.max(this.emptyAt - PER_REQUEST_MS, now + FULL_MS);
	}

	/** Whether it has refused everything for so long that others must have the whole of it. */
	isHopeless(now: number, patienceMs: number): boolean {
		return this.refusedSince !== undefined && now - this.refusedSince >= patienceMs;
	}

	/** What was sent before did not wait for its turn: that it is refused says nothing of others. */
	private becomeKnown(now: number): void {
		this.isKnown = true;
		this.refusedAt = now;
	}
}

/** A request must end within 60 s; half of it is left for a slower one (bitrix24.md#requests). */
const GOOD_MS = 30_000;

/**
 * How many commands that change something go into one batch: each may start robots, and all must end
 * in time (bitrix24.md#batch). As many as go in, until a portal takes long.
 */
export class BatchSize {
	private size = MAX_COMMANDS;

	get mostChanges(): number {
		return this.size;
	}

	/** A batch of so many changes has ended after so long, with a good answer or none. */
	took(changes: number, ms: number, isAnswered: boolean): void {
		if (changes === 0) return;
		const tellsLittle = changes < this.size || !isAnswered;
		if (ms <= GOOD_MS && tellsLittle) return;
		const inTime = Math.floor((changes * GOOD_MS) / Math.max(1, ms));
		this.size = Math.min(MAX_COMMANDS, Math.max(1, inTime));
	}
}
