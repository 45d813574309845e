import { map } from '../../protocols/attempt';
import { MAX_COMMANDS, type CommandGroup } from '../../protocols/bitrix24/batchRequest';
import { listResponsibles, readResponsibles } from '../../protocols/bitrix24/deal';
import type { Bitrix24Api } from './api';
import { inPages } from './pages';

/** A write that takes over the responsible of its deal. */
export interface ForResponsible {
	dealId: number;
	/** What is written where he is known; else the write's own commands read the deal first. */
	commandsFor(responsibleId: number): CommandGroup;
}

interface ReadingWrite {
	commands: CommandGroup;
	forResponsible?: ForResponsible;
}

/**
 * The commands of writes. Those of more than one batch would each read its deal: their responsibles are
 * read by lists of fifty then. Of a deal that no list gives, its own commands learn why.
 */
export async function commandsOf(
	api: Bitrix24Api,
	writes: readonly ReadingWrite[],
): Promise<CommandGroup[]> {
	const reading = writes.flatMap(({ forResponsible }) => forResponsible ?? []);
	const isFew = reading.length <= MAX_COMMANDS / 2;
	const known = isFew ? new Map<number, number>() : await readThem(api, reading);
	return writes.map(({ commands, forResponsible }) => {
		const responsibleId = forResponsible && known.get(forResponsible.dealId);
		return responsibleId ? forResponsible.commandsFor(responsibleId) : commands;
	});
}

async function readThem(
	api: Bitrix24Api,
	reading: readonly ForResponsible[],
): Promise<Map<number, number>> {
	const dealIds = [...new Set(reading.map(({ dealId }) => dealId))];
	const outcomes = await api.run(inPages(dealIds).map(listResponsibles));
	const listed = outcomes.map((outcome) => map(outcome, readResponsibles));
	const deals = listed.flatMap((page) => ('value' in page ? page.value : []));
	return new Map(deals.map(({ id, assignedById }) => [id, assignedById]));
}
