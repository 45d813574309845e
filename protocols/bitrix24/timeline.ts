import { z } from 'zod';

import type { Command } from './batchRequest';

/** A comment in a deal's timeline; `fields` must be in lower case (reference/bitrix24-rest.md, section 2.5). */
export function addComment(dealId: number, text: string): Command {
	const fields = { ENTITY_ID: dealId, ENTITY_TYPE: 'deal', COMMENT: text };
	return { method: 'crm.timeline.comment.add', params: { fields }, effect: 'The comment may have been added' };
}

/** The comment's ID in the result of addComment. */
export function readCommentId(result: unknown): number {
	return z.coerce.number().int().positive().parse(result);
}
