import { LeakyBucket } from '../shared/bucket';
import { contactCentreLimited, rateLimited } from './errors';

/** "N/S": N requests in S seconds, for each product (the table of section 1.2 [H]). */
type Limit = readonly [requests: number, seconds: number];

const fallback: Limit = [10, 1];

const limits: Record<string, Limit> = {
	'commands/callback': [4, 1],
	'commands/callback_group': [4, 1],
	'commands/call/hangup': [4, 1],
	'commands/recording/start': [4, 1],
	'commands/transfer': [1, 2],
	'commands/route': [1, 2],
	'stats/request': [1, 2],
	'stats/calls/request': [1, 2],
	// Only the limit of all customers together is documented.
	'stats/result': [50, 1],
	'config/users/request': [1, 2],
	'account/balance': [2, 1],
};

/** Paths of the contact centre: one limit of 10/1 for all of them together [H; "together" is our reading, M]. */
const contactCentre = /^(v2\/)?(campaign|tasks?|custom-type)(\/|$)/;

export function isContactCentre(path: string): boolean {
	return contactCentre.test(path);
}

/** A bucket each method; the limits of all customers together are not played, tests force a 429 instead. */
export class RateLimits {
	private readonly buckets = new Map<string, LeakyBucket>();

	constructor(private readonly now: () => number) {}

	check(path: string): void {
		const name = isContactCentre(path) ? 'contact centre' : path;
		if (this.bucket(name, limits[name] ?? fallback).take('', this.now())) return;
		throw isContactCentre(path) ? contactCentreLimited() : rateLimited();
	}

	clear(): void {
		this.buckets.clear();
	}

	private bucket(name: string, [requests, seconds]: Limit): LeakyBucket {
		const bucket =
			this.buckets.get(name) ?? new LeakyBucket({ burst: requests, perSecond: requests / seconds });
		this.buckets.set(name, bucket);
		return bucket;
	}
}
