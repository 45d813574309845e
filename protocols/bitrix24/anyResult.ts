/**
 * The rows of what a method answered, undefined when it is no list: a list, the one list in an
 * object (`{"items": […]}`), or a list with gaps, which PHP writes as a map of numbers
 * (docs/protocols/bitrix24.md#lists and #requests).
 */
export function rowsOf(result: unknown): unknown[] | undefined {
	if (Array.isArray(result)) return result;
	if (!isRecord(result)) return undefined;
	const [[key, value] = [], ...others] = Object.entries(result);
	if (key === undefined) return undefined;
	if (others.length === 0 && Array.isArray(value) && value.every(isRecord)) return value;
	return Object.keys(result).every((name) => /^\d+$/.test(name))
		? Object.values(result)
		: undefined;
}

/** What an output item shows of a result or a row: its fields, or `result` where it has none. */
export function toFields(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : { result: value };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
