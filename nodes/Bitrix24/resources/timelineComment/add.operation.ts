import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { withMark, type Made } from '../../../../protocols/bitrix24/once';
import {
	addComment,
	deleteComment,
	listComments,
	ofDeal,
	readCommentId,
	readCommentsFor,
} from '../../../../protocols/bitrix24/timeline';
import type { ItemOutcome } from '../../../shared/items';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
import { makerOf, onceOptions, readOnceFor, type OnceJob, type Settled } from '../../once';
import { readFilledText } from '../../parameters';
import { writeItems, type Write, type WriteOnce } from '../../writeItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		description: "Text of the comment in the deal's timeline",
	},
	onceOptions,
];

export const description = updateDisplayOptions(
	{ show: { resource: ['timelineComment'], operation: ['add'] } },
	properties,
);

/** One output item a comment: `dealId`, `commentId`, and whether this step of this execution `created` it. */
export async function execute(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
): Promise<ItemOutcome[]> {
	return await writeItems(context, api, itemCount, (itemIndex) => prepare(context, itemIndex));
}

function prepare(context: IExecuteFunctions, itemIndex: number): Write | WriteOnce {
	const dealId = readDealId(context, itemIndex);
	const value = context.getNodeParameter('text', itemIndex);
	const text = readFilledText({ context, itemIndex, name: "'Text'", value });
	const onceFor = readOnceFor(context, itemIndex);
	const describe = ({ commentId }: IDataObject) => `comment ${String(commentId)} in deal ${dealId}`;
	const readId = ([added]: readonly CommandOutcome[]) => readCommentId(valueOf(added));
	if (onceFor === '') {
		return {
			commands: [addComment(ofDeal(dealId), text)],
			report: (outcomes: CommandOutcome[]) => ({
				dealId,
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
		look: (start) => listComments(ofDeal(dealId), start),
		read: (result) => readCommentsFor(result, onceFor),
		write: [{ ...addComment(ofDeal(dealId), withMark(text, onceFor, maker)), repeatable: true }],
		readId,
		remove: (id) => deleteComment(ofDeal(dealId), id),
	};
	const report = ({ stays, created }: Settled<Made>) => ({ dealId, commentId: stays.id, created });
	return { job, report, describe };
}
