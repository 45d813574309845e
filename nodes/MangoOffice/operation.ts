import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { attemptAsync } from '../../protocols/attempt';
import { endangersAccess } from '../../protocols/mangoOffice/answer';
import { ItemRun } from '../shared/itemRun';
import { outputOf, type ItemOutcome, type Output } from '../shared/items';
import type { MangoApi } from './api';

export interface Operation {
	description: INodeProperties[];
	/** Handles all input items and gives an outcome for each, in their order. */
	execute(context: IExecuteFunctions, api: MangoApi, itemCount: number): Promise<ItemOutcome[]>;
}

type Sent = IDataObject | IDataObject[];

/**
 * An operation that handles one item after the other. `prepare` checks an item before anything is
 * sent; unless the node continues on failures, one bad item keeps all from being sent, since MANGO
 * locks the account out after wrong requests.
 */
export function eachItem<T>(
	prepare: (context: IExecuteFunctions, itemIndex: number) => T,
	send: (
		api: MangoApi,
		prepared: T,
		context: IExecuteFunctions,
		itemIndex: number,
	) => Promise<Sent>,
): Operation['execute'] {
	return eachOutput(prepare, async (...item) => outputOf(await send(...item)));
}

/** As `eachItem`, for operations whose output items hold files, too. */
export function eachOutput<T>(
	prepare: (context: IExecuteFunctions, itemIndex: number) => T,
	send: (
		api: MangoApi,
		prepared: T,
		context: IExecuteFunctions,
		itemIndex: number,
	) => Promise<Output>,
): Operation['execute'] {
	return async (context, api, itemCount) => {
		const run = mangoRun(context, itemCount);
		const wishes = run.prepare((itemIndex) => ({ itemIndex, wish: prepare(context, itemIndex) }));
		for (const { itemIndex, wish } of wishes) {
			if (!run.mayGoOn) break;
			run.settle({ itemIndex }, await attemptAsync(send(api, wish, context, itemIndex)));
		}
		return run.outcomes;
	};
}

/** A run that ends with a request that MANGO refused as wrong: a second such request locks the whole account out. */
export function mangoRun(context: IExecuteFunctions, itemCount: number): ItemRun {
	return new ItemRun(context, itemCount, {
		after: endangersAccess,
		error: (itemIndex) =>
			new NodeOperationError(context.getNode(), 'This item was not sent to MANGO OFFICE', {
				itemIndex,
				description:
					'MANGO OFFICE refused an item before it as wrong, or has locked the account out already. A second wrong request within two minutes locks the whole account out, so see to that item first.',
			}),
	});
}
