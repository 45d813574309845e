import type { IExecuteFunctions } from 'n8n-workflow';

import { valueOf } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { deleteItem } from '../../../../protocols/bitrix24/crmItem';
import type { CrmType } from '../../../../protocols/bitrix24/crmTypes';
import type { Operation } from '../../operation';
import { writeItems } from '../../writeItems';

/** Deletes cards of one kind. One output item a card: its ID, and `deleted`. */
export function deleteOf(
	itemType: CrmType,
	readId: (context: IExecuteFunctions, itemIndex: number) => number,
): Operation['execute'] {
	return async (context, api, itemCount) =>
		await writeItems(context, api, itemCount, (itemIndex) => {
			const itemId = readId(context, itemIndex);
			return {
				commands: [deleteItem(itemType, itemId)],
				report([deleted]: CommandOutcome[]) {
					valueOf(deleted);
					return { [`${itemType}Id`]: itemId, deleted: true };
				},
				describe: () => `${itemType} ${itemId} deleted`,
			};
		});
}
