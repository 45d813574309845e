export interface RateLimit {
	/** Y: how much leaks out a second. */
	perSecond: number;
	/** X: how much the bucket holds. */
	burst: number;
}

/**
 * The leaky bucket of section 3.1 [H]: +1 for each HTTP request (a batch is one), -Y a second, above X refused.
 * One bucket for each source address ("considers the IP address of the source").
 * That a refused request does not fill the bucket is our reading [L].
 */
export class LeakyBucket {
	private readonly levels = new Map<string, { level: number; at: number }>();

	constructor(private readonly limit: RateLimit) {}

	/** False when the request has to be refused. */
	take(source: string, now = performance.now()): boolean {
		const last = this.levels.get(source) ?? { level: 0, at: now };
		const level = Math.max(0, last.level - ((now - last.at) / 1000) * this.limit.perSecond);
		const accepted = level + 1 <= this.limit.burst;
		this.levels.set(source, { level: accepted ? level + 1 : level, at: now });
		return accepted;
	}

	empty(): void {
		this.levels.clear();
	}
}
