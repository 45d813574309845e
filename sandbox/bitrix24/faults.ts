import { ForcedAnswers, type ForcedAnswer } from '../shared/forcedAnswers';
import { RestError } from './errors';

export interface FailedCommand {
	error: unknown;
	error_description: string;
	/** HTTP status when the method is called directly; inside a batch the status stays 200. */
	status?: number;
}

/** A request that has come and waits for what the gate gives. */
export interface WaitingRequest {
	method: string;
	params: unknown;
	/** The host that it was sent to, by which a test may tell two senders apart. */
	host: string;
}

export type Gate = (request: WaitingRequest) => Promise<void>;

/** Faults that tests ask for: whole HTTP answers, and methods that fail. */
export class Faults {
	private readonly answers = new ForcedAnswers();
	/** Holds each request until the promise is kept, before anything is done. */
	gate: Gate | undefined;
	private failures: Array<{ method: string; error: FailedCommand; left: number }> = [];

	addAnswer(answer: ForcedAnswer): void {
		this.answers.add(answer);
	}

	addFailure(method: string, error: FailedCommand, times: number): void {
		this.failures.push({ method: method.toLowerCase(), error, left: times });
	}

	takeAnswer(method: string): ForcedAnswer | undefined {
		return this.answers.take(method);
	}

	/** Throws when the method has been told to fail. */
	check(method: string): void {
		const failure = this.failures.find(
			(candidate) => candidate.method === method && candidate.left > 0,
		);
		if (!failure) return;
		failure.left -= 1;
		throw new RestError(
			failure.error.status ?? 400,
			failure.error.error,
			failure.error.error_description,
		);
	}

	clear(): void {
		this.answers.clear();
		this.gate = undefined;
		this.failures = [];
	}
}
