import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

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
