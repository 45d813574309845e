import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { Bitrix24Error } from '../../protocols/bitrix24/errors';
import { adviceOf } from '../shared/adviceOf';

const STRANGE_ANSWER = 'Bitrix24 answered in a form that this node does not know';
const REPORT = 'Report it to the makers of this node, with this: ';

/** What went wrong, as the user reads it: what happened, and what to do. The webhook's secret was masked in api.ts. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (error instanceof Bitrix24Error) {
		return new NodeApiError(
			node,
			{ error: error.code, error_description: error.text },
			{
				message: error.message,
				description: error.advice,
				httpCode: String(error.status),
				itemIndex,
			},
		);
	}
	const { message, name } = error as Error;
	// A ZodError's message is the whole list of its findings.
	if (name === 'ZodError')
		return new NodeOperationError(node, STRANGE_ANSWER, {
			description: `${REPORT}${message}`,
			itemIndex,
		});
	return new NodeOperationError(node, message, { description: adviceOf(error), itemIndex });
}
