export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number out of `12` and `"12"`; anything else is undefined. */
export function asInteger(value: unknown): number | undefined {
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	return /^-?\d+$/.test(String(value)) ? Number(value) : undefined;
}

/** The fallback where it is no JSON. */
export function readJson(text: string, fallback: unknown): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return fallback;
	}
}

/** Without the fields that have no value. */
export function defined<T extends object>(
	fields: T,
): { [name in keyof T]: Exclude<T[name], undefined> } {
	const given = Object.entries(fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(given) as ReturnType<typeof defined<T>>;
}
