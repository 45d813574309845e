export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number out of `12` and `"12"`; anything else is undefined. */
export function asInteger(value: unknown): number | undefined {
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	return /^-?\d+$/.test(String(value)) ? Number(value) : undefined;
}

/** Without the fields that have no value. */
export function defined(fields: Json): Json {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
