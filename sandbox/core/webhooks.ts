import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Timers } from './timers';

const timeoutMs = 10_000;

/**
 * What a service POSTs by itself. Nothing is repeated, and all of it can be forgotten at once, also what is under way.
 * `S` is what is kept of each.
 */
export class Webhooks<S> {
	/** What was to be sent, in the order in which it happened. */
	readonly sent: S[] = [];
	private stopped = new AbortController();
	private readonly underWay = new Set<Promise<void>>();

	constructor(protected readonly timers: Timers) {}

	/** From a queue: does it after the answer to the request that it comes from, unless it is forgotten before. */
	protected later(act: () => Promise<void>): void {
		const { signal } = this.stopped;
		this.track(
			nextTurn().then(async () => {
				if (!signal.aborted) await act();
			}),
		);
	}

	/** `settled` waits for it. */
	protected track(work: Promise<void>): void {
		this.underWay.add(work);
		void work.finally(() => this.underWay.delete(work));
	}

	/** Gives the HTTP status. Throws when no answer comes, in ten seconds or at all, and when it is forgotten. */
	protected async post(url: string, body: string, headers = {}): Promise<number> {
		const late = new AbortController();
		const onTime = this.timers.afterMs(timeoutMs, () =>
			late.abort(new Error(`no answer in ${timeoutMs / 1000} s`)),
		);
		const signal = AbortSignal.any([this.stopped.signal, late.signal]);
		try {
			const response = await fetch(url, {
				method: 'POST',
				body,
				headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
				signal,
				redirect: 'manual',
			});
			await response.arrayBuffer();
			return response.status;
		} catch (error) {
			// `fetch` says only that it failed; why stands in the cause.
			throw ((error as Error).cause ?? error) as Error;
		} finally {
			onTime();
		}
	}

	/** Resolves when none is queued or under way. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	clear(): void {
		this.sent.length = 0;
		this.stopped.abort();
		this.stopped = new AbortController();
	}
}

/** Nothing leaves this machine: a rule of the sandbox. */
export function staysHere(url: string): boolean {
	return URL.canParse(url) && new URL(url).hostname === '127.0.0.1';
}
