import type { IDataObject } from 'n8n-workflow';

import { attempt, map } from '../../../../protocols/attempt';
import { getItem, readItem, type Item } from '../../../../protocols/bitrix24/crmItem';
import type { CrmType } from '../../../../protocols/bitrix24/crmTypes';
import type { Params } from '../../../../protocols/bitrix24/formBody';
import { outputOf } from '../../../shared/items';
import { readItemId } from '../../itemLocator';
import type { Operation } from '../../operation';

/** Reads cards of one kind, 50 in a request. One output item a card: its ID and all of its fields. */
export function getOf(itemType: CrmType): Operation['execute'] {
	return async (context, api, itemCount) => {
		const ids = Array.from({ length: itemCount }, (_, i) =>
			attempt(() => readItemId(context, i, itemType)),
		);
		const wanted = ids.flatMap((id) => ('value' in id ? [id.value] : []));
		const outcomes = await api.run(wanted.map((id) => getItem(itemType, id)));
		return ids.map((id) => {
			if ('error' in id) return id;
			return map(outcomes[wanted.indexOf(id.value)], (result) =>
				outputOf(toJson(itemType, readItem(result))),
			);
		});
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
