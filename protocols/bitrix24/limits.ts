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
/** How much everybody goes back when others, too, fill the bucket. */
const STEP_BACK_MS = 2 * PER_REQUEST_MS;

/**
 * How many requests a portal has taken from this process, and when the next may go. A portal on a
 * server of one's own has no limit as a rule, and a large plan has a wider one: so nothing is held
 * back until the portal refuses something. From then on the bucket is taken for full, and each
 * request waits for its own share. Times are in ms.
 */
export class Bucket {
	/** When all that was sent will have run out of it. */
	private emptyAt = 0;
	private isKnown = false;
	private refusedAt = -Infinity;
	private steppedBackMs = 0;

	/** Takes the next free place. */
	reserve(now: number): Slot {
		const at = this.isKnown ? Math.max(now, this.emptyAt - (HOLDS - 1) * PER_REQUEST_MS) : now;
		this.emptyAt = Math.max(this.emptyAt, now) + PER_REQUEST_MS;
		const before = this.steppedBackMs;
		return { leftMs: (time) => Math.max(0, at + this.steppedBackMs - before - time) };
	}

	/** A request that was sent at `sentAt` was refused for the rate. */
	refused(sentAt: number, now: number): void {
		if (!this.isKnown) {
			this.isKnown = true;
			this.emptyAt = now + HOLDS * PER_REQUEST_MS;
		} else if (sentAt > this.refusedAt) {
			this.steppedBackMs += STEP_BACK_MS;
			this.emptyAt = Math.max(this.emptyAt, now + (HOLDS - 1) * PER_REQUEST_MS) + STEP_BACK_MS;
		}
		this.refusedAt = now;
	}
}
