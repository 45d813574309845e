import { z } from 'zod';

import { Bitrix24Error } from './errors';

const answerTime = z.object({
	time: z.object({ operating_reset_at: z.coerce.number().positive() }),
});

/** A method that used too much time is blocked, and Bitrix24 has told until when. Nothing was carried out. */
export class MethodBlockedError extends Bitrix24Error {
	constructor(
		error: Bitrix24Error,
		/** In ms. */
		readonly until: number,
	) {
		super(error.code, error.text, error.status);
		this.name = 'MethodBlockedError';
	}
}

/**
 * Which methods a portal has blocked for the time that they used, and until when: every good answer
 * tells when the method is free again, if it should be blocked. A portal on a server of one's own
 * may not tell it. A batch counts as a method, and so does each of its commands: which of them
 * Bitrix24 charges is not sure. Source: docs/protocols/bitrix24.md#operating-time. Times are in ms.
 */
export class OperatingTime {
	private readonly resetAt = new Map<string, number>();
	private readonly blocked = new Map<string, MethodBlockedError>();

	/** Takes note of a good answer. */
	answered(method: string, answer: unknown): void {
		const read = answerTime.safeParse(answer);
		if (read.success) this.resetAt.set(method, read.data.time.operating_reset_at * 1000);
		this.blocked.delete(method);
	}

	/** The error of a request, as one that tells its end where that is known. */
	failed(method: string, error: unknown, now: number): unknown {
		if (!(error instanceof Bitrix24Error) || error.code !== 'OPERATION_TIME_LIMIT') return error;
		const until = this.resetAt.get(method) ?? 0;
		if (until <= now) return error;
		const blocked = new MethodBlockedError(error, until);
		this.blocked.set(method, blocked);
		return blocked;
	}

	/** Why a method would be refused now, if it would. */
	block(method: string, now: number): MethodBlockedError | undefined {
		const blocked = this.blocked.get(method);
		return blocked && now < blocked.until ? blocked : undefined;
	}
}
