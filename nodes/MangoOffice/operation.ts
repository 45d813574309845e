import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { endangersAccess } from '../../protocols/mangoOffice/answer';
import { attempt, attemptAsync, type Attempt } from '../shared/attempt';
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
		const prepared = Array.from({ length: itemCount }, (_, i) =>
			attempt(() => prepare(context, i)),
		);
		// What is thrown here would count for the first item; an outcome counts for its own.
		if (!context.continueOnFail() && prepared.some((one) => 'error' in one))
			return prepared.map(unsent);
		const outcomes: ItemOutcome[] = [];
		let isInDanger = false;
		for (const [itemIndex, one] of prepared.entries()) {
			const ready = 'error' in one || !isInDanger ? one : notSent(context, itemIndex);
			const outcome =
				'error' in ready ? ready : await attemptAsync(send(api, ready.value, context, itemIndex));
			outcomes.push(outcome);
			if (!('error' in outcome)) continue;
			// The execution fails: what is sent now would be sent again when the user repeats it.
			if (!context.continueOnFail()) break;
			isInDanger ||= endangersAccess(outcome.error);
		}
		return outcomes;
	};
}

/** Of a good item beside a bad one: none of them was sent. */
export function unsent(prepared: Attempt<unknown>): ItemOutcome {
	return 'error' in prepared ? prepared : { value: outputOf([]) };
}

/** Of an item after one that MANGO refused as a wrong request: a second such request locks the whole account out. */
export function notSent(context: IExecuteFunctions, itemIndex: number): Attempt<never> {
	const error = new NodeOperationError(
		context.getNode(),
		'This item was not sent to MANGO OFFICE',
		{
			itemIndex,
			description:
				'MANGO OFFICE refused an item before it as wrong, or has locked the account out already. A second wrong request within two minutes locks the whole account out, so see to that item first.',
		},
	);
	return { error };
}
