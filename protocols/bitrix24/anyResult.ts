/**
 * The rows of what a method answered, undefined when it is no list: a list, the one list in an
 * object (`{"items": […]}`), or records under numbers, as PHP writes a list with gaps
 * (docs/protocols/bitrix24.md#lists and #requests).
 */
export function rowsOf(result: unknown): unknown[] | undefined {
	if (Array.isArray(result)) return result;
	if (!isRecord(result)) return undefined;
	const entries = Object.entries(result);
	const [[, value] = []] = entries;
	if (entries.length === 1 && Array.isArray(value) && value.every(isRecord)) return value;
	const isListWithGaps = entries.every(([key, row]) => /^\d+$/.test(key) && isRecord(row));
	return isListWithGaps && entries.length > 0 ? Object.values(result) : undefined;
}

/** What an output item shows of a result or a row: its fields, or `result` where it has none. */
export function toFields(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : { result: value };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
