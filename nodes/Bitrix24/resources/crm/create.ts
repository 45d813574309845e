import type { IExecuteFunctions } from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { toNewData } from '../../../../protocols/bitrix24/contactData';
import { addItem, readItem } from '../../../../protocols/bitrix24/crmItem';
import type { CrmType } from '../../../../protocols/bitrix24/crmTypes';
import type { Params } from '../../../../protocols/bitrix24/formBody';
import { pipelineOfStage } from '../../../../protocols/bitrix24/pipelines';
import { fault, type Given } from '../../../shared/parameters';
import { readMappedFields } from '../../fields/mapped';
import type { Operation } from '../../operation';
import { writeItems } from '../../writeItems';
import { readContactData } from './contactData';
import { toJson } from './get';

/**
 * Makes cards of one kind. One output item a card: its ID under the name that the node's other
 * operations take, and all of its fields.
 */
export function createOf(itemType: CrmType): Operation['execute'] {
	return async (context, api, itemCount) => {
		const mapped = await readMappedFields(context, api, itemType, 'create');
		return await writeItems(context, api, itemCount, (itemIndex) => {
			const fields = { ...valueOf(mapped[itemIndex]), ...furtherOf(itemType, context, itemIndex) };
			checkFilled(context, itemIndex, fields);
			if (itemType === 'deal') Object.assign(fields, pipelineOf({ context, itemIndex }, fields));
			return {
				commands: [addItem(itemType, fields)],
				report: ([added]: CommandOutcome[]) => toJson(itemType, readItem(valueOf(added)), fields),
				describe: ({ id }) => `${itemType} ${String(id)} created`,
			};
		});
	};
}

/** What is on a client's card beside its fields. */
function furtherOf(itemType: CrmType, context: IExecuteFunctions, itemIndex: number): Params {
	const data = itemType === 'deal' ? [] : readContactData(context, itemIndex);
	return data.length > 0 ? { fm: toNewData(data) } : {};
}

function checkFilled(context: IExecuteFunctions, itemIndex: number, fields: Params): void {
	if (Object.keys(fields).length > 0) return;
	throw fault(
		{ context, itemIndex },
		"'Fields' is empty",
		'Add at least one field and give it a value; with automatic mapping, the incoming item must have a field that is named as one of the portal.',
	);
}

/**
 * The pipeline goes with the stage, since Bitrix24 drops a stage of another pipeline without a word
 * (docs/protocols/bitrix24.md#dropped-stages).
 */
function pipelineOf(
	at: Pick<Given, 'context' | 'itemIndex'>,
	{ stageId, categoryId }: Params,
): Params {
	if (typeof stageId !== 'string') return {};
	const pipeline = pipelineOfStage(stageId);
	if (categoryId === undefined || Number(categoryId) === pipeline) return { categoryId: pipeline };
	throw fault(
		at,
		`Stage '${stageId}' is of pipeline ${pipeline}, not of pipeline ${String(categoryId)}`,
		'Choose a stage of the pipeline, or leave the pipeline out: it goes with the stage.',
	);
}
