const MARK = /\[\s*deal\s*(\d{1,16})\s*\]/gi;

/** A task's comment with the deal that it is for at its end: `Call about the offer [deal 12]`. */
export function withDeal(comment: string, dealId: number): string {
	return `${comment} [deal ${dealId}]`.trimStart();
}

/**
 * The inverse: the deal's ID; undefined when the comment names none. Operators write into a
 * comment, before the mark and after it, so it counts wherever it stands; of several the last,
 * which is the one that this package has put there.
 */
export function dealOf(comment: string): number | undefined {
	const ids = [...comment.matchAll(MARK)].map(([, id]) => Number(id));
	return ids.filter((id) => id > 0 && Number.isSafeInteger(id)).at(-1);
}
