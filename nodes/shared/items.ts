import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { attemptAsync } from './attempt';

type NodeError = NodeApiError | NodeOperationError;

/**
 * What became of one input item: its output item, or several, or the error. `wrote` says in a few
 * words what was changed in another system: when a further item fails and the node stops, the user
 * has to know.
 */
export type ItemOutcome =
	| { json: IDataObject; binary?: IBinaryKeyData; wrote?: string }
	| { items: IDataObject[] }
	| { error: unknown };

/**
 * The output items of an operation, each paired with its input item; failures become items or errors, as the node's
 * "On Error" setting says. What the operation itself throws concerns all items.
 */
export async function toItems(
	context: IExecuteFunctions,
	operation: Promise<ItemOutcome[]>,
	toNodeError: (node: INode, error: unknown, itemIndex: number) => NodeError,
): Promise<INodeExecutionData[]> {
	const itemCount = context.getInputData().length;
	const attempted = await attemptAsync(operation);
	const outcomes =
		'value' in attempted ? attempted.value : Array.from({ length: itemCount }, () => attempted);
	return outcomes.flatMap((outcome, item): INodeExecutionData[] => {
		if ('items' in outcome) return outcome.items.map((json) => ({ json, pairedItem: { item } }));
		if ('json' in outcome)
			return [
				{
					json: outcome.json,
					...(outcome.binary && { binary: outcome.binary }),
					pairedItem: { item },
				},
			];
		const error = toNodeError(context.getNode(), outcome.error, item);
		if (!context.continueOnFail()) throw withWritten(error, outcomes);
		return [{ json: describe(error), pairedItem: { item } }];
	});
}

/** Adds what was written for other items, so that nobody writes it a second time. */
function withWritten(error: NodeError, outcomes: ItemOutcome[]): NodeError {
	const written = outcomes.flatMap((outcome) =>
		'wrote' in outcome && outcome.wrote ? [outcome.wrote] : [],
	);
	if (written.length === 0) return error;
	const told = `Done all the same, for other items: ${written.join('; ')}. Run it again without them.`;
	error.description = [error.description, told].filter(Boolean).join(' ');
	return error;
}

/**
 * With exactly these keys, both filled, every n8n knows the item for a failed one and sends it to
 * the error output, if there is one: up to 2.30 it takes no third key, nor another name. `error`
 * beside the json would do that too, but then n8n throws the json away, and with it the fields of
 * the incoming item that it has put there.
 */
function describe(error: NodeError): IDataObject {
	return { error: error.message, message: error.description || error.message };
}
