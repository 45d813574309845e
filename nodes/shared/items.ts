import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { attemptAsync, type Attempt } from '../../protocols/attempt';
import type { ToNodeError } from './nodeError';

type NodeError = NodeApiError | NodeOperationError;

/**
 * What an input item gives. `wrote` says in a few words what was changed in another system: when a
 * further item fails and the node stops, the user has to know.
 */
export interface Output {
	items: Array<Pick<INodeExecutionData, 'json' | 'binary'>>;
	wrote?: string;
}

/** What became of one input item. */
export type ItemOutcome = Attempt<Output>;

/** One output item, or several. */
export function outputOf(json: IDataObject | IDataObject[], wrote?: string): Output {
	return { items: [json].flat().map((one) => ({ json: one })), wrote };
}

/**
 * The output items of an operation, each paired with its input item; failures become items or errors, as the node's
 * "On Error" setting says. What the operation itself throws concerns all items.
 */
export async function toItems(
	context: IExecuteFunctions,
	operation: Promise<ItemOutcome[]>,
	toNodeError: ToNodeError,
): Promise<INodeExecutionData[]> {
	const itemCount = context.getInputData().length;
	const attempted = await attemptAsync(operation);
	const outcomes =
		'value' in attempted ? attempted.value : Array.from({ length: itemCount }, () => attempted);
	return outcomes.flatMap((outcome, item) => {
		if ('value' in outcome)
			return outcome.value.items.map((data) => ({ ...data, pairedItem: { item } }));
		const error = toNodeError(context.getNode(), outcome.error, item);
		if (!context.continueOnFail()) throw withWritten(error, outcomes);
		return [{ json: describe(error), pairedItem: { item } }];
	});
}

/** Of what was written for other items, so many are named; thousands would be an error text that nobody reads. */
const MOST_TOLD = 10;

/** Adds what was written for other items, so that nobody writes it a second time. */
function withWritten(error: NodeError, outcomes: ItemOutcome[]): NodeError {
	const written = outcomes.flatMap((outcome) =>
		'value' in outcome && outcome.value.wrote ? [outcome.value.wrote] : [],
	);
	if (written.length === 0) return error;
	const further = written.length - MOST_TOLD;
	const list =
		written.slice(0, MOST_TOLD).join('; ') + (further > 0 ? `; and ${further} more` : '');
	const told = `Done all the same, for other items: ${list}. Run it again without them.`;
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
