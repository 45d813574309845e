import type { Response } from 'express';

import type { Clock } from './clock';

export interface ForcedAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** An object is sent as JSON, a string as it is. */
	body: unknown;
	/**
	 * Only for this method: of Bitrix24 `crm.item.get` (a batch is `batch`), of MANGO
	 * `commands/callback`. Without it, for the next request.
	 */
	method?: string;
	delayMs?: number;
	dropConnection?: boolean;
	/** Run the request first, then answer this instead: a write that took effect although its answer was lost. */
	runFirst?: boolean;
}

/** Whole HTTP answers that tests ask for, each given once. */
export class ForcedAnswers {
	private answers: ForcedAnswer[] = [];

	add(answer: ForcedAnswer): void {
		this.answers.push(answer);
	}

	take(method: string): ForcedAnswer | undefined {
		const index = this.answers.findIndex(
			(answer) => answer.method === undefined || answer.method.toLowerCase() === method,
		);
		return index === -1 ? undefined : this.answers.splice(index, 1)[0];
	}

	clear(): void {
		this.answers = [];
	}
}

/** Gives the status, 0 for a dropped connection. */
export async function sendForced(
	response: Response,
	forced: ForcedAnswer,
	clock: Clock,
): Promise<number> {
	if (forced.delayMs) await clock.sleep(forced.delayMs);
	if (forced.dropConnection) {
		response.socket?.destroy();
		return 0;
	}
	const status = forced.status ?? 200;
	response.status(status).set(forced.headers ?? {});
	if (typeof forced.body === 'string') response.send(forced.body);
	else response.json(forced.body);
	return status;
}
