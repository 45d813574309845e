import { z } from 'zod';

import { id as idSchema } from '../list';
import type { Command } from './batchRequest';
import { Reference, type Params, type ParamValue } from './formBody';

/** Lists come by so many rows at once, always (docs/protocols/bitrix24.md#lists). */
export const PAGE = 50;

/** How a list can be read without being counted: by the rows after the last one's ID. */
export interface FastList {
	/** The ID in `order` and `filter`. */
	field: string;
	/** The ID in a row. */
	rowField: string;
	/** Where in the result the rows are. */
	rows?: string;
}

const OLD: FastList = { field: 'ID', rowField: 'ID' };

/** Source: docs/protocols/bitrix24.md#fast-lists. */
const LISTS: ReadonlyMap<string, FastList> = new Map([
	['crm.lead.list', OLD],
	['crm.deal.list', OLD],
	['crm.contact.list', OLD],
	['crm.company.list', OLD],
	['crm.item.list', { field: 'id', rowField: 'id', rows: 'items' }],
	['tasks.task.list', { field: 'ID', rowField: 'id', rows: 'tasks' }],
]);

/**
 * How the list of a command can be read fast; undefined when it has no such way, or when the command
 * wants an order or a part of its own. Without a wish for an order the rows come by their IDs,
 * which only who takes all of them may choose for the user.
 */
export function fastListOf({ method, params }: Command, all: boolean): FastList | undefined {
	const list = LISTS.get(method.toLowerCase());
	const { order, filter } = params;
	if (list === undefined || Object.keys(params).some(isAnotherWay)) return undefined;
	const isOrdered = order === undefined ? all : isById(order, list);
	const isFree = filter === undefined || (isRecord(filter) && !(`>${list.field}` in filter));
	return isOrdered && isFree ? list : undefined;
}

/** A page of one's own, and the older names in capitals. */
function isAnotherWay(name: string): boolean {
	return /^(order|filter|start)$/i.test(name) && !['order', 'filter'].includes(name);
}

function isById(order: ParamValue, { field }: FastList): boolean {
	if (!isRecord(order)) return false;
	const [[name, direction], ...others] = Object.entries(order);
	return (
		others.length === 0 &&
		name === field &&
		typeof direction === 'string' &&
		/^asc$/i.test(direction)
	);
}

/** The page after the row with the ID `last`, which the page before it may tell. */
export function pageAfter(
	command: Command,
	{ field }: FastList,
	last: number | Reference,
): Command {
	const { filter } = command.params;
	const params: Params = {
		...command.params,
		order: { [field]: 'ASC' },
		filter: { ...(isRecord(filter) ? filter : {}), [`>${field}`]: last },
		start: -1,
	};
	return { ...command, params };
}

/** Where the ID of a full page's last row stands in its result. */
export function lastIdOf({ rows, rowField }: Pick<FastList, 'rows' | 'rowField'>): string[] {
	return [...(rows ? [rows] : []), String(PAGE - 1), rowField];
}

export type Row = Record<string, unknown>;

/** The rows of a page, undefined when there is no list where it should be, or its IDs do not go upwards. */
export function rowsInOrder(result: unknown, { rows, rowField }: FastList): Row[] | undefined {
	const page = rows === undefined ? result : (result as Row | null)?.[rows];
	if (typeof page !== 'object' || page === null) return undefined;
	const all = Object.values(page) as Row[];
	const ids = z.array(z.object({ [rowField]: idSchema })).safeParse(all);
	if (!ids.success) return undefined;
	const numbers = ids.data.map((row) => row[rowField]);
	return numbers.every((one, i) => one > (numbers[i - 1] ?? 0)) ? all : undefined;
}

function isRecord(value: ParamValue): value is Params {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		!(value instanceof Reference)
	);
}
