import { valueOf } from '../../../../protocols/attempt';
import { fitsBatch } from '../../../../protocols/bitrix24/anyMethod';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import {
	idsAfter,
	PAGE,
	pagesAfter,
	rowsOfPage,
	type FastList,
} from '../../../../protocols/bitrix24/fastList';
import type { Bitrix24Api } from '../../api';

/** How many pages are asked for at once, one time after another; the last one stays. */
const PAGES_AT_ONCE = [5, 20, 50];

/** Where reading a list has come to. */
interface Reading {
	rows: unknown[];
	/** The ID of the last row. */
	last: number;
	/** Whether there is no more to read. */
	isDone: boolean;
}

/**
 * The rows of a list from ID to ID (docs/protocols/bitrix24.md#fast-lists), many pages in one
 * request, of which each counts only when it goes on where the one before it has ended. Undefined
 * for a portal whose rows do not, and so has no such way. Throws what a page failed with.
 */
export async function readFastRows(
	api: Bitrix24Api,
	command: Command,
	list: FastList,
	first: unknown,
	limit: number,
): Promise<unknown[] | undefined> {
	const reading: Reading = { rows: [], last: 0, isDone: false };
	if (!takePage(reading, list, { value: first })) return undefined;
	let inBatches = fitsBatch(command.params);
	for (let turn = 0; !reading.isDone && reading.rows.length < limit; turn += 1) {
		const wanted = Math.ceil((limit - reading.rows.length) / PAGE);
		const atOnce = PAGES_AT_ONCE[Math.min(turn, PAGES_AT_ONCE.length - 1)];
		const count = inBatches ? Math.min(atOnce, wanted) : 1;
		const commands = pagesAfter(command, list, reading.last, count);
		const [next, ...others] = await runPages(api, commands);
		valueOf(next);
		if (!takePage(reading, list, next)) return undefined;
		inBatches &&= others.every((page) => reading.isDone || takePage(reading, list, page));
	}
	return reading.rows.slice(0, limit);
}

async function runPages(api: Bitrix24Api, commands: Command[]): Promise<CommandOutcome[]> {
	if (!fitsBatch(commands[0].params)) return [await api.runAlone(commands[0])];
	return (await api.runGroups([commands]))[0];
}

/** False, and nothing taken, when the page does not follow. */
function takePage(reading: Reading, list: FastList, page: CommandOutcome): boolean {
	const rows = 'value' in page ? rowsOfPage(page.value, list) : undefined;
	const ids = rows && idsAfter(rows, list, reading.last);
	if (rows === undefined || ids === undefined) return false;
	reading.rows.push(...rows);
	reading.last = ids.at(-1) ?? reading.last;
	reading.isDone = rows.length < PAGE;
	return true;
}
