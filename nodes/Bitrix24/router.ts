import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { addHints } from '../shared/hints';
import { toItems } from '../shared/items';
import { chosenOperation } from '../shared/resources';
import { Bitrix24Api } from './api';
import { toNodeError } from './errors';
import { HINTS } from './hints';
import { RESOURCES } from './resources';

/** Runs the chosen operation on all items. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const execute = chosenOperation(this, RESOURCES);
	const outcomes = execute(this, new Bitrix24Api(this), this.getInputData().length);
	const items = await toItems(this, outcomes, toNodeError);
	addHints(this, HINTS, items);
	return [items];
}
