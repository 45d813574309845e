import { invalidArgument } from '../errors';
import { asInteger, asRecord, type Params } from '../params';
import type { MethodAnswer } from './method';

type Row = Record<string, unknown>;

/** 50 a page, always (section 3.4 [H]). */
const pageSize = 50;

/**
 * One page of a list method: `next` while more remain, and `total`. With `start: -1` nothing is counted: total 0 and
 * no next (section 3.4 [H]).
 */
export function page<T>(rows: readonly T[], start: unknown): { rows: readonly T[] } & Pick<MethodAnswer, 'total' | 'next'> {
	const from = asInteger(start) ?? 0;
	if (from === -1) return { rows: rows.slice(0, pageSize), total: 0 };
	const next = from + pageSize < rows.length ? { next: from + pageSize } : {};
	return { rows: rows.slice(from, from + pageSize), total: rows.length, ...next };
}

/** `{"=stageId": "NEW", ">id": 12}`: an operator, then a field. A field that the rows do not have is refused [H]. */
export function filtered<T extends Row>(rows: readonly T[], filter: unknown, fields: readonly string[]): T[] {
	const tests = Object.entries(asRecord(filter)).map(([key, wanted]) => readTest(key, wanted, fields));
	return rows.filter((row) => tests.every((test) => test(row)));
}

function readTest(key: string, wanted: unknown, fields: readonly string[]): (row: Row) => boolean {
	const [, operator = '', field = ''] = /^(>=|<=|!=|>|<|=|!|@)?(.*)$/.exec(key) ?? [];
	if (!fields.includes(field)) throw invalidArgument(`Invalid filter: field '${field}' is not allowed in filter`);
	return (row) => compare(row[field], operator, wanted);
}

function compare(value: unknown, operator: string, wanted: unknown): boolean {
	switch (operator) {
		case '>':
			return Number(value) > Number(wanted);
		case '>=':
			return Number(value) >= Number(wanted);
		case '<':
			return Number(value) < Number(wanted);
		case '<=':
			return Number(value) <= Number(wanted);
		case '!':
		case '!=':
			return !isOneOf(value, wanted);
		default:
			return isOneOf(value, wanted);
	}
}

/** Equal as Bitrix24's database compares: `12` and `"12"` are the same, a list means any of it. */
function isOneOf(value: unknown, wanted: unknown): boolean {
	const candidates = Array.isArray(wanted) ? wanted : [wanted];
	return candidates.some((candidate) => String(candidate) === String(value));
}

/** `{"id": "DESC"}`; the first key wins, the others break ties. */
export function ordered<T extends Row>(rows: readonly T[], order: unknown, fields: readonly string[]): T[] {
	const keys = Object.entries(asRecord(order));
	for (const [field] of keys) {
		if (!fields.includes(field)) throw invalidArgument(`Invalid order: field '${field}' is not allowed in order`);
	}
	return [...rows].sort((a, b) => {
		for (const [field, direction] of keys) {
			const difference = compareValues(a[field], b[field]);
			if (difference !== 0) return /^desc$/i.test(String(direction)) ? -difference : difference;
		}
		return 0;
	});
}

function compareValues(a: unknown, b: unknown): number {
	const [left, right] = [Number(a), Number(b)];
	return Number.isNaN(left) || Number.isNaN(right) ? String(a).localeCompare(String(b)) : left - right;
}

/** Without `select` the whole row; with it the named fields and the ID. */
export function selected(row: Params, select: unknown, idField: string): Params {
	if (!Array.isArray(select) || select.length === 0 || select.includes('*')) return row;
	return Object.fromEntries(Object.entries(row).filter(([field]) => field === idField || select.includes(field)));
}
