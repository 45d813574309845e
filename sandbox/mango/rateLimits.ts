import { LeakyBucket, type RateLimit } from '../core/bucket';
import { contactCentreLimited, rateLimited } from './errors';

/**
 * "N/S": N requests in S seconds, for each product (the table of mango-office.md#rate-limits [H]).
 */
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
const contactCentre = /^(v2\/)?(campaign|tasks?|custom-type)(\/|$)/;

function isContactCentre(path: string): boolean {
	return contactCentre.test(path);
}

/** A bucket each method; the limits of all customers together are not played, tests force a 429 instead. */
export class RateLimits {
	private readonly buckets = new LeakyBucket(limit(10, 1));

	constructor(private readonly now: () => number) {}

	check(path: string): void {
		const name = isContactCentre(path) ? 'contact centre' : path;
		if (this.buckets.take(name, this.now(), limits[name])) return;
		throw isContactCentre(path) ? contactCentreLimited() : rateLimited();
	}

	clear(): void {
		this.buckets.clear();
	}
}
