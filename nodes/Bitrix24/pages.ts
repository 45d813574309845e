import { attempt, map, valueOf, type Attempt } from '../../protocols/attempt';
import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../protocols/bitrix24/batchRequest';
import { PAGE } from '../../protocols/bitrix24/fastList';
import { Reference } from '../../protocols/bitrix24/formBody';
import { inParts } from '../shared/inParts';
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
	return inParts(all, PAGE);
}

function starts(total: number): number[] {
	return Array.from({ length: Math.ceil(total / PAGE) }, (_, i) => i * PAGE);
}

function totalOf(page: CommandOutcome, length: number): number {
	if (page.total !== undefined) return page.total;
	if (length < PAGE) return length;
	throw new Error('Bitrix24 gave a full page and did not say how many rows there are');
}

/** A list that goes by the IDs of its rows, so that nothing has to be counted (bitrix24.md#fast-lists). */
interface ListById<T> {
	/** The page that comes after the row with this ID, which may be told by the page before; the first one without. */
	pageAfter(id?: number | Reference): Command;
	/** Where the ID of a full page's last row stands in its result. */
	lastId: readonly string[];
	/** All rows of a page: one that is short is the last. */
	read(result: unknown): T[];
	idOf(row: T): number;
	limit: number;
}

/** So many pages are asked for in one request at most: all of it must end within 60 s. */
const MOST_PAGES = 25;

/** How far a list has been read. */
interface Reading<T> {
	list: ListById<T>;
	rows: T[];
	/** How many pages are asked for next. */
	pages: number;
	isDone: boolean;
	error?: unknown;
}

/**
 * The rows of several lists, whose pages share requests. Of a list that goes on ever more pages are
 * asked for at once, each after the last row of the one before. What befalls a list is its own.
 */
async function readById<T>(
	api: Bitrix24Api,
	lists: ReadonlyArray<ListById<T>>,
): Promise<Array<Attempt<T[]>>> {
	const readings = lists.map((list): Reading<T> => ({ list, rows: [], pages: 1, isDone: false }));
	for (let open = readings; open.length > 0; open = open.filter(({ isDone }) => !isDone)) {
		const share = Math.max(1, Math.floor(MOST_PAGES / open.length));
		const pages = await api.runGroups(open.map((reading) => nextPages(reading, share)));
		open.forEach((reading, i) => {
			const taken = attempt(() => takePages(reading, pages[i]));
			if ('error' in taken) Object.assign(reading, { error: taken.error, isDone: true });
		});
	}
	return readings.map(({ list, rows, ...reading }) =>
		'error' in reading ? { error: reading.error } : { value: rows.slice(0, list.limit) },
	);
}

function nextPages<T>({ list, rows, pages }: Reading<T>, share: number): Command[] {
	const wanted = Math.min(pages, share, Math.ceil((list.limit - rows.length) / PAGE));
	const last = rows.at(-1);
	const commands = [list.pageAfter(last && list.idOf(last))];
	while (commands.length < wanted)
		commands.push(list.pageAfter(new Reference(commands[commands.length - 1], list.lastId)));
	return commands;
}

/**
 * Pages after a short one say nothing, since they were asked for after a row that is not there. One
 * that does not go on where its predecessor ended is asked for again by itself; what it is then
 * counts. Throws what Bitrix24 answered in its place.
 */
function takePages<T>(reading: Reading<T>, outcomes: readonly CommandOutcome[]): void {
	const { list, rows } = reading;
	for (const [n, outcome] of outcomes.entries()) {
		const page = map(outcome, (result) => list.read(result));
		const isFirst = n === 0;
		if (!isFirst && ('error' in page || !goesOn(list, rows, page.value))) {
			reading.pages = 1;
			return;
		}
		const further = valueOf(page);
		if (!goesOn(list, rows, further))
			throw new Error('Bitrix24 gave the same page of a list again');
		rows.push(...further);
		reading.isDone = further.length < PAGE || rows.length >= list.limit;
		if (reading.isDone) return;
	}
	reading.pages *= 4;
}

/** Whether a page is beyond what was read: one whose condition was passed over would begin anew. */
function goesOn<T>({ idOf }: ListById<T>, rows: readonly T[], page: readonly T[]): boolean {
	if (rows.length === 0 || page.length === 0) return true;
	const [first, last, next] = [rows[0], rows[rows.length - 1], page[0]].map(idOf);
	return Math.sign(next - last) === Math.sign(last - first);
}

/** The rows of a list of each item; one that could not be prepared stays the item's error. */
export async function readEach<T>(
	api: Bitrix24Api,
	lists: ReadonlyArray<Attempt<ListById<T>>>,
): Promise<Array<Attempt<T[]>>> {
	const good = lists.flatMap((list) => ('value' in list ? [list.value] : []));
	const read = await readById(api, good);
	return lists.map((one) => map(one, (list) => valueOf(read[good.indexOf(list)])));
}
