import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt, map, valueOf, type Attempt } from '../../../../protocols/attempt';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import { missingFrom, toNewData } from '../../../../protocols/bitrix24/contactData';
import { getItem, readItem, updateItem } from '../../../../protocols/bitrix24/crmItem';
import type { PhoneOwner } from '../../../../protocols/bitrix24/findByPhone';
import type { Params } from '../../../../protocols/bitrix24/formBody';
import { fault } from '../../../shared/parameters';
import type { Bitrix24Api } from '../../api';
import { readMappedFields } from '../../fields/mapped';
import { readItemId } from '../../itemLocator';
import type { Operation } from '../../operation';
import { writeItems } from '../../writeItems';
import { readContactData } from './contactData';
import { toJson } from './get';

interface Change {
	itemId: number;
	fields: Params;
}

/**
 * Changes cards of one kind. One output item a card: its ID and all of its fields as they are then.
 * Of phones and e-mails those are added that the card does not have yet, so that a second run adds none.
 */
export function updateOf(itemType: PhoneOwner): Operation['execute'] {
	return async (context, api, itemCount) => {
		const changes = await readChanges(context, api, itemType);
		return await writeItems(context, api, itemCount, (itemIndex) => {
			const { itemId, fields } = valueOf(changes[itemIndex]);
			const isChange = Object.keys(fields).length > 0;
			return {
				commands: [isChange ? updateItem(itemType, itemId, fields) : getItem(itemType, itemId)],
				report: ([outcome]: CommandOutcome[]) =>
					toJson(itemType, readItem(valueOf(outcome)), fields),
				describe: () => `${itemType} ${itemId} changed`,
			};
		});
	};
}

async function readChanges(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemType: PhoneOwner,
): Promise<Array<Attempt<Change>>> {
	const mapped = await readMappedFields(context, api, itemType, 'update');
	const wanted = mapped.map((one, itemIndex) =>
		attempt(() => {
			const itemId = readItemId(context, itemIndex, itemType);
			const data = readContactData(context, itemIndex);
			const fields = valueOf(one);
			if (data.length > 0 || Object.keys(fields).length > 0) return { itemId, data, fields };
			throw fault(
				{ context, itemIndex },
				"'Fields' is empty",
				"Give at least one field a value, or add something to 'Phones and E-Mails'.",
			);
		}),
	);
	const toRead = wanted.flatMap((one) =>
		'value' in one && one.value.data.length > 0 ? [one.value.itemId] : [],
	);
	const cards = await api.run(toRead.map((itemId) => getItem(itemType, itemId)));
	return wanted.map((one) =>
		map(one, ({ itemId, data, fields }) => {
			if (data.length === 0) return { itemId, fields };
			const card = readItem(valueOf(cards[toRead.indexOf(itemId)]));
			const missing = missingFrom(card, data);
			return {
				itemId,
				fields: missing.length > 0 ? { ...fields, fm: toNewData(missing) } : fields,
			};
		}),
	);
}
