import { attempt, valueOf, type Attempt } from '../../protocols/attempt';
import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../protocols/bitrix24/batchRequest';
import { PAGE } from '../../protocols/bitrix24/fastList';
import { Reference } from '../../protocols/bitrix24/formBody';
import type { Bitrix24Api } from './api';

/** A list that goes by the IDs of its rows, so that nothing has to be counted (bitrix24.md#fast-lists). */
export interface ListById<T> {
	/** The page that comes after the row with this ID, which may be told by the page before; the first one without. */
	pageAfter(id?: number | Reference): Command;
	/** Where the ID of a full page's last row stands in its result. */
	lastId: readonly string[];
	/** All rows of a page: one that is short is the last. */
	read(result: unknown): T[];
	idOf(row: T): number;
	limit: number;
	/** The first page, where it is here already. */
	first?: CommandOutcome;
	/** Whether only one page is asked for at once. */
	isOneByOne?: boolean;
}

/** The rows of a page do not go on where those before it have ended. */
export class NotInOrderError extends Error {
	constructor() {
		super('Bitrix24 gave the same page of a list again');
	}
}

/** How many pages are asked for at once, one time after another; the last one stays. All must end within 60 s. */
const PAGES_AT_ONCE = [1, 5, 20, 25];
const MOST_PAGES = 25;

/** How far a list has been read. */
interface Reading<T> {
	list: ListById<T>;
	rows: T[];
	/** How many times pages were asked for. */
	turns: number;
	isOneByOne: boolean;
	isDone: boolean;
	error?: unknown;
}

/** The rows of lists that share requests; what befalls one is its own. */
export async function readEach<T>(
	api: Bitrix24Api,
	lists: ReadonlyArray<ListById<T>>,
): Promise<Array<Attempt<T[]>>> {
	return await readById(async (groups) => await api.runGroups(groups), lists);
}

/**
 * The rows of several lists, whose pages share requests. Of a list that goes on ever more pages are
 * asked for at once, each after the last row of the one before. What befalls a list is its own.
 */
export async function readById<T>(
	runGroups: (groups: Command[][]) => Promise<CommandOutcome[][]>,
	lists: ReadonlyArray<ListById<T>>,
): Promise<Array<Attempt<T[]>>> {
	const readings = lists.map(begin);
	const isOpen = ({ isDone }: Reading<T>) => !isDone;
	for (let open = readings.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
		const share = Math.max(1, Math.floor(MOST_PAGES / open.length));
		const pages = await runGroups(open.map((reading) => nextPages(reading, share)));
		for (const [i, reading] of open.entries()) takePages(reading, pages[i]);
	}
	return readings.map(({ list, rows, ...reading }) =>
		'error' in reading ? { error: reading.error } : { value: rows.slice(0, list.limit) },
	);
}

function begin<T>(list: ListById<T>): Reading<T> {
	const { first, isOneByOne = false } = list;
	const reading: Reading<T> = { list, rows: [], turns: 0, isOneByOne, isDone: false };
	if (first) takePages(reading, [first]);
	return reading;
}

function nextPages<T>({ list, rows, turns, isOneByOne }: Reading<T>, share: number): Command[] {
	const atOnce = isOneByOne ? 1 : PAGES_AT_ONCE[Math.min(turns, PAGES_AT_ONCE.length - 1)];
	const wanted = Math.min(atOnce, share, Math.ceil((list.limit - rows.length) / PAGE));
	const last = rows.at(-1);
	const commands = [list.pageAfter(last && list.idOf(last))];
	while (commands.length < wanted)
		commands.push(list.pageAfter(new Reference(commands[commands.length - 1], list.lastId)));
	return commands;
}

/**
 * Pages after a short one say nothing, since they were asked for after a row that is not there. Where
 * one does not go on where its predecessor ended, it is asked for again by itself, and so are those
 * after it; what it is then counts.
 */
function takePages<T>(reading: Reading<T>, [first, ...others]: readonly CommandOutcome[]): void {
	reading.turns += 1;
	const taken = attempt(() => takePage(reading, first));
	if ('error' in taken) Object.assign(reading, { error: taken.error, isDone: true });
	const goOn = (page: CommandOutcome) =>
		reading.isDone || 'value' in attempt(() => takePage(reading, page));
	reading.isOneByOne ||= !others.every(goOn);
}

/** Throws what Bitrix24 answered in the page's place, or NotInOrderError. */
function takePage<T>(reading: Reading<T>, page: CommandOutcome): void {
	const { list, rows } = reading;
	const further = list.read(valueOf(page));
	if (!goesOn(list, rows, further)) throw new NotInOrderError();
	rows.push(...further);
	reading.isDone = further.length < PAGE || rows.length >= list.limit;
}

/** Whether a page is beyond what was read: one whose condition was passed over would begin anew. */
function goesOn<T>({ idOf }: ListById<T>, rows: readonly T[], page: readonly T[]): boolean {
	if (rows.length === 0 || page.length === 0) return true;
	const [first, last, next] = [rows[0], rows[rows.length - 1], page[0]].map(idOf);
	return Math.sign(next - last) === Math.sign(last - first);
}
