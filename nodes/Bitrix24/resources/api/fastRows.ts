import { valueOf } from '../../../../protocols/attempt';
import { fitsBatch } from '../../../../protocols/bitrix24/anyMethod';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import {
	lastIdOf,
	pageAfter,
	rowsInOrder,
	type FastList,
	type Row,
} from '../../../../protocols/bitrix24/fastList';
import type { Bitrix24Api } from '../../api';
import { NotInOrderError, readById } from '../../pagesById';

/**
 * The rows of a list from ID to ID (docs/protocols/bitrix24.md#fast-lists), many pages in one
 * request. Undefined for a portal whose rows do not go on where those before have ended, and so has
 * no such way. Throws what a page failed with.
 */
export async function readFastRows(
	api: Bitrix24Api,
	command: Command,
	list: FastList,
	first: CommandOutcome,
	limit: number,
): Promise<Row[] | undefined> {
	const [read] = await readById(
		async (groups) => await runPages(api, groups),
		[
			{
				pageAfter: (id = 0) => pageAfter(command, list, id),
				lastId: lastIdOf(list),
				read: (result) => readRows(result, list),
				idOf: (row: Row) => Number(row[list.rowField]),
				limit,
				first,
				isOneByOne: !fitsBatch(command.params),
			},
		],
	);
	if ('error' in read && read.error instanceof NotInOrderError) return undefined;
	return valueOf(read);
}

function readRows(result: unknown, list: FastList): Row[] {
	const rows = rowsInOrder(result, list);
	if (rows === undefined) throw new NotInOrderError();
	return rows;
}

/** Those of one list; what no batch can hold goes by itself. */
async function runPages(api: Bitrix24Api, groups: Command[][]): Promise<CommandOutcome[][]> {
	const [[page]] = groups;
	return fitsBatch(page.params) ? await api.runGroups(groups) : [[await api.runAlone(page)]];
}
