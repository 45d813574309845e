import type { IDataObject } from 'n8n-workflow';

import type { Attempt } from '../../../../protocols/attempt';
import { pollUntil } from '../../../shared/guard/repeat';
import type { MangoApi } from '../../api';
import { OutcomeBook } from './outcomeBook';
import { CallLook } from './outcomeCalls';
import type { OutcomeOptions } from './outcomeOptions';
import type { OutcomeTarget } from './outcomeTarget';
import { TaskLook } from './outcomeTasks';
import { OutcomeTurns } from './outcomeTurns';
import { unfinished, type UnfinishedError } from './outcomeUnfinished';

/**
 * How long a look may take: what MANGO has not told by then is not finished. A report is asked for
 * again after one and after five more seconds; so there is time for one of a number and for one of
 * all calls after it.
 */
const LOOK_MS = 14_500;
/** For the directory of employees, after a look that took all of its time. */
const LEAST_MS = 400;
/** Between two looks. The last one stays. */
const PAUSES_MS = [5000, 10_000, 20_000, 30_000];

const TURNS = new OutcomeTurns();

export interface Finds {
	/**
	 * Of a call or task that is finished; undefined for what is not, and for what was not asked any
	 * more after a failure.
	 */
	found(target: OutcomeTarget): Attempt<IDataObject> | undefined;
	/** As it was found last. */
	last(target: OutcomeTarget): IDataObject | undefined;
	/** Why it is not finished. */
	why(target: OutcomeTarget): UnfinishedError;
	/** Whether the time to wait is over, not the search after a failure. */
	isTimeOver: boolean;
	/** Until when MANGO may be asked for what completes the finds, in ms. */
	end: number;
}

/**
 * The records of calls, or the tasks, that are asked for, as soon as MANGO has finished them: as
 * few reports as the calls need, one request for each task or for a page of them, and again after a
 * pause for those that are not finished.
 */
export async function findFinished(
	api: MangoApi,
	targets: readonly OutcomeTarget[],
	options: OutcomeOptions,
	stopOnError: boolean,
	turns = TURNS,
): Promise<Finds> {
	const { waitMs, lookBackMs, ifNotFinished } = options;
	const book = new OutcomeBook(ifNotFinished, stopOnError);
	const startedAt = Date.now();
	const end = startedAt + waitMs;
	const pending = () => targets.filter((target) => book.isOpen(target));
	const look = async () => {
		const lookEnd = Math.max(Date.now() + LOOK_MS, end);
		const open = pending();
		const calls = open.flatMap((target) => ('taskId' in target ? [] : [target]));
		const tasks = open.flatMap((target) => ('taskId' in target ? [target] : []));
		const books = [
			{
				of: calls,
				look: async () => await new CallLook(api, book, lookEnd, turns).run(calls, lookBackMs),
			},
			{ of: tasks, look: async () => await new TaskLook(api, book, lookEnd, turns).run(tasks) },
		];
		for (const target of open) book.hinder(target, { is: 'notAsked' });
		for (const one of turns.sorted(books, ({ of }) => of, Date.now())) await one.look();
		return book.isOver || pending().length === 0 ? true : undefined;
	};
	await pollUntil(look, {
		context: api.context,
		pauses: PAUSES_MS,
		leastMs: PAUSES_MS[0],
		leftMs: () => end - Date.now() - LOOK_MS,
	});
	return {
		found: (target) => book.foundOf(target),
		last: (target) => book.lastOf(target),
		why: (target) =>
			unfinished({
				target,
				found: book.lastOf(target),
				obstacle: book.obstacleOf(target),
				waitMs,
				lookBackMs,
			}),
		isTimeOver: !book.isOver,
		end: waitMs > 0 ? Infinity : Math.max(startedAt + LOOK_MS, Date.now() + LEAST_MS),
	};
}
