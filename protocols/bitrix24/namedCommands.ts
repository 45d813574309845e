import type { CommandOutcome } from './batchAnswer';
import type { Command } from './batchRequest';

/** Commands that are run together, each or each list of them with a name. */
export type NamedCommands = Readonly<Record<string, Command | readonly Command[]>>;

/** What came of each, under the same names. */
export type NamedOutcomes<G extends NamedCommands> = {
	-readonly [N in keyof G]: G[N] extends Command ? CommandOutcome : CommandOutcome[];
};

export function inOneList(named: NamedCommands): Command[] {
	return Object.values(named).flat();
}

/** `outcomes`: what came of the commands of inOneList, in their order. */
export function byName<G extends NamedCommands>(
	named: G,
	outcomes: readonly CommandOutcome[],
): NamedOutcomes<G> {
	const next = outcomes.values();
	const take = () => next.next().value as CommandOutcome;
	const told = Object.entries(named).map(([name, commands]) => [
		name,
		'method' in commands ? take() : commands.map(take),
	]);
	return Object.fromEntries(told) as NamedOutcomes<G>;
}
