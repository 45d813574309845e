import { newId } from '../list';
import type { Command, Effect } from './batchRequest';
import { cardOf } from './crmTypes';
import type { Params } from './formBody';
import { readMarked, type Made } from './once';

/** What comments stand beside, as activities name it. */
export interface CommentOwner {
	ownerTypeId: number;
	ownerId: number;
}

function ownerFields({ ownerTypeId, ownerId }: CommentOwner) {
	const card = cardOf(ownerTypeId);
	return { ENTITY_ID: ownerId, ENTITY_TYPE: card === 'item' ? `dynamic_${ownerTypeId}` : card };
}

/**
 * A comment in a timeline; `fields` must be in lower case (docs/protocols/bitrix24.md#comments).
 */
export function addComment(
	owner: CommentOwner,
	text: string,
	more: Params = {},
): Command & { effect: Effect } {
	return {
		method: 'crm.timeline.comment.add',
		params: { fields: { ...ownerFields(owner), COMMENT: text, ...more } },
		effect: 'commentAdded',
		card: cardOf(owner.ownerTypeId),
	};
}

/** A page of the comments, the newest first; it cannot be filtered by the text (crm.timeline.comment.list). */
export function listComments(
	owner: CommentOwner,
	start: number,
	select = ['ID', 'COMMENT'],
): Command {
	return {
		method: 'crm.timeline.comment.list',
		params: { filter: ownerFields(owner), order: { ID: 'DESC' }, select, start },
		card: cardOf(owner.ownerTypeId),
	};
}

/** The comments for `onceFor` in the result of listComments. */
export function readCommentsFor(result: unknown, onceFor: string): Made[] {
	return readMarked(result, 'COMMENT', onceFor);
}

export function deleteComment({ ownerTypeId, ownerId }: CommentOwner, id: number): Command {
	return {
		method: 'crm.timeline.comment.delete',
		params: { id, ownerTypeId, ownerId },
		effect: 'commentStays',
		repeatable: true,
	};
}

/** The comment's ID in the result of addComment. */
export function readCommentId(result: unknown): number {
	return newId.parse(result);
}
