import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { addHints } from '../shared/hints';
import { toItems } from '../shared/items';
import { chosenOperation } from '../shared/resources';
import { MangoApi } from './api';
import { toNodeError } from './errors';
import { HINTS } from './hints';
import { RESOURCES } from './resources';

/** Runs the chosen operation on all items. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const execute = chosenOperation(this, RESOURCES);
	const seconds = this.getNodeParameter('options.retryFor', 0, 30) as number;
	const api = new MangoApi(this, seconds * 1000);
	const outcomes = execute(this, api, this.getInputData().length);
	const items = await toItems(this, outcomes, toNodeError);
	addHints(this, HINTS, items);
	return [items];
}
