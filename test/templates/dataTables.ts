import type { IDataObject } from 'n8n-workflow';

type Value = string | number | boolean | Date | null;
type Row = Record<string, Value>;
interface Column {
	name: string;
	type: string;
}
interface Filter {
	type: 'and' | 'or';
	filters: Array<{ columnName: string; condition: string; value: Value }>;
}
interface Table {
	id: string;
	name: string;
	columns: Column[];
	rows: Row[];
	/** The ID that was given last. */
	given: number;
}

/** n8n's data tables in memory, as far as the templates use them. */
export class DataTables {
	private readonly tables: Table[] = [];

	/**
	 * Waited for before each operation on rows, and once more between an insert's ID and the moment
	 * when the others see the row: PostgreSQL gives the one before the other.
	 */
	turn: () => Promise<void> = async () => undefined;

	/** The rows of a table, dates as text. */
	rows(name: string): IDataObject[] {
		return (this.tables.find((table) => table.name === name)?.rows ?? []).map(shown);
	}

	/** A row, as somebody adds it who was here before. */
	add(name: string, data: Row): void {
		const table = this.tables.find((one) => one.name === name) as Table;
		table.rows.push({ ...emptyRow(table), ...data });
	}

	/** Changes all rows of a table, as somebody does who was here before. */
	change(name: string, changes: Row): void {
		for (const row of this.tables.find((table) => table.name === name)?.rows ?? [])
			Object.assign(row, changes);
	}

	async create(name: string, columns: Column[]): Promise<Table> {
		const table = { id: String(this.tables.length + 1), name, columns, rows: [], given: 0 };
		this.tables.push(table);
		return table;
	}

	/** What n8n-core's engine asks for data tables. */
	readonly dataTableProxyProvider = {
		getDataTableAggregateProxy: async () => ({
			getManyAndCount: async ({ filter: { name } }: { filter: { name: string } }) => {
				const data = this.tables.filter((table) => table.name.toLowerCase().includes(name.toLowerCase()));
				return { data, count: data.length };
			},
			createDataTable: async ({ name, columns }: { name: string; columns: Column[] }) =>
				await this.create(name, columns),
		}),
		getDataTableProxy: async (_workflow: unknown, _node: unknown, id: string) =>
			proxyOf(this.tables.find((table) => table.id === id) as Table, () => this.turn()),
	};
}

/** With the next ID. */
function emptyRow(table: Table): Row {
	const empty = Object.fromEntries(table.columns.map(({ name }) => [name, null]));
	return { ...empty, id: (table.given += 1), createdAt: new Date() };
}

function proxyOf(table: Table, turn: () => Promise<void>) {
	const find = (filter?: Filter) =>
		table.rows.filter((row) => filter === undefined || matches(row, filter));
	const write = (row: Row, data: Row) => {
		const unknown = Object.keys(data).find((name) => !table.columns.some((column) => column.name === name));
		if (unknown !== undefined) throw new Error(`unknown column name '${unknown}'`);
		for (const [name, value] of Object.entries(data))
			row[name] = isDate(table, name) && value !== null ? new Date(value as string) : value;
		return shown(row);
	};
	const insert = async (data: Row) => {
		const row = emptyRow(table);
		const written = write(row, data);
		await turn();
		table.rows.push(row);
		return written;
	};
	return {
		getColumns: async () => table.columns,
		getManyRowsAndCount: async ({ filter, sortBy, take = 1000, skip = 0 }: ReadOptions) => {
			await turn();
			const found = find(filter);
			if (sortBy) found.sort((a, b) => (Number(a[sortBy[0]]) - Number(b[sortBy[0]])) * (sortBy[1] === 'DESC' ? -1 : 1));
			return { count: found.length, data: found.slice(skip, skip + take).map(shown) };
		},
		insertRows: async (rows: Row[]) => {
			await turn();
			return await Promise.all(rows.map(insert));
		},
		updateRows: async ({ data, filter }: WriteOptions) => {
			await turn();
			return find(filter).map((row) => write(row, data));
		},
		upsertRow: async ({ data, filter }: WriteOptions) => {
			await turn();
			const found = find(filter);
			return found.length > 0 ? found.map((row) => write(row, data)) : [await insert(data)];
		},
		deleteRows: async ({ filter }: WriteOptions) => {
			await turn();
			const gone = find(filter);
			table.rows = table.rows.filter((row) => !gone.includes(row));
			return gone.map(shown);
		},
	};
}

interface ReadOptions {
	filter?: Filter;
	sortBy?: [string, string];
	take?: number;
	skip?: number;
}

interface WriteOptions {
	data: Row;
	filter: Filter;
}

function matches(row: Row, { type, filters }: Filter): boolean {
	const is = ({ columnName, condition, value }: Filter['filters'][number]): boolean => {
		const own = row[columnName] ?? null;
		if (condition === 'isEmpty') return own === null || own === '';
		if (condition === 'lte') return own !== null && Number(own) <= Number(value);
		if (condition === 'gte') return own !== null && Number(own) >= Number(value);
		if (condition === 'eq') return own === value;
		if (condition === 'neq') return own !== value;
		if (condition === 'lt') return isLess(own, value);
		if (condition === 'gt') return isLess(value, own);
		throw new Error(`The condition ${condition} is not played here`);
	};
	return type === 'and' ? filters.every(is) : filters.some(is);
}

/** As SQL compares: nothing is less or more than NULL. */
function isLess(a: Value, b: Value): boolean {
	return typeof a === typeof b && a !== null && b !== null && a < b;
}

function isDate({ columns }: Table, name: string): boolean {
	return columns.some((column) => column.name === name && column.type === 'date');
}

function shown(row: Row): IDataObject {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
	);
}
