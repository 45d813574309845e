import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { CommandOutcome } from '../../protocols/bitrix24/batchAnswer';
import type { CommandGroup } from '../../protocols/bitrix24/batchRequest';
import { attempt } from '../shared/attempt';
import type { Bitrix24Api } from './api';
import type { ItemOutcome } from '../shared/items';
import { outcomeOf } from './operation';

export interface Write {
	commands: CommandGroup;
	/** The JSON of the output item; what it throws is the item's error. */
	report(outcomes: CommandOutcome[]): IDataObject;
}

/**
 * Writes something for every item, many in one HTTP request. What `prepare` throws is that item's error. Unless the
 * node continues on failures, one item that cannot be prepared keeps all from being written.
 */
export async function writeItems(
	context: IExecuteFunctions,
	api: Bitrix24Api,
	itemCount: number,
	prepare: (itemIndex: number) => Write,
): Promise<ItemOutcome[]> {
	const prepared = Array.from({ length: itemCount }, (_, itemIndex) => attempt(() => prepare(itemIndex)));
	const writes = prepared.flatMap((one) => ('value' in one ? [one.value] : []));
	const mayWrite = writes.length === itemCount || context.continueOnFail();
	const outcomes = mayWrite ? await api.runGroups(writes.map(({ commands }) => commands), 'write') : [];

	const result: ItemOutcome[] = new Array(itemCount);
	for (const [itemIndex, one] of prepared.entries()) {
		if ('error' in one) result[itemIndex] = one;
		else if (mayWrite) result[itemIndex] = outcomeOf(() => one.value.report(outcomes[writes.indexOf(one.value)]));
	}
	return result;
}
