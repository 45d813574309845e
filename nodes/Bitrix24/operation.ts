import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { attempt } from '../shared/attempt';
import type { ItemOutcome } from '../shared/items';
import type { Bitrix24Api } from './api';

export interface Operation {
	description: INodeProperties[];
	/**
	 * Handles all input items, since several of them share a request, and gives an outcome for each, in their order.
	 * An operation that runs once whatever comes in gives one outcome.
	 */
	execute(context: IExecuteFunctions, api: Bitrix24Api, itemCount: number): Promise<ItemOutcome[]>;
}

/** The outcome of an item's last step; what the step throws is the item's error. */
export function outcomeOf(lastStep: () => IDataObject | IDataObject[]): ItemOutcome {
	const last = attempt(lastStep);
	if ('error' in last) return last;
	return Array.isArray(last.value) ? { items: last.value } : { json: last.value };
}
