import { valueOf } from '../../../../protocols/attempt';
import { fitsBatch } from '../../../../protocols/bitrix24/anyMethod';
import { rowsOf } from '../../../../protocols/bitrix24/anyResult';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { writes, type Command } from '../../../../protocols/bitrix24/batchRequest';
import type { Bitrix24Api } from '../../api';

/** The same rows twice are worse than an error: nobody would see them. */
class NoPagesError extends Error {
	readonly advice =
		"Turn 'Return All' off, and ask for further rows by parameters of the method's own.";

	constructor(method: string) {
		super(`${method} tells of further rows, but does not give them by 'start'`);
	}
}

/**
 * The rows of a list whose first page is there, undefined when that is no list. Where Bitrix24 tells
 * how many there are, all other pages are asked for together, else one after another
 * (docs/protocols/bitrix24.md#lists). Throws what a page failed with, or NoPagesError.
 */
export async function readPagedRows(
	api: Bitrix24Api,
	command: Command,
	first: CommandOutcome,
	limit: number,
): Promise<unknown[] | undefined> {
	const rows = rowsOf(valueOf(first));
	if (rows === undefined || hasNoPages(command)) return rows?.slice(0, limit);
	const all = [...rows];
	let page = first;
	for (let start = nextStart(first, all.length, limit); start !== undefined;) {
		const starts = first.total === undefined ? [start] : startsUpTo(first.total, start, limit);
		const pages = await runPages(api, command, starts);
		for (page of pages) {
			const further = rowsOf(valueOf(page)) ?? [];
			if (isSame(further, rows)) throw new NoPagesError(command.method);
			all.push(...further);
		}
		start = first.total === undefined ? nextStart(page, start + 1, limit) : undefined;
	}
	return all.slice(0, limit);
}

/** A page of one's own, which the user turns himself; or a write, which is not sent again for a page. */
function hasNoPages({ method, params }: Command): boolean {
	return 'start' in params || writes({ method, params });
}

/** Where the page after this one begins, if it is wanted; never before `least`. */
function nextStart(
	{ total, next }: CommandOutcome,
	least: number,
	limit: number,
): number | undefined {
	const start = next ?? (total !== undefined && total > least ? least : undefined);
	return start !== undefined && start >= least && start < limit ? start : undefined;
}

/** Of all pages from the second on; it tells how many rows one has. */
function startsUpTo(total: number, second: number, limit: number): number[] {
	const count = Math.ceil(Math.min(total, limit) / second) - 1;
	return Array.from({ length: count }, (_, i) => (i + 1) * second);
}

function isSame([one]: readonly unknown[], [other]: readonly unknown[]): boolean {
	return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

/** In batches, or each by itself where its parameters would not arrive as they are. */
async function runPages(
	api: Bitrix24Api,
	command: Command,
	starts: readonly number[],
): Promise<CommandOutcome[]> {
	const pages = starts.map((start) => ({ ...command, params: { ...command.params, start } }));
	if (fitsBatch(command.params)) return await api.run(pages);
	const outcomes: CommandOutcome[] = [];
	for (const page of pages) outcomes.push(await api.runAlone(page));
	return outcomes;
}
