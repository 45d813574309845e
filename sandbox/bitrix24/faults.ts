import { RestError } from './errors';

export interface ForcedAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** An object is sent as JSON, a string as it is. */
	body: unknown;
	/** Only for this REST method; a batch is `batch`. Without it, for the next request of any method. */
	method?: string;
	delayMs?: number;
	dropConnection?: boolean;
	/** Run the request first, then answer this instead: a write that took effect although its answer was lost. */
	runFirst?: boolean;
}

export interface FailedCommand {
	error: unknown;
	error_description: string;
	/** HTTP status when the method is called directly; inside a batch the status stays 200. */
	status?: number;
}

/** Faults that tests ask for: whole HTTP answers, and methods that fail. */
export class Faults {
	private answers: ForcedAnswer[] = [];
	private failures: Array<{ method: string; error: FailedCommand; left: number }> = [];

	addAnswer(answer: ForcedAnswer): void {
		this.answers.push(answer);
	}

	addFailure(method: string, error: FailedCommand, times: number): void {
		this.failures.push({ method: method.toLowerCase(), error, left: times });
	}

	takeAnswer(method: string): ForcedAnswer | undefined {
		const index = this.answers.findIndex((answer) => answer.method === undefined || answer.method.toLowerCase() === method);
		return index === -1 ? undefined : this.answers.splice(index, 1)[0];
	}

	/** Throws when the method has been told to fail. */
	check(method: string): void {
		const failure = this.failures.find((candidate) => candidate.method === method && candidate.left > 0);
		if (!failure) return;
		failure.left -= 1;
		throw new RestError(failure.error.status ?? 400, failure.error.error, failure.error.error_description);
	}

	clear(): void {
		this.answers = [];
		this.failures = [];
	}
}
