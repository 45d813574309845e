import { LeakyBucket, type RateLimit } from '../core/bucket';
import { contactCentreLimited, rateLimited } from './errors';

/** "N/S": N requests in S seconds, for each product (the table of mango-office.md#rate-limits [H]). */
const limit = (burst: number, seconds: number): RateLimit => ({
	burst,
	perSecond: burst / seconds,
});

const limits: Record<string, RateLimit> = {
	'commands/callback': limit(4, 1),
	'commands/callback_group': limit(4, 1),
	'commands/call/hangup': limit(4, 1),
	'commands/recording/start': limit(4, 1),
	'commands/transfer': limit(1, 2),
	'commands/route': limit(1, 2),
	'stats/request': limit(1, 2),
	'stats/calls/request': limit(1, 2),
	// Only the limit of all customers together is documented.
	'stats/result': limit(50, 1),
	'config/users/request': limit(1, 2),
	'account/balance': limit(2, 1),
};

/** Paths of the contact centre: one limit of 10/1 for all of them together [H; "together" is our reading, M]. */
const contactCentre = /^(v2\/)?(campaign|campaign-report|cc|tasks?|custom-type)(\/|$)/;

/** A bucket each method; the limits of all customers together are not played, tests force a 429 instead. */
export class RateLimits {
	private readonly buckets = new LeakyBucket(limit(10, 1));

	constructor(private readonly now: () => number) {}

	check(path: string): void {
		const together = contactCentre.test(path);
		const name = together ? 'contact centre' : path;
		if (this.buckets.take(name, this.now(), limits[name])) return;
		throw together ? contactCentreLimited() : rateLimited();
	}

	clear(): void {
		this.buckets.clear();
	}
}

const lockoutMs = 120_000;

/**
 * One invalid request (3xxx) in two minutes is forgiven. A second one is answered 401, and so is
 * everything else until two minutes have passed since the first (mango-office.md#lock-out [H]; that
 * the second itself gets the 401 is our reading [M]).
 */
export class Lockout {
	private firstAt = -Infinity;
	private locked = false;

	constructor(private readonly now: () => number) {}

	get active(): boolean {
		return this.locked && this.remembers;
	}

	/** Takes note of an invalid request; true when it is one too many. */
	strike(): boolean {
		this.locked = this.remembers;
		if (!this.locked) this.firstAt = this.now();
		return this.locked;
	}

	clear(): void {
		this.firstAt = -Infinity;
	}

	private get remembers(): boolean {
		return this.now() - this.firstAt < lockoutMs;
	}
}
