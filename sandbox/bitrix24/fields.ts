import { asInteger, type Params } from './params';
import { portalTime } from './timeBlock';

/** One field of a kind of record, by the name that crm.item.* gives it. */
export interface Field<T> {
	/** What it shows, where that is not the record's property of the same name. */
	show?(record: T): unknown;
	/** Its name with the frozen twins, where it is not the same in capitals; false where they do not have it. */
	frozen?: string | false;
	/** What the frozen twins show, where it is not the same, numbers as texts. Undefined: not even the key. */
	showFrozen?(record: T): unknown;
	/** What is kept of a written value under the same name; undefined leaves what was there. */
	read?(value: unknown): unknown;
	/** The same for a value that is kept elsewhere. A field with neither cannot be written. */
	write?(value: unknown, record: T): Partial<T>;
	/** Written by rules of its own. */
	ruled?: true;
}

/** All that REST shows and takes of a kind of record. */
export type Fields<T> = Readonly<Record<string, Field<T>>>;

/** What a record shows, by name: a row. A list is filtered and ordered by them too. */
export type Columns<T> = Readonly<Record<string, (record: T) => unknown>>;

/** Numbers and camelCase (bitrix24.md#deals [H]). */
export function itemColumns<T extends object>(fields: Fields<T>): Columns<T> {
	const columns = Object.entries(fields).map(([name, field]) => [name, cellOf(name, field.show)]);
	return Object.fromEntries(columns) as Columns<T>;
}

/** Upper case, and every number a text (bitrix24.md#deals [H]). */
export function frozenColumns<T extends object>(fields: Fields<T>): Columns<T> {
	const columns = Object.entries(fields).flatMap(([name, field]) => {
		const key = frozenName(name, field);
		const cell = cellOf(name, field.showFrozen ?? field.show);
		const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
		return key === false ? [] : [[key, (record: T) => asText(cell(record))]];
	});
	return Object.fromEntries(columns) as Columns<T>;
}

export function rowOf<T>(record: T, columns: Columns<T>): Params {
	return Object.fromEntries(Object.entries(columns).map(([name, cell]) => [name, cell(record)]));
}

function cellOf<T extends object>(name: string, show?: (record: T) => unknown) {
	return (record: T): unknown => {
		const value = show ? show(record) : (record as Params)[name];
		return value instanceof Date ? portalTime(value) : value;
	};
}

/** Of `assignedById`: `ASSIGNED_BY_ID`. */
export function frozenName(name: string, { frozen }: Pick<Field<never>, 'frozen'>): string | false {
	return frozen ?? name.replace(/[A-Z]/g, '_$&').toUpperCase();
}

/**
 * The record after an update under crm.item's names, or under those of the frozen twins. Unknown
 * names are silently ignored by both (bitrix24.md#deals [H]).
 */
export function withFields<T extends object>(
	record: T,
	fields: Fields<T>,
	sent: Params,
	nameOf: (name: string, field: Field<T>) => string | false = (name) => name,
): T {
	const after = { ...record };
	for (const [name, field] of Object.entries(fields)) {
		const key = nameOf(name, field);
		if (key === false || !Object.hasOwn(sent, key)) continue;
		const value = field.read?.(sent[key]);
		Object.assign(after, field.write?.(sent[key], after), value !== undefined && { [name]: value });
	}
	return after;
}

/** A field that shows the same of every record. */
export const constant = (value: unknown) => ({ show: () => value });

// What a field reads of a written value

export const text = (value: unknown) => String(value ?? '');
export const idOrNone = (value: unknown) => asInteger(value) ?? 0;
export const ids = (values: unknown[]) => values.map(idOrNone).filter((id) => id > 0);
