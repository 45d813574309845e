import type { CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';

/** Commands that are run together, in lists that have names. */
export type NamedCommands<N extends string> = Readonly<Record<N, readonly Command[]>>;

/** What came of each, under the same names. */
export type NamedOutcomes<N extends string> = Record<N, CommandOutcome[]>;

export function inOneList<N extends string>(named: NamedCommands<N>): Command[] {
	return Object.values<readonly Command[]>(named).flat();
}

/** `outcomes`: what came of the commands of inOneList, in their order. */
export function byName<N extends string>(
	named: NamedCommands<N>,
	outcomes: readonly CommandOutcome[],
): NamedOutcomes<N> {
	let end = 0;
	const lists = Object.entries<readonly Command[]>(named).map(([name, { length }]) => {
		end += length;
		return [name, outcomes.slice(end - length, end)];
	});
	return Object.fromEntries(lists) as NamedOutcomes<N>;
}
