export interface RateLimit {
	/** Y: how much leaks out a second. */
	perSecond: number;
	/** X: how much the bucket holds. */
	burst: number;
}

/**
 * Leaky buckets: +1 for each request, -Y a second, above X refused. That a refused request does
 * not fill it is our reading [L].
 */
export class LeakyBucket {
	private readonly levels = new Map<string, { level: number; at: number }>();

	constructor(private readonly usual: RateLimit) {}

	/** False when the request has to be refused at this time, in ms. `source` names the bucket. */
	take(source: string, now: number, { burst, perSecond } = this.usual): boolean {
		const last = this.levels.get(source) ?? { level: 0, at: now };
		const level = Math.max(0, last.level - ((now - last.at) / 1000) * perSecond);
		const accepted = level + 1 <= burst;
		this.levels.set(source, { level: accepted ? level + 1 : level, at: now });
		return accepted;
	}

	clear(): void {
		this.levels.clear();
	}
}
