import { updateDisplayOptions, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { resultOf } from '../../../../protocols/bitrix24/batchAnswer';
import { addComment, readCommentId } from '../../../../protocols/bitrix24/timeline';
import type { Bitrix24Api } from '../../api';
import { readDealId } from '../../dealId';
import type { ItemOutcome } from '../../../shared/items';
import { readFilledText } from '../../parameters';
import { writeItems } from '../../writeItems';

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
];

export const description = updateDisplayOptions({ show: { resource: ['timelineComment'], operation: ['add'] } }, properties);

/** One output item a comment: `dealId` and `commentId`. */
export async function execute(context: IExecuteFunctions, api: Bitrix24Api, itemCount: number): Promise<ItemOutcome[]> {
	return await writeItems(context, api, itemCount, (itemIndex) => {
		const dealId = readDealId(context, itemIndex);
		const value = context.getNodeParameter('text', itemIndex);
		const text = readFilledText({ context, itemIndex, name: "'Text'", value });
		return {
			commands: [addComment(dealId, text)],
			report: ([outcome]) => ({ dealId, commentId: readCommentId(resultOf(outcome)) }),
		};
	});
}
