import { z } from 'zod';

import { id, readList, text } from '../list';
import type { Command } from './batchRequest';
import { DEAL } from './deal';
import { makerIn, type Made } from './once';

const commentSchema = z.object({ ID: id, COMMENT: text });

/** A comment in a deal's timeline; `fields` must be in lower case (reference/bitrix24-rest.md, section 2.5). */
export function addComment(dealId: number, text: string): Command {
	const fields = { ENTITY_ID: dealId, ENTITY_TYPE: 'deal', COMMENT: text };
	return {
		method: 'crm.timeline.comment.add',
		params: { fields },
		effect: 'The comment may have been added',
	};
}

/** A page of a deal's comments, the newest first; it cannot be filtered by the text (crm.timeline.comment.list). */
export function listComments(dealId: number, start: number): Command {
	const filter = { ENTITY_ID: dealId, ENTITY_TYPE: 'deal' };
	const select = ['ID', 'COMMENT'];
	return {
		method: 'crm.timeline.comment.list',
		params: { filter, order: { ID: 'DESC' }, select, start },
	};
}

/** The comments for `onceFor` in the result of listComments. */
export function readCommentsFor(result: unknown, onceFor: string): Made[] {
	return readList(result, commentSchema).flatMap(({ ID, COMMENT }) => {
		const by = makerIn(COMMENT, onceFor);
		return by === undefined ? [] : [{ id: ID, by }];
	});
}

export function deleteComment(dealId: number, id: number): Command {
	const params = { id, ownerTypeId: DEAL, ownerId: dealId };
	return {
		method: 'crm.timeline.comment.delete',
		params,
		effect: 'The comment may stand in the deal twice',
		repeatable: true,
	};
}

/** The comment's ID in the result of addComment. */
export function readCommentId(result: unknown): number {
	return z.coerce.number().int().positive().parse(result);
}
