import { dateOf } from '../../core/clock';
import { entities } from '../entities';
import { commentNotFound, invalidArgument, parameterMissing } from '../errors';
import type { Columns } from '../fields';
import type { Comment, StoredFile } from '../model';
import { asInteger, asRecord, eitherCase, isRecord, type Params } from '../params';
import { portalTime } from '../timeBlock';
import { ownerLabel, shownFiles } from './activityBindings';
import { stored } from './files';
import { filtered, listed } from './listing';
import type { Methods } from './method';

const columns: Columns<Comment> = {
	ID: ({ id }) => String(id),
	ENTITY_ID: ({ entityId }) => String(entityId),
	ENTITY_TYPE: ({ entityType }) => entityType,
	CREATED: ({ time }) => portalTime(time),
	COMMENT: ({ text }) => text,
	AUTHOR_ID: ({ authorId }) => String(authorId),
	FILES: (comment) =>
		Object.fromEntries(comment.files.map((file) => [file.id, fileRow(file, comment)])),
};

export const commentMethods: Methods = {
	/**
	 * Only the lower-case `fields` is read (bitrix24.md#comments [H]). Answers with the comment's ID.
	 */
	'crm.timeline.comment.add': (params, { store, activity, clock }, origin) => {
		if (!isRecord(params.fields)) throw parameterMissing('fields');
		const { ENTITY_ID, ENTITY_TYPE, COMMENT } = params.fields;
		const text = String(COMMENT ?? '').trim();
		if (text === '') throw invalidArgument('Empty comment message');
		const entityId = asInteger(ENTITY_ID) ?? 0;
		const entityType = String(ENTITY_TYPE ?? '').toLowerCase();
		const ownerTypeId = entities.find(({ name }) => name === entityType)?.typeId ?? 0;
		const owner = ownerLabel(store, { ownerTypeId, ownerId: entityId });
		const files = stored(params.fields.FILES, store);
		const { id } = store.comments.put({
			id: store.comments.nextId,
			entityType,
			entityId,
			text,
			files,
			authorId: origin.userId,
			time: dateOf(clock),
		});
		activity.note({ kind: 'comment', ...origin, owner, text, files: shownFiles(files) });
		return { result: id };
	},

	/**
	 * The filter works by these two fields, both required, and the order by three (documents of
	 * crm.timeline.comment.list [H]).
	 */
	'crm.timeline.comment.list': (params, { store }) => {
		const { ENTITY_ID, ENTITY_TYPE } = asRecord(params.filter);
		if (ENTITY_ID === undefined || ENTITY_TYPE === undefined) throw parameterMissing('filter');
		const found = filtered(store.comments.all, { ENTITY_ID, ENTITY_TYPE }, columns);
		return listed(found, columns, { ...params, filter: {} }, ['ID', 'CREATED', 'AUTHOR_ID']);
	},

	/** Always answers null (documents of crm.timeline.comment.delete [H]). */
	'crm.timeline.comment.delete': (params, { store }) => {
		const id = asInteger(eitherCase(params, 'id'));
		if (id === undefined) throw parameterMissing('id');
		if (!store.comments.delete(id)) throw commentNotFound();
		return { result: null };
	},
};

/** The documented answer but for the picture's size and the author's name [H]. */
function fileRow({ id, name, size }: StoredFile, { authorId, time }: Comment): Params {
	return { id, date: portalTime(time), type: 'file', name, size, authorId };
}
