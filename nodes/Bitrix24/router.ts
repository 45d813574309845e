import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { attemptAsync } from '../shared/attempt';
import { Bitrix24Api } from './api';
import { toNodeError } from './errors';
import type { ItemOutcome, Operation } from './operation';
import * as deal from './resources/deal';

const RESOURCES: Record<string, Record<string, Operation>> = { deal: deal.operations };

/** Runs the chosen operation and turns its outcomes into items, or into errors as the node's settings say. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const itemCount = this.getInputData().length;
	const resource = this.getNodeParameter('resource', 0) as string;
	const operation = RESOURCES[resource][this.getNodeParameter('operation', 0) as string];
	const outcomes = await run(operation, this, itemCount);
	return [outcomes.map((outcome, item) => toItem(this, outcome, item))];
}

/** What an operation throws, a wrong rule table say, concerns all items. */
async function run(operation: Operation, context: IExecuteFunctions, itemCount: number): Promise<ItemOutcome[]> {
	const outcomes = await attemptAsync(operation.execute(context, new Bitrix24Api(context), itemCount));
	return 'value' in outcomes ? outcomes.value : Array.from({ length: itemCount }, () => outcomes);
}

function toItem(context: IExecuteFunctions, outcome: ItemOutcome, item: number): INodeExecutionData {
	if ('json' in outcome) return { json: outcome.json, pairedItem: { item } };
	const error = toNodeError(context.getNode(), outcome.error, item);
	if (!context.continueOnFail()) throw error;
	return { json: describe(error), pairedItem: { item } };
}

// With exactly these keys n8n knows the item for a failed one and sends it to the error output, if there is one.
function describe(error: NodeApiError | NodeOperationError): IDataObject {
	return { error: error.message, details: error.description ?? '' };
}
