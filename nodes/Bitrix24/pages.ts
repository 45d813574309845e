import { valueOf } from '../../protocols/attempt';
import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../protocols/bitrix24/batchRequest';
import { PAGE } from '../../protocols/bitrix24/fastList';
import type { Bitrix24Api } from './api';

interface List<T> {
	/** The page that comes after so many rows. */
	page(start: number): Command;
	read(result: unknown): T[];
}

/** The rows of a list. The first page says how many there are; all others are asked for together. */
export async function readPages<T>(
	api: Bitrix24Api,
	{ page, read }: List<T>,
	limit = Infinity,
): Promise<T[]> {
	const [first] = await api.run([page(0)]);
	return await readOtherPages(api, { page, read }, first, limit);
}

/** The same for a list whose first page is here already. */
export async function readOtherPages<T>(
	api: Bitrix24Api,
	{ page, read }: List<T>,
	first: CommandOutcome,
	limit = Infinity,
): Promise<T[]> {
	const rows = read(valueOf(first));
	const wanted = Math.min(limit, totalOf(first, rows.length));
	const others = await api.run(startsAfterFirst(wanted).map(page));
	return [...rows, ...others.flatMap((other) => read(valueOf(other)))];
}

/** After how many rows the pages begin that come after the first one of a list. */
export function startsAfterFirst(total: number): number[] {
	return starts(total).filter((start) => start > 0);
}

/** A list in parts of which each fills a page at most. */
export function inPages<T>(all: readonly T[]): T[][] {
	return starts(all.length).map((start) => all.slice(start, start + PAGE));
}

function starts(total: number): number[] {
	return Array.from({ length: Math.ceil(total / PAGE) }, (_, i) => i * PAGE);
}

function totalOf(page: CommandOutcome, length: number): number {
	if (page.total !== undefined) return page.total;
	if (length < PAGE) return length;
	throw new Error('Bitrix24 gave a full page and did not say how many rows there are');
}
