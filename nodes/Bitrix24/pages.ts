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
	const starts = Array.from(
		{ length: Math.max(0, Math.ceil(wanted / PAGE) - 1) },
		(_, i) => (i + 1) * PAGE,
	);
	const others = await api.run(starts.map(page));
	return [...rows, ...others.flatMap((other) => read(valueOf(other)))];
}

function totalOf(page: CommandOutcome, length: number): number {
	if (page.total !== undefined) return page.total;
	if (length < PAGE) return length;
	throw new Error('Bitrix24 gave a full page and did not say how many rows there are');
}
