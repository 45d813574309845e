import type { z } from 'zod';

import type { Json, MangoEvent } from './kinds';

/** Makes the item of an event; undefined for an event of another shape. */
export type Reader = (raw: Json, path: string) => MangoEvent | undefined;

export function reader<Schema extends z.ZodTypeAny>(
	schema: Schema,
	toItem: (event: z.output<Schema>, path: string) => MangoEvent,
): Reader {
	return (raw, path) => {
		const parsed = schema.safeParse(raw);
		return parsed.success ? toItem(parsed.data, path) : undefined;
	};
}
