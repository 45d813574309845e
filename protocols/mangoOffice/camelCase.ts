type Json = Record<string, unknown>;

/** An answer's object with camelCase keys, in depth: `task_status_reason` becomes `taskStatusReason`. */
export function camelCased(object: Json): Json {
	return Object.fromEntries(
		Object.entries(object).map(([key, value]) => [camel(key), inDepth(value)]),
	);
}

function inDepth(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inDepth);
	return typeof value === 'object' && value !== null ? camelCased(value as Json) : value;
}

function camel(key: string): string {
	return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
