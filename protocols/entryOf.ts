/**
 * What a table has under a name that came from outside; undefined also for the names of what each object inherits,
 * such as `constructor`.
 */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}
