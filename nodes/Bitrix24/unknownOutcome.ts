import {
	NotBitrix24Error,
	StrangeAnswerError,
	UnansweredError,
} from '../../protocols/bitrix24/answer';
import type { Command } from '../../protocols/bitrix24/batchRequest';
import { Bitrix24Error } from '../../protocols/bitrix24/errors';
import { mayHaveArrived } from '../shared/connection';

/** A write of which nobody knows whether Bitrix24 has carried it out: no answer came, or one that does not tell. */
export class UnknownOutcomeError extends Error {
	readonly advice: string;

	constructor(
		override readonly cause: Error,
		/** What may have happened all the same, for the user. */
		effect = 'Bitrix24 may have carried it out',
		/** Whether it finds out by itself, when it is run again, that it was carried out. */
		repeatable = false,
		/** What to look at. */
		card = 'deal',
	) {
		super(`${mayHaveArrived(cause) ? NO_ANSWER : NOT_TOLD}: ${cause.message}`);
		this.name = 'UnknownOutcomeError';
		this.advice = `${effect} all the same. ${
			repeatable ? SAFE_TO_REPEAT : `Look at the ${card} in Bitrix24 before you run this again.`
		}`;
	}
}

const SAFE_TO_REPEAT = 'It is safe to run this again: what is there already is found.';
const NO_ANSWER = 'Bitrix24 did not answer in time or the connection broke';
const NOT_TOLD = "Bitrix24's answer does not tell whether this was carried out";

/**
 * The error of a write as the user is told it: UnknownOutcomeError, with the command's effect,
 * unless it is certain that nothing was carried out. Certain are Bitrix24's own refusals, a
 * redirect, and a connection that never stood. A request that takes longer than 60 s is ended with
 * a page of the server before the portal (HTTP 504), while the portal goes on.
 */
export function ofWrite(
	error: unknown,
	{ effect, repeatable, card }: Pick<Command, 'effect' | 'repeatable' | 'card'>,
): unknown {
	return mayHaveRun(error)
		? new UnknownOutcomeError(error as Error, effect, repeatable, card)
		: error;
}

function mayHaveRun(error: unknown): boolean {
	if (error instanceof Bitrix24Error) return error.mayHaveRun;
	return (
		[NotBitrix24Error, StrangeAnswerError, UnansweredError].some((one) => error instanceof one) ||
		mayHaveArrived(error)
	);
}
