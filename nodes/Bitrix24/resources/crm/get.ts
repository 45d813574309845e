import type { IDataObject } from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import { getItem, readItem, type Item } from '../../../../protocols/bitrix24/crmItem';
import type { CrmType } from '../../../../protocols/bitrix24/crmTypes';
import type { Params } from '../../../../protocols/bitrix24/formBody';
import { ItemRun } from '../../../shared/itemRun';
import { outputOf } from '../../../shared/items';
import { readItemId } from '../../itemLocator';
import type { Operation } from '../../operation';

/** Reads cards of one kind, 50 in a request. One output item a card: its ID and all of its fields. */
export function getOf(itemType: CrmType): Operation['execute'] {
	return async (context, api, itemCount) => {
		const run = new ItemRun(context, itemCount);
		const wanted = run.prepare((itemIndex) => ({
			itemIndex,
			id: readItemId(context, itemIndex, itemType),
		}));
		const outcomes = await api.run(wanted.map(({ id }) => getItem(itemType, id)));
		run.settleEach(wanted, (_, i) => outputOf(toJson(itemType, readItem(valueOf(outcomes[i])))));
		return run.outcomes;
	};
}

/**
 * A card with its ID under the name that the node's other operations take; with a `problem` where it
 * stands in another stage than was written: a robot moved it on, or Bitrix24 dropped the stage
 * (docs/protocols/bitrix24.md#dropped-stages).
 */
export function toJson(itemType: CrmType, item: Item, { stageId }: Params = {}): IDataObject {
	const isElsewhere = stageId !== undefined && stageId !== '' && item.stageId !== stageId;
	return {
		[`${itemType}Id`]: item.id,
		...item,
		...(isElsewhere ? { problem: 'otherStage' } : {}),
	} as IDataObject;
}
