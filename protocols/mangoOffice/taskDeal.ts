const AT_THE_END = /(?:^|\s)\[deal (\d{1,16})\]$/;

/** A task's comment with the deal that it is for at its end: `Call about the offer [deal 12]`. */
export function withDeal(comment: string, dealId: number): string {
	return `${comment} [deal ${dealId}]`.trimStart();
}

/** The inverse: the deal's ID; undefined when the comment ends otherwise. */
export function dealOf(comment: string): number | undefined {
	const [, id] = AT_THE_END.exec(comment.trimEnd()) ?? [];
	return id === undefined ? undefined : Number(id);
}
