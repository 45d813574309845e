/**
 * Reads the "flatted" format in which n8n hands out execution data: a JSON array of all objects and strings, in which
 * every string inside an object is the index of its value, so that shared and circular references survive.
 */
export function parseFlatted(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const built = new Map<number, unknown>();

	const valueAt = (index: number): unknown => {
		if (built.has(index)) return built.get(index);
		const flat = table[index];
		if (flat === null || typeof flat !== 'object') return flat;
		const value: Record<string, unknown> = Array.isArray(flat) ? ([] as never) : {};
		built.set(index, value);
		for (const [key, entry] of Object.entries(flat)) {
			value[key] = typeof entry === 'string' ? valueAt(Number(entry)) : entry;
		}
		return value;
	};
	return valueAt(0);
}
