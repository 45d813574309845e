import { map, valueOf, type Attempt } from '../../protocols/attempt';
import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../protocols/bitrix24/batchRequest';
import type { Bitrix24Api } from './api';

/** Lists come by so many rows at once, always (docs/protocols/bitrix24.md#lists). */
export const PAGE = 50;

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

/** A list that goes by the IDs of its rows, so that nothing has to be counted (bitrix24.md#lists). */
interface ListById<T> {
	/** The page that comes after the row with this ID; the first one without. */
	pageAfter(id?: number): Command;
	/** All rows of a page: one that is short is the last. */
	read(result: unknown): T[];
	idOf(row: T): number;
	limit: number;
}

/** The rows of several lists, whose pages share requests. What befalls a list is its own. */
export async function readById<T>(
	api: Bitrix24Api,
	lists: ReadonlyArray<ListById<T>>,
): Promise<Array<Attempt<T[]>>> {
	const read = lists.map((): Attempt<T[]> => ({ value: [] }));
	let open = [...lists.keys()];
	while (open.length > 0) {
		const pages = await api.run(open.map((i) => lists[i].pageAfter(lastId(lists[i], read[i]))));
		open = open.filter((i, n) => {
			const list = lists[i];
			const before = read[i];
			const page = map(pages[n], (result) => list.read(result));
			read[i] = map(page, (rows) => [...valueOf(before), ...further(list, before, rows)]);
			return 'value' in page && page.value.length === PAGE && valueOf(read[i]).length < list.limit;
		});
	}
	return read.map((rows, i) => map(rows, (all) => all.slice(0, lists[i].limit)));
}

/** The same for a list of each item; one that could not be prepared stays the item's error. */
export async function readEach<T>(
	api: Bitrix24Api,
	lists: ReadonlyArray<Attempt<ListById<T>>>,
): Promise<Array<Attempt<T[]>>> {
	const good = lists.flatMap((list) => ('value' in list ? [list.value] : []));
	const read = await readById(api, good);
	return lists.map((one) => map(one, (list) => valueOf(read[good.indexOf(list)])));
}

function lastId<T>(list: ListById<T>, read: Attempt<T[]>): number | undefined {
	const last = valueOf(read).at(-1);
	return last && list.idOf(last);
}

/** A portal that passes over the condition would give the same page for ever. */
function further<T>(list: ListById<T>, before: Attempt<T[]>, rows: T[]): T[] {
	const last = lastId(list, before);
	if (last === undefined || rows.every((row) => list.idOf(row) !== last)) return rows;
	throw new Error('Bitrix24 gave the same page of a list again');
}
