import type { ForcedAnswer } from './answers';

/** Is given a request that has come, which waits. By its host a test may tell two senders apart. */
export type Gate = (request: { method: string; params: unknown; host: string }) => Promise<void>;

/** Faults that are asked for: whole HTTP answers, each given once, and methods that fail as the service words it. */
export class Faults<E = unknown> {
	gate: Gate | undefined;
	answers: ForcedAnswer[] = [];
	failures: Array<{ method: string; error: E }> = [];

	/** A whole HTTP answer for the next request (of that method or path). Several wait in a queue. */
	readonly answerNext = (answer: ForcedAnswer) => void this.answers.push(answer);

	/**
	 * Holds each request from now on until the gate lets it through, before anything is done: the
	 * order of two clients' requests is a test's then.
	 */
	readonly hold = (gate: Gate | undefined) => void (this.gate = gate);

	addFailure(method: string, error: E, times: number): void {
		const failure = { method: method.toLowerCase(), error };
		this.failures = this.failures.concat(Array<typeof failure>(times).fill(failure));
	}

	/** The next one for this method, used up. Names of methods are lower case here. */
	takeAnswer(method: string): ForcedAnswer | undefined {
		return takeFirst(
			this.answers,
			(answer) => answer.method === undefined || answer.method.toLowerCase() === method,
		);
	}

	/** What the method has been told to fail with, this once. */
	takeFailure(method: string): E | undefined {
		return takeFirst(this.failures, (failure) => failure.method === method)?.error;
	}

	clear(): void {
		this.answers = [];
		this.gate = undefined;
		this.failures = [];
	}
}

/** The first that fits, used up. */
export function takeFirst<T>(waiting: T[], fits: (one: T) => boolean): T | undefined {
	const index = waiting.findIndex(fits);
	return index === -1 ? undefined : waiting.splice(index, 1)[0];
}
