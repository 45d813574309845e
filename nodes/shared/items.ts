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

/** What became of one input item: its output item, or several, or the error. */
export type ItemOutcome =
	| { json: IDataObject; binary?: IBinaryKeyData }
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
	const outcomes = 'value' in attempted ? attempted.value : Array.from({ length: itemCount }, () => attempted);
	return outcomes.flatMap((outcome, item): INodeExecutionData[] => {
		if ('items' in outcome) return outcome.items.map((json) => ({ json, pairedItem: { item } }));
		if ('json' in outcome) return [{ ...outcome, pairedItem: { item } }];
		const error = toNodeError(context.getNode(), outcome.error, item);
		if (!context.continueOnFail()) throw error;
		return [{ json: describe(error), pairedItem: { item } }];
	});
}

/**
 * With exactly these keys, both filled, every n8n knows the item for a failed one and sends it to the error output, if
 * there is one: up to 2.30 it takes no third key, nor another name. `error` beside the json would do that too, but then
 * n8n throws the json away, and with it the fields of the incoming item that it has put there.
 */
function describe(error: NodeError): IDataObject {
	return { error: error.message, message: error.description || error.message };
}
