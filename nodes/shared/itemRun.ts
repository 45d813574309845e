import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../../protocols/attempt';
import { outputOf, type ItemOutcome, type Output } from './items';

/** A failure after which nothing more may be done, even where the node continues on failures. */
export interface Stop {
	after(error: unknown): boolean;
	/** What an item is told that is left undone therefore. */
	error(itemIndex: number): Error;
}

/**
 * What becomes of the input items of one execution. All are prepared before anything is done; then
 * the operation does them one by one or many together, and settles each. Unless the node continues
 * on failures, the first failure ends the run: `mayGoOn` is asked before each further step.
 */
export class ItemRun {
	private readonly settled: Array<ItemOutcome | undefined>;
	private hasFailed = false;
	private isStopped = false;

	constructor(
		private readonly context: IExecuteFunctions,
		itemCount: number,
		private readonly stop?: Stop,
	) {
		this.settled = Array.from({ length: itemCount }, () => undefined);
	}

	get mayGoOn(): boolean {
		return !this.isStopped && (!this.hasFailed || this.context.continueOnFail());
	}

	/** What is read of each item. Nothing at all when one of them is wrong and keeps the others from being done. */
	prepare<T>(read: (itemIndex: number) => T): T[] {
		const indexes = this.settled.map((_, itemIndex) => ({ itemIndex }));
		const prepared = this.step(indexes, ({ itemIndex }) => read(itemIndex));
		return this.mayGoOn ? prepared : [];
	}

	/** What a step gives for each entry; of whose it fails, that is the outcome, and it takes no further step. */
	step<E extends { itemIndex: number }, R>(entries: readonly E[], one: (entry: E) => R): R[] {
		return entries.flatMap((entry) => {
			const attempted = attempt(() => one(entry));
			if ('value' in attempted) return [attempted.value];
			this.settle(entry, attempted);
			return [];
		});
	}

	settle({ itemIndex }: { itemIndex: number }, outcome: ItemOutcome): void {
		this.settled[itemIndex] = outcome;
		if (!('error' in outcome)) return;
		this.hasFailed = true;
		this.isStopped ||= this.stop?.after(outcome.error) ?? false;
	}

	/** Settles each entry by its last step: what that gives, or throws. */
	settleEach<E extends { itemIndex: number }>(
		entries: readonly E[],
		last: (entry: E, i: number) => Output,
	): void {
		for (const [i, entry] of entries.entries())
			this.settle(
				entry,
				attempt(() => last(entry, i)),
			);
	}

	/** Nothing more is done: for a failure that is no item's own. */
	end(): void {
		this.isStopped = true;
	}

	/** Those of the entries that have no outcome yet. */
	open<E extends { itemIndex: number }>(entries: readonly E[]): E[] {
		return entries.filter(({ itemIndex }) => this.settled[itemIndex] === undefined);
	}

	/** In the order of the items; of one that nothing was done for there is no output item. */
	get outcomes(): ItemOutcome[] {
		return this.settled.map((outcome, itemIndex) => outcome ?? this.leftUndone(itemIndex));
	}

	private leftUndone(itemIndex: number): ItemOutcome {
		const isTold = this.stop !== undefined && this.isStopped && this.context.continueOnFail();
		return isTold ? { error: this.stop.error(itemIndex) } : { value: outputOf([]) };
	}
}
