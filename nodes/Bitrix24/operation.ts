import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Bitrix24Api } from './api';

/** What became of one input item: the JSON of its output item, or the error. */
export type ItemOutcome = { json: IDataObject } | { error: unknown };

export interface Operation {
	description: INodeProperties[];
	/** Handles all input items, since several of them share a request, and gives an outcome for each, in their order. */
	execute(context: IExecuteFunctions, api: Bitrix24Api, itemCount: number): Promise<ItemOutcome[]>;
}
