import { invalidArgument } from '../errors';
import { rowOf, type Columns } from '../fields';
import { asInteger, asRecord, type Params } from '../params';
import { readPortalTime } from '../timeBlock';
import type { MethodAnswer } from './method';

/**
 * What a list method answers: the records that the filter finds, in the order asked for, one page
 * of them, with the fields asked for. The first column is the ID, which comes unasked. Not every
 * column can be filtered and ordered by.
 */
export function listed<T>(
	records: readonly T[],
	columns: Columns<T>,
	{ filter, order, start, select }: Params,
	usable: readonly string[] = Object.keys(columns),
): MethodAnswer & { result: Params[] } {
	const open = only(columns, usable);
	const found = ordered(filtered(records, filter, open), order, open);
	const { rows, ...paging } = page(found, start);
	const shown = selected(columns, select);
	return { result: rows.map((record) => rowOf(record, shown)), ...paging };
}

/** Those columns alone. */
export function only<T>(columns: Columns<T>, names: readonly string[]): Columns<T> {
	return Object.fromEntries(Object.entries(columns).filter(([name]) => names.includes(name)));
}

/** Without `select` all columns; with it the named ones and the ID. */
function selected<T>(columns: Columns<T>, select: unknown): Columns<T> {
	if (!Array.isArray(select) || select.length === 0 || select.includes('*')) return columns;
	const [id = ''] = Object.keys(columns);
	return only(columns, [id, ...select.map(String)]);
}

/** 50 a page, always (bitrix24.md#lists [H]). */
const pageSize = 50;

/**
 * One page of a list method: `next` while more remain, and `total`. With `start: -1` nothing is
 * counted: total 0 and no next (bitrix24.md#lists [H]).
 */
export function page<T>(rows: readonly T[], start: unknown) {
	const from = asInteger(start) ?? 0;
	if (from === -1) return { rows: rows.slice(0, pageSize), total: 0 };
	const next = from + pageSize < rows.length ? { next: from + pageSize } : {};
	return { rows: rows.slice(from, from + pageSize), total: rows.length, ...next };
}

type Comparison = (value: unknown, wanted: unknown) => boolean;

const operators: Readonly<Record<string, Comparison>> = {
	'': isOneOf,
	'=': isOneOf,
	'@': isOneOf,
	'%': (value, wanted) => isLike(value, `%${String(wanted)}%`),
	'=%': isLike,
	'%=': isLike,
	'>=': (value, wanted) => compareValues(value, wanted) >= 0,
	'<=': (value, wanted) => compareValues(value, wanted) <= 0,
	'>': (value, wanted) => compareValues(value, wanted) > 0,
	'<': (value, wanted) => compareValues(value, wanted) < 0,
};

type Test<T> = (record: T) => boolean;

/**
 * `{"=stageId": "NEW", ">id": 12}`: an operator, then a field. A field that the rows do not have is
 * refused [H]. A group under a number may join its conditions with OR: `{"0": {"logic": "OR", "0":
 * {…}, "1": {…}}}` (documents of crm.item.list [H]).
 */
export function filtered<T>(records: readonly T[], filter: unknown, columns: Columns<T>): T[] {
	return records.filter(readGroup(asRecord(filter), columns));
}

function readGroup<T>(group: Params, columns: Columns<T>): Test<T> {
	const { logic, ...conditions } = group;
	const tests = Object.entries(conditions).map(([key, wanted]) =>
		/^\d+$/.test(key) ? readGroup(asRecord(wanted), columns) : readTest(key, wanted, columns),
	);
	return String(logic).toUpperCase() === 'OR'
		? (record) => tests.some((test) => test(record))
		: (record) => tests.every((test) => test(record));
}

function readTest<T>(key: string, wanted: unknown, columns: Columns<T>): Test<T> {
	const { field, holds } = readKey(key);
	const cell = Object.hasOwn(columns, field) ? columns[field] : undefined;
	if (!cell) throw invalidArgument(`Invalid filter: field '${field}' is not allowed in filter`);
	// An empty list is no condition: everything is found (bitrix24.md#lists [M]).
	if (Array.isArray(wanted) && wanted.length === 0) return () => true;
	if (isUnreadableTime(field, wanted))
		throw invalidArgument(`Invalid filter: field '${field}' has invalid value`);
	// Of a field that holds a list any of its values will do.
	return (record) => [cell(record)].flat().some((value) => holds(value, wanted));
}

/**
 * `>=CREATED` is `>=` and `CREATED`. The others may have a `!` before them (documents of crm.item.list and
 * crm.activity.list [H]).
 */
export function readKey(key: string): { field: string; holds: Comparison } {
	const [start, size, not, equal] = /^(?:([<>]=?)|(!?)(=%|%=|[=@%]?))/.exec(key) ?? [''];
	const holds = operators[size ?? equal];
	const field = key.slice(start.length);
	return { field, holds: not ? (value, wanted) => !holds(value, wanted) : holds };
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
	const [text, time] = [textOf(value), readPortalTime(String(value))];
	const isTime = !Number.isNaN(time);
	return [wanted]
		.flat()
		.some(
			(candidate) =>
				textOf(candidate) === text || (isTime && readPortalTime(String(candidate)) === time),
		);
}

function textOf(value: unknown): string {
	return String(value ?? '').toLowerCase();
}

/** LIKE: `%` stands for anything. */
function isLike(value: unknown, pattern: unknown): boolean {
	const parts = String(pattern)
		.toLowerCase()
		.split('%')
		.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, 's').test(textOf(value));
}

/**
 * The rows that are plainly equal to what a filter says. Names that are no column are passed over, and a
 * list of values finds nothing, since only plain values are documented [L].
 */
export function alike(rows: Params[], filter: Params): Params[] {
	const equal = (value: unknown, wanted: unknown) =>
		typeof value === 'boolean'
			? value === !['false', 'N', '0', ''].includes(String(wanted))
			: typeof wanted !== 'object' && String(value ?? '') === String(wanted);
	const wanted = Object.entries(filter);
	return rows.filter((row) =>
		wanted.every(([name, one]) => !(name in row) || equal(row[name], one)),
	);
}

/** `{"id": "DESC"}`; the first key wins, the others break ties. */
export function ordered<T>(records: readonly T[], order: unknown, columns: Columns<T>): T[] {
	const keys = Object.entries(asRecord(order)).map(([field, direction]) => {
		const cell = Object.hasOwn(columns, field) ? columns[field] : undefined;
		if (!cell) throw invalidArgument(`Invalid order: field '${field}' is not allowed in order`);
		if (!/^(asc|desc)$/i.test(String(direction)))
			throw invalidArgument(
				`Invalid order: allowed sort directions are ASC, DESC. But got '${String(direction)}' for field '${field}'`,
			);
		return { cell, sign: /^desc$/i.test(String(direction)) ? -1 : 1 };
	});
	return [...records].sort((a, b) => {
		for (const { cell, sign } of keys) {
			const difference = compareValues(cell(a), cell(b));
			if (difference !== 0) return sign * difference;
		}
		return 0;
	});
}

function compareValues(a: unknown, b: unknown): number {
	const [left, right] = [Number(a), Number(b)];
	if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
	// NaN when one of them is no time.
	const times = readPortalTime(String(a)) - readPortalTime(String(b));
	return Number.isNaN(times) ? String(a).localeCompare(String(b)) : times;
}
