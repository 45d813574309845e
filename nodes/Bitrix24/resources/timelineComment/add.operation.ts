import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { withMark, type Made } from '../../../../protocols/bitrix24/once';
import { nameOf, ownerOf } from '../../../../protocols/bitrix24/subject';
import {
	addComment,
	deleteComment,
	listComments,
	readCommentId,
	readCommentsFor,
} from '../../../../protocols/bitrix24/timeline';
import type { ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { makerOf, onceOptions, readOnceFor, type OnceJob, type Settled } from '../../once';
import { readFilledText } from '../../parameters';
import { readSubject, subjectJson } from '../../subject';
import { writeItems, type Write, type WriteOnce } from '../../writeItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		description: 'Text of the comment in the timeline',
	},
	onceOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['timelineComment'], operation: ['add'] } },
	properties,
);

/**
 * One output item a comment: `dealId`, or what else it is about, `commentId`, and whether this step
 * of this execution `created` it.
 */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	const prepareOne = (itemIndex: number) => prepare(context, itemIndex);
	return await writeItems(context, api, itemCount, prepareOne);
}

function prepare(context: IExecuteFunctions, itemIndex: number): Write | WriteOnce {
	const subject = readSubject(context, itemIndex);
	const owner = ownerOf(subject);
	const value = context.getNodeParameter('text', itemIndex);
	const text = readFilledText({ context, itemIndex, name: "'Text'", value });
	const onceFor = readOnceFor(context, itemIndex);
	const describe = ({ commentId }: IDataObject) =>
		`comment ${String(commentId)} in ${nameOf(subject)}`;
	const readId = ([added]: readonly CommandOutcome[]) => readCommentId(valueOf(added));
	if (onceFor === '') {
		return {
			commands: [addComment(owner, text)],
			report: (outcomes: CommandOutcome[]) => ({
				...subjectJson(subject),
				commentId: readId(outcomes),
				created: true,
			}),
			describe,
		};
	}
	const maker = makerOf(context, itemIndex);
	const job: OnceJob<Made> = {
		maker,
		name: `the comment for '${onceFor}'`,
		look: (start) => listComments(owner, start),
		read: (result) => readCommentsFor(result, onceFor),
		write: [{ ...addComment(owner, withMark(text, onceFor, maker)), repeatable: true }],
		readId,
		remove: (id) => deleteComment(owner, id),
	};
	const report = ({ stays, created }: Settled<Made>) => ({
		...subjectJson(subject),
		commentId: stays.id,
		created,
	});
	return { job, report, describe };
}
