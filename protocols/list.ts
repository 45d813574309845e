import { z } from 'zod';

// PHP has one type for both: it writes a list with gaps as a map, and an empty map as a list.

/** A map of whatever values. */
export const map = z.union([
	z.array(z.never()).transform((): Record<string, unknown> => ({})),
	z.record(z.unknown()),
]);

const entriesSchema = z
	.union([z.array(z.unknown()), z.record(z.unknown())])
	.transform((list) => Object.values(list));

/**
 * The rows of a list. One that cannot be read is left out: one bad record is one bad record. Throws
 * ZodError for what is no list, and when no row at all can be read, since that is another form and
 * not an empty list.
 */
export function readList<T extends z.ZodTypeAny>(
	value: unknown,
	row: T,
	path: string[] = [],
): Array<z.infer<T>> {
	const parsed = entriesSchema
		.parse(value, { path })
		.map((entry) => row.safeParse(entry, { path }));
	const rows = parsed.flatMap((one): Array<z.infer<T>> => (one.success ? [one.data] : []));
	const [first] = parsed;
	if (first?.success === false && rows.length === 0) throw first.error;
	return rows;
}

/** The same of the list in a field of an answer, which the error names. */
export function readListIn<T extends z.ZodTypeAny>(
	answer: unknown,
	field: string,
	row: T,
): Array<z.infer<T>> {
	return readList(z.record(z.unknown()).parse(answer)[field], row, [field]);
}

/** A list of which every entry has to be read. */
export function wholeList<T extends z.ZodTypeAny>(row: T) {
	return entriesSchema.pipe(z.array(row));
}

/** A list within a row: what can be read of it, nothing where there is none. */
export function listField<T extends z.ZodTypeAny>(row: T) {
	return z.unknown().transform((value): Array<z.infer<T>> => {
		const entries = entriesSchema.safeParse(value);
		if (!entries.success) return [];
		return entries.data.flatMap((entry): Array<z.infer<T>> => {
			const parsed = row.safeParse(entry);
			return parsed.success ? [parsed.data] : [];
		});
	});
}

/** An ID: a whole number, or one written as text. Null, false and nothing are none. */
export const id = z
	.union([z.number(), z.string().trim().regex(/^\d+$/).transform(Number)])
	.pipe(z.number().int());

/** A number, however it is written; of an object none is made, since one may keep itself from it, nor of true. */
export const number = z
	.unknown()
	.transform((value) =>
		value === true || (typeof value === 'object' && value !== null) ? NaN : Number(value),
	)
	.pipe(z.number().finite());

/** The ID of something that was made. */
export const newId = number.pipe(z.number().int().positive());

/** A text, or a number written as one; '' for what is neither. */
export const text = z.union([z.string(), z.number().transform(String)]).catch('');
