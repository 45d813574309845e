import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import {
	LOCK_SECONDS,
	LockedOutError,
	MangoError,
	NotMangoError,
} from '../../protocols/mangoOffice/answer';
import { HeldBackError } from '../../protocols/mangoOffice/refusals';
import { PhoneError } from '../../protocols/mangoOffice/phone';
import { UnknownOutcomeError } from './api';
import { UnfinishedError } from './resources/call/outcomeUnfinished';

const CHECK_ADDRESS = "Check 'Base URL' in the credential, and proxies in between.";
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
		: adviceFor(error);
	return new NodeOperationError(node, isStrange ? STRANGE_ANSWER : message, {
		description,
		itemIndex,
	});
}

function adviceFor(error: unknown): string | undefined {
	if (error instanceof LockedOutError) {
		const until = new Date(Date.now() + LOCK_SECONDS * 1000).toISOString().slice(11, 19);
		return `It does so after more than one wrong request within two minutes, whoever sent it. Try again after ${until} UTC. If it stays, check key and salt, and the list of allowed addresses in the personal account.`;
	}
	if (error instanceof NotMangoError) return CHECK_ADDRESS;
	if (error instanceof UnknownOutcomeError) {
		const advice =
			'It may have gone through all the same, so it was not sent a second time. Look in MANGO OFFICE before you run this again.';
		return error.cause instanceof NotMangoError ? `${advice} ${CHECK_ADDRESS}` : advice;
	}
	if (error instanceof UnfinishedError || error instanceof HeldBackError) return error.advice;
	if (error instanceof PhoneError)
		return "Nothing was sent to MANGO OFFICE. Correct the number where it comes from, or change the option 'Default Country'.";
	return undefined;
}
