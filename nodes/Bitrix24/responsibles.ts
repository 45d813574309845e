import { map } from '../../protocols/attempt';
import { MAX_COMMANDS, type CommandGroup } from '../../protocols/bitrix24/batchRequest';
import { listResponsibles, readResponsibles, type Subject } from '../../protocols/bitrix24/subject';
import type { Bitrix24Api } from './api';
import { inPages } from './pages';

/** A write that takes over the responsible of its deal, or of what else it is about. */
export interface ForResponsible {
	record: Pick<Subject, 'entityTypeId' | 'id'>;
	/** What is written where he is known; else the write's own commands read the record first. */
	commandsFor(responsibleId: number): CommandGroup;
}

interface ReadingWrite {
	commands: CommandGroup;
	forResponsible?: ForResponsible;
}

/**
 * The commands of writes. Those of more than one batch would each read its record: their responsibles are
 * read by lists of fifty then. Of a record that no list gives, its own commands learn why.
 */
export async function commandsOf(
	api: Bitrix24Api,
	writes: readonly ReadingWrite[],
): Promise<CommandGroup[]> {
	const reading = writes.flatMap(({ forResponsible }) => forResponsible ?? []);
	const isFew = reading.length <= MAX_COMMANDS / 2;
	const known = isFew ? new Map<string, number>() : await readThem(api, reading);
	return writes.map(({ commands, forResponsible }) => {
		const responsibleId = forResponsible && known.get(keyOf(forResponsible.record));
		return responsibleId ? forResponsible.commandsFor(responsibleId) : commands;
	});
}

async function readThem(
	api: Bitrix24Api,
	reading: readonly ForResponsible[],
): Promise<Map<string, number>> {
	const idsOf = new Map<number, Set<number>>();
	for (const { record } of reading) {
		const { entityTypeId, id } = record;
		idsOf.set(entityTypeId, (idsOf.get(entityTypeId) ?? new Set()).add(id));
	}
	const lists = [...idsOf].flatMap(([entityTypeId, ids]) =>
		inPages([...ids]).map((page) => ({ entityTypeId, page })),
	);
	const outcomes = await api.run(
		lists.map(({ entityTypeId, page }) => listResponsibles(entityTypeId, page)),
	);
	const known = lists.flatMap(({ entityTypeId }, i) => {
		const listed = map(outcomes[i], readResponsibles);
		const records = 'value' in listed ? listed.value : [];
		return records.map(({ id, assignedById }) => {
			return [keyOf({ entityTypeId, id }), assignedById] as const;
		});
	});
	return new Map(known);
}

function keyOf({ entityTypeId, id }: ForResponsible['record']): string {
	return `${entityTypeId} ${id}`;
}
