/** White space, and characters that no one sees: zero-width ones, direction marks, control characters. */
const INVISIBLE = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;

/** A secret, an ID or an address as it was meant: without what came along at its ends when it was copied. */
export function trimPasted(value: unknown): string {
	return String(value ?? '').replace(INVISIBLE, '');
}
