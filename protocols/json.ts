/** An answer, an event or a request has a handful of levels; more without end could be neither read nor stored. */
export const MAX_DEPTH = 100;

/**
 * The value of a JSON text; undefined for what is none, or nested without end. A field `__proto__`, which no
 * service has, is left out: copies of an object with one would inherit from it.
 */
export function parseJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return isWithin(MAX_DEPTH, value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The same for an object, which a list is not. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
	const value = parseJson(text);
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? (value as Record<string, unknown>) : undefined;
}

function isWithin(depth: number, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return true;
	if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
	return depth > 0 && Object.values(value).every((inner) => isWithin(depth - 1, inner));
}
