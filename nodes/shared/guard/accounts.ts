import { createHash } from 'node:crypto';

/**
 * What this process knows of each account, under a digest of what tells the account from others, so
 * that no secret is kept. All nodes are one bundled file, so all their executions share it, in the editor and in
 * production, but not other workers of queue mode. Those are met by waiting out what the service refuses.
 */
export class Accounts<T> {
	private readonly known = new Map<string, T>();

	constructor(
		private readonly make: () => T,
		/** Of more than this many the one that was used the longest time ago is forgotten. */
		private readonly most = 500,
	) {}

	of(...identity: string[]): T {
		const key = digest(...identity);
		const account = this.known.get(key) ?? this.make();
		this.known.delete(key);
		this.known.set(key, account);
		if (this.known.size > this.most) this.known.delete(this.known.keys().next().value as string);
		return account;
	}
}

/** One text for several, that does not give them away. */
export function digest(...texts: string[]): string {
	return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
