import { attempt, valueOf } from '../../protocols/attempt';
import {
	NotBitrix24Error,
	StrangeAnswerError,
	UnansweredError,
} from '../../protocols/bitrix24/answer';
import { writes, type Command, type Effect } from '../../protocols/bitrix24/batchRequest';
import { Bitrix24Error } from '../../protocols/bitrix24/errors';
import { mayHaveArrived } from '../shared/connection';
import { cardOf, wordsOf } from './errorWords';

type Write = Pick<Command, 'method' | 'effect' | 'repeatable' | 'card'>;

/** A write of which nobody knows whether Bitrix24 has carried it out: no answer came, or one that does not tell. */
export class UnknownOutcomeError extends Error {
	readonly advice: string;

	constructor(
		override readonly cause: Error,
		{ method, effect, repeatable, card }: Write,
	) {
		super(`${mayHaveArrived(cause) ? '' : NOT_TOLD}${wordsOf(cause).message}`);
		this.name = 'UnknownOutcomeError';
		const what = whatMayBe(method, effect).replace('{card}', cardOf(card));
		this.advice = `${what} all the same. ${repeatable ? SAFE_TO_REPEAT : lookAt(card)}`;
	}
}

function whatMayBe(method: string, effect: Effect | undefined): string {
	if (effect === undefined) return 'Bitrix24 may have carried it out';
	return effect === 'methodRan' ? `${method} may have been carried out` : EFFECTS[effect];
}

const EFFECTS: Readonly<Record<Exclude<Effect, 'methodRan'>, string>> = {
	activityCompleted: 'The activity may have been completed',
	callChanged: 'The call may have been changed',
	callLogged: 'The call may have been logged',
	callStays: 'The call may stand in the CRM twice',
	commentAdded: 'The comment may have been added',
	commentStays: 'The comment may stand there twice',
	contactAdded: 'The contact may have been added',
	itemChanged: 'The {card} may have been changed',
	itemCreated: 'The {card} may have been created',
	itemDeleted: 'The {card} may have been deleted',
	itemMoved: 'The {card} may have been moved',
	itemStays: 'The {card} may stand in the CRM twice',
	notificationSent: 'The notification may have been sent',
	recordingAddedBeside: 'The recording may have been added as a comment',
	recordingAnnounced: 'A comment that announces the recording may have been added',
	recordingAttached: 'The recording may have been attached',
	taskCreated: 'The task may have been created',
	toDoAdded: 'The to-do may have been added',
	toDoStays: 'The to-do may stand there twice',
};

const SAFE_TO_REPEAT = 'It is safe to run this again: what is there already is found.';

function lookAt(card: string | undefined): string {
	return `Look ${card === undefined ? '' : `at the ${card} `}in Bitrix24 before you run this again.`;
}

const NOT_TOLD = "Bitrix24's answer does not tell whether this was carried out: ";

/**
 * The error of a write as the user is told it: UnknownOutcomeError, with the command's effect,
 * unless it is certain that nothing was carried out. Certain are Bitrix24's own refusals, a
 * redirect, and a connection that never stood. A request that takes longer than 60 s is ended with
 * a page of the server before the portal (HTTP 504), while the portal goes on.
 */
export function ofWrite(error: unknown, write: Write): unknown {
	return mayHaveRun(error) ? new UnknownOutcomeError(error as Error, write) : error;
}

/** What is read of a write's answer. One that cannot be read does not tell that nothing was written. */
export function readingWrite<T>(commands: readonly Command[], read: () => T): T {
	const tried = attempt(read);
	// The last of them is the write itself.
	const write = commands.filter(writes).at(-1);
	if ('value' in tried || (tried.error as Error).name !== 'ZodError' || write === undefined)
		return valueOf(tried);
	throw ofWrite(new StrangeAnswerError(tried.error), write);
}

function mayHaveRun(error: unknown): boolean {
	if (error instanceof Bitrix24Error) return error.mayHaveRun;
	return (
		[NotBitrix24Error, StrangeAnswerError, UnansweredError].some((one) => error instanceof one) ||
		mayHaveArrived(error)
	);
}
