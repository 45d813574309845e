import type { IDataObject } from 'n8n-workflow';

import type { Attempt } from '../../../../protocols/attempt';
import { endangersAccess, MangoError } from '../../../../protocols/mangoOffice/answer';
import { ReportError } from '../../../../protocols/mangoOffice/statistics';
import { keyOf, type OutcomeTarget } from './outcomeTarget';
import type { Obstacle } from './outcomeUnfinished';

/** What becomes of an item whose call or task is not finished: an error, or an item that says so. */
export type IfNotFinished = 'error' | 'pass';

/** Which of MANGO's books was asked. */
export type Source = 'calls' | 'tasks';

/**
 * MANGO's limits of rate: 4290, and in the Contact Center 5008
 * (docs/protocols/mango-office.md#rate-limits).
 */
const TOO_FAST = 4290;
const CONTACT_CENTER_BUSY = 5008;

/** What the looks at MANGO's books have told so far. */
export class OutcomeBook {
	private readonly found = new Map<string, Attempt<IDataObject>>();
	private readonly last = new Map<string, IDataObject>();
	private readonly obstacles = new Map<string, Obstacle>();
	/** After a failure that no further request may follow on. */
	isOver = false;

	constructor(
		private readonly ifNotFinished: IfNotFinished,
		private readonly stopOnError: boolean,
	) {}

	foundOf(target: OutcomeTarget): Attempt<IDataObject> | undefined {
		return this.found.get(keyOf(target));
	}

	lastOf(target: OutcomeTarget): IDataObject | undefined {
		return this.last.get(keyOf(target));
	}

	obstacleOf(target: OutcomeTarget): Obstacle | undefined {
		return this.obstacles.get(keyOf(target));
	}

	isOpen(target: OutcomeTarget): boolean {
		return !this.found.has(keyOf(target));
	}

	/** A record or a task; one that is not finished is what was found last. */
	take(target: OutcomeTarget, one: IDataObject, isFinished: boolean): void {
		this.obstacles.delete(keyOf(target));
		if (isFinished) this.found.set(keyOf(target), { value: one });
		else this.last.set(keyOf(target), one);
	}

	/** MANGO was asked, and does not have it. */
	miss(target: OutcomeTarget): void {
		this.obstacles.delete(keyOf(target));
	}

	hinder(target: OutcomeTarget, obstacle: Obstacle): void {
		this.obstacles.set(keyOf(target), obstacle);
	}

	refuse(target: OutcomeTarget, error: unknown): void {
		this.found.set(keyOf(target), { error });
	}

	/** A request for these failed. Where the items are to pass, only a failure of the account is told, and once. */
	fail(targets: readonly OutcomeTarget[], error: unknown, of: Source): void {
		const open = targets.filter((target) => this.isOpen(target));
		this.stopAfter(error, of);
		if (this.ifNotFinished === 'error') return open.forEach((target) => this.refuse(target, error));
		const [first, ...others] = isForNow(error, of) ? [undefined, ...open] : open;
		if (first !== undefined) this.refuse(first, error);
		for (const target of others)
			if (target !== undefined) this.hinder(target, { is: 'refused', error: error as Error });
	}

	/** Whether anything may be sent after this failure. */
	stopAfter(error: unknown, of: Source): void {
		const isLasting = this.ifNotFinished === 'error' ? this.stopOnError : !isForNow(error, of);
		this.isOver ||= isLasting || endangersAccess(error);
	}

	/** Whether those that are gone for good are told as such, not as errors. */
	get passes(): boolean {
		return this.ifNotFinished === 'pass';
	}
}

/** What a later look may not meet again. Outside of the Contact Center, 5008 is no matter of the rate. */
function isForNow(error: unknown, of: Source): boolean {
	if (error instanceof ReportError) return true;
	return (
		error instanceof MangoError &&
		(error.code === TOO_FAST || (of === 'tasks' && error.code === CONTACT_CENTER_BUSY))
	);
}
