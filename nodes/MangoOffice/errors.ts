import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { MangoError } from '../../protocols/mangoOffice/answer';
import { adviceOf } from '../shared/adviceOf';

const STRANGE_ANSWER = 'MANGO OFFICE answered in a form that this node does not know';

/** What went wrong, as the user reads it: what happened, and what to do. No secret is in it. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (error instanceof MangoError) {
		const { message, advice: description, code, text } = error;
		return new NodeApiError(
			node,
			{ result: code, message: text },
			{ message, description, itemIndex },
		);
	}
	const { name, message } = error as Error;
	// A ZodError's message is the whole list of its findings.
	const isStrange = name === 'ZodError';
	const description = isStrange
		? `Report it to the makers of this node, with this: ${message}`
		: adviceOf(error);
	return new NodeOperationError(node, isStrange ? STRANGE_ANSWER : message, {
		description,
		itemIndex,
	});
}
