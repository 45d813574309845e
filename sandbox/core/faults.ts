import type { ForcedAnswer } from './answers';

/** A request that has come and waits for what the gate gives. */
interface WaitingRequest {
	method: string;
	params: unknown;
	/** The host that it was sent to, by which a test may tell two senders apart. */
	host: string;
}

export type Gate = (request: WaitingRequest) => Promise<void>;

interface Failure<E> {
	method: string;
	error: E;
	left: number;
}

/** Faults that are asked for: whole HTTP answers, each given once, and methods that fail as the service words it. */
export class Faults<E = unknown> {
	/** Holds each request until the promise is kept, before anything is done. */
	gate: Gate | undefined;
	answers: ForcedAnswer[] = [];
	failures: Array<Failure<E>> = [];

	addFailure(method: string, error: E, times: number): void {
		this.failures.push({ method: method.toLowerCase(), error, left: times });
	}

	/** The next one for this method, used up. Names of methods are lower case here. */
	takeAnswer(method: string): ForcedAnswer | undefined {
		const index = this.answers.findIndex(
			(answer) => answer.method === undefined || answer.method.toLowerCase() === method,
		);
		return index === -1 ? undefined : this.answers.splice(index, 1)[0];
	}

	/** What the method has been told to fail with, this once. */
	takeFailure(method: string): E | undefined {
		const failure = this.failures.find((one) => one.method === method);
		if (!failure) return undefined;
		failure.left -= 1;
		this.failures = this.failures.filter(({ left }) => left > 0);
		return failure.error;
	}

	clear(): void {
		this.answers = [];
		this.gate = undefined;
		this.failures = [];
	}
}
