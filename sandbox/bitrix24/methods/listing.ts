import { invalidArgument } from '../errors';
import { asInteger, asRecord, type Params } from '../params';
import { readPortalTime } from '../timeBlock';
import type { MethodAnswer } from './method';

type Row = Record<string, unknown>;

/**
 * What a list method answers: the rows that the filter finds, in the order asked for, one page of
 * them, with the fields asked for. `columns` are those that can be filtered and ordered by; the
 * first is the ID.
 */
export function listed(
	rows: readonly Row[],
	columns: readonly string[],
	{ filter, order, start, select }: Params,
): MethodAnswer & { result: Row[] } {
	const found = ordered(filtered(rows, filter, columns), order, columns);
	const { rows: shown, ...paging } = page(found, start);
	return { result: shown.map((row) => selected(row, select, columns[0] ?? '')), ...paging };
}

/** 50 a page, always (bitrix24.md#lists [H]). */
const pageSize = 50;

/**
 * One page of a list method: `next` while more remain, and `total`. With `start: -1` nothing is
 * counted: total 0 and no next (bitrix24.md#lists [H]).
 */
export function page<T>(
	rows: readonly T[],
	start: unknown,
): { rows: readonly T[] } & Pick<MethodAnswer, 'total' | 'next'> {
	const from = asInteger(start) ?? 0;
	if (from === -1) return { rows: rows.slice(0, pageSize), total: 0 };
	const next = from + pageSize < rows.length ? { next: from + pageSize } : {};
	return { rows: rows.slice(from, from + pageSize), total: rows.length, ...next };
}

type Comparison = (value: unknown, wanted: unknown) => boolean;

const not =
	(holds: Comparison): Comparison =>
	(value, wanted) =>
		!holds(value, wanted);

/** Longest first, so that `!=%` is not read as `!=` (documents of crm.item.list and crm.activity.list [H]). */
const operators: ReadonlyArray<[operator: string, holds: Comparison]> = [
	['!=%', not(isLike)],
	['!%=', not(isLike)],
	['!@', not(isOneOf)],
	['!%', not(contains)],
	['!=', not(isOneOf)],
	['=%', isLike],
	['%=', isLike],
	['>=', (value, wanted) => compareValues(value, wanted) >= 0],
	['<=', (value, wanted) => compareValues(value, wanted) <= 0],
	['>', (value, wanted) => compareValues(value, wanted) > 0],
	['<', (value, wanted) => compareValues(value, wanted) < 0],
	['=', isOneOf],
	['!', not(isOneOf)],
	['@', isOneOf],
	['%', contains],
	['', isOneOf],
];

type Test = (row: Row) => boolean;

/**
 * `{"=stageId": "NEW", ">id": 12}`: an operator, then a field. A field that the rows do not have is
 * refused [H]. A group under a number may join its conditions with OR: `{"0": {"logic": "OR", "0":
 * {…}, "1": {…}}}` (documents of crm.item.list [H]).
 */
export function filtered<T extends Row>(
	rows: readonly T[],
	filter: unknown,
	fields: readonly string[],
): T[] {
	const test = readGroup(asRecord(filter), fields);
	return rows.filter(test);
}

function readGroup(group: Params, fields: readonly string[]): Test {
	const { logic, ...conditions } = group;
	const tests = Object.entries(conditions).map(([key, wanted]) =>
		/^\d+$/.test(key) ? readGroup(asRecord(wanted), fields) : readTest(key, wanted, fields),
	);
	return String(logic).toUpperCase() === 'OR'
		? (row) => tests.some((test) => test(row))
		: (row) => tests.every((test) => test(row));
}

function readTest(key: string, wanted: unknown, fields: readonly string[]): Test {
	const { field, holds } = readKey(key);
	if (!fields.includes(field))
		throw invalidArgument(`Invalid filter: field '${field}' is not allowed in filter`);
	if (isUnreadableTime(field, wanted))
		throw invalidArgument(`Invalid filter: field '${field}' has invalid value`);
	// Of a field that holds a list any of its values will do.
	return (row) => [row[field]].flat().some((value) => holds(value, wanted));
}

/** `>=CREATED` is `>=` and `CREATED`. */
export function readKey(key: string): { field: string; holds: Comparison } {
	const [operator, holds] = operators.find(([start]) => key.startsWith(start)) ?? ['', isOneOf];
	return { field: key.slice(operator.length), holds };
}

/** A word where a time should be. */
export function isUnreadableTime(field: string, wanted: unknown): boolean {
	if (!/(time|^created|^last_updated|^deadline)$/i.test(field)) return false;
	return [wanted]
		.flat()
		.some((value) => value !== '' && Number.isNaN(readPortalTime(String(value))));
}

/**
 * Equal as Bitrix24's database compares: `12` and `"12"` are the same, so are `a` and `A` [M]; a
 * list means any of it.
 */
function isOneOf(value: unknown, wanted: unknown): boolean {
	return [wanted]
		.flat()
		.some(
			(candidate) => textOf(candidate) === textOf(value) || compareTimes(value, candidate) === 0,
		);
}

function textOf(value: unknown): string {
	return String(value ?? '').toLowerCase();
}

function contains(value: unknown, wanted: unknown): boolean {
	return isLike(value, `%${String(wanted)}%`);
}

/** LIKE: `%` stands for anything. */
function isLike(value: unknown, pattern: unknown): boolean {
	const parts = String(pattern)
		.toLowerCase()
		.split('%')
		.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, 's').test(textOf(value));
}

/** `{"id": "DESC"}`; the first key wins, the others break ties. */
export function ordered<T extends Row>(
	rows: readonly T[],
	order: unknown,
	fields: readonly string[],
): T[] {
	const keys = Object.entries(asRecord(order));
	for (const [field, direction] of keys) checkOrder(field, direction, fields);
	return [...rows].sort((a, b) => {
		for (const [field, direction] of keys) {
			const difference = compareValues(a[field], b[field]);
			if (difference !== 0) return /^desc$/i.test(String(direction)) ? -difference : difference;
		}
		return 0;
	});
}

function checkOrder(field: string, direction: unknown, fields: readonly string[]): void {
	if (!fields.includes(field))
		throw invalidArgument(`Invalid order: field '${field}' is not allowed in order`);
	if (/^(asc|desc)$/i.test(String(direction))) return;
	throw invalidArgument(
		`Invalid order: allowed sort directions are ASC, DESC. But got '${String(direction)}' for field '${field}'`,
	);
}

function compareValues(a: unknown, b: unknown): number {
	const [left, right] = [Number(a), Number(b)];
	if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
	const times = compareTimes(a, b);
	return Number.isNaN(times) ? String(a).localeCompare(String(b)) : times;
}

/** NaN when one of them is no time. */
function compareTimes(a: unknown, b: unknown): number {
	return readPortalTime(String(a)) - readPortalTime(String(b));
}

/** Without `select` the whole row; with it the named fields and the ID. */
function selected(row: Params, select: unknown, idField: string): Params {
	if (!Array.isArray(select) || select.length === 0 || select.includes('*')) return row;
	return Object.fromEntries(
		Object.entries(row).filter(([field]) => field === idField || select.includes(field)),
	);
}
