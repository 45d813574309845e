import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import {
	NotBitrix24Error,
	PortalMovedError,
	StrangeAnswerError,
} from '../../protocols/bitrix24/answer';
import { Bitrix24Error } from '../../protocols/bitrix24/errors';
import { MethodBlockedError } from '../../protocols/bitrix24/operatingTime';
import { UnknownOutcomeError } from './api';
import { NotMovedError } from './resources/deal/notMovedError';

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
				description: adviceOf(error),
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
	return new NodeOperationError(node, message, { description: adviceFor(error), itemIndex });
}

function adviceOf(error: Bitrix24Error): string {
	if (!(error instanceof MethodBlockedError)) return error.advice;
	const time = new Date(error.until).toISOString().slice(11, 19);
	return `Nothing was carried out. Run the execution again after ${time} UTC, and move fewer deals at a time.`;
}

function adviceFor(error: unknown): string | undefined {
	if (error instanceof PortalMovedError) {
		return `The request was not sent there, because it carries the webhook's secret. If the address is yours, put the webhook's URL on ${error.host} into the credential.`;
	}
	if (error instanceof NotBitrix24Error) {
		return "Check the address in the credential. A proxy, a log-in page or the portal's maintenance may have answered in its place.";
	}
	if (error instanceof UnknownOutcomeError) {
		if (error.repeatable)
			return `${error.effect} all the same. It is safe to run this again: what is there already is found.`;
		return `${error.effect} all the same. Look at the deal in Bitrix24 before you run this again.`;
	}
	if (error instanceof NotMovedError) {
		return "Check the stage in the pipeline's settings, and the rights of the webhook's user to move deals there. A robot may also have sent the deal back.";
	}
	if (error instanceof StrangeAnswerError)
		return `Report it to the makers of this node, with this: ${(error.cause as Error).message}`;
	return undefined;
}
