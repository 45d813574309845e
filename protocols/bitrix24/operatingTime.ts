import { z } from 'zod';

import { number } from '../list';
import { Bitrix24Error } from './errors';

/** In Unix seconds, the year 2286: what is later is no time, and would block a method for good. */
const LATEST = 1e10;

const answerTime = z.object({
	time: z.object({
		operating_reset_at: number.pipe(z.number().positive().max(LATEST)),
		operating: number.pipe(z.number().nonnegative()).catch(0),
	}),
});

/** Above so many seconds within ten minutes a method is blocked (docs/protocols/bitrix24.md#operating-time). */
export const MOST_SECONDS = 480;
/** What was used is given back minute by minute. */
const GIVEN_BACK_MS = 60_000;

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
 * How much time the methods of a portal have used, and until when they are blocked therefore: every
 * good answer tells how much it was, and when some of it is given back. So what would be refused is
 * known beforehand. A portal on a server of one's own tells nothing as a rule. A batch counts as a
 * method, and so does each of its commands: which of them Bitrix24 charges is not sure. Source:
 * docs/protocols/bitrix24.md#operating-time. Times are in ms.
 */
export class OperatingTime {
	private readonly used = new Map<string, { seconds: number; resetAt: number }>();
	private readonly blocked = new Map<string, MethodBlockedError>();
	private isCounting = false;

	/** Whether the portal counts what its methods use: the cloud does. */
	get isCounted(): boolean {
		return this.isCounting;
	}

	/** Takes note of a good answer. */
	answered(method: string, answer: unknown): void {
		this.blocked.delete(method);
		const read = answerTime.safeParse(answer);
		if (!read.success) return;
		const { operating: seconds, operating_reset_at: resetAt } = read.data.time;
		this.isCounting ||= seconds > 0;
		this.used.set(method, { seconds, resetAt: resetAt * 1000 });
	}

	/** The error of a request, as one that tells its end where that is known. */
	failed(method: string, error: unknown, now: number): unknown {
		if (!(error instanceof Bitrix24Error) || error.code !== 'OPERATION_TIME_LIMIT') return error;
		const told = this.used.get(method)?.resetAt;
		if (told === undefined) return error;
		const blocked = new MethodBlockedError(error, told > now ? told : now + GIVEN_BACK_MS);
		this.blocked.set(method, blocked);
		return blocked;
	}

	/** Why a method would be refused now, if it would, or has used more than this. */
	blockOf(method: string, now: number, mostSeconds = MOST_SECONDS): MethodBlockedError | undefined {
		const blocked = this.blocked.get(method) ?? this.usedUp(method, mostSeconds);
		return blocked && now < blocked.until ? blocked : undefined;
	}

	private usedUp(method: string, mostSeconds: number): MethodBlockedError | undefined {
		const { seconds, resetAt } = this.used.get(method) ?? { seconds: 0, resetAt: 0 };
		return seconds > mostSeconds ? new MethodBlockedError(usedUp(), resetAt) : undefined;
	}
}

/** What the portal would say. */
function usedUp(): Bitrix24Error {
	return new Bitrix24Error('OPERATION_TIME_LIMIT', '', 429);
}
