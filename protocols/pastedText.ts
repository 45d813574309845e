/**
 * From the first character that one sees to the last: neither white space, nor zero-width characters, direction
 * marks, control characters. Not by what is to go at either end: that would be looked for from each character on.
 */
const SEEN = /[^\s\p{Cc}\p{Cf}](?:.*[^\s\p{Cc}\p{Cf}])?/su;

/** A secret, an ID or an address as it was meant: without what came along at its ends when it was copied. */
export function trimPasted(value: unknown): string {
	return SEEN.exec(String(value ?? ''))?.[0] ?? '';
}
