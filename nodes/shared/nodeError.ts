import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import type { ZodError } from 'zod';

/** What a service said with an error of its own. */
interface Said {
	response: JsonObject;
	httpCode?: string;
}

/** What a user reads of an error: what happened, and what to do. */
export interface Words {
	message: string;
	advice?: string;
}

/** Those that the error itself carries, but for an advice that is known better. */
export function ownWords(error: Error & { advice?: string }, advice = error.advice): Words {
	return { message: error.message, advice };
}

/** More of them say nothing more, and a list of many items has as many. */
const MOST_FINDINGS = 5;

/** What to do about an answer in which a schema found something wrong: of a ZodError, in one line. */
export function toBeReported(error: Error): string {
	const { issues } = error as Partial<ZodError>;
	const findings = issues?.slice(0, MOST_FINDINGS).map(({ path, message }) => {
		return path.length === 0 ? message : `${path.join('.')}: ${message}`;
	});
	return `Report it to the makers of this node, with this: ${findings?.join('; ') ?? error.message}`;
}

export type ToNodeError = (
	node: INode,
	error: unknown,
	itemIndex: number,
) => NodeApiError | NodeOperationError;

/** Makes an item's error one of n8n's. `said` gives what the service said, where the error is its own. */
export function nodeErrorsOf(
	service: string,
	wordsOf: (error: Error) => Words,
	said: (error: unknown) => Said | undefined,
): ToNodeError {
	return (node, error, itemIndex) => {
		if (error instanceof NodeOperationError) {
			error.context.itemIndex ??= itemIndex;
			return error;
		}
		const { message, advice } = wordsOf(error as Error);
		const own = said(error);
		if (own) {
			const { response, httpCode } = own;
			return new NodeApiError(node, response, {
				message,
				description: advice,
				httpCode,
				itemIndex,
			});
		}
		// A ZodError's message is the whole list of its findings.
		if ((error as Error).name !== 'ZodError')
			return new NodeOperationError(node, message, { description: advice, itemIndex });
		return new NodeOperationError(
			node,
			`${service} answered in a form that this node does not know`,
			{ description: toBeReported(error as Error), itemIndex },
		);
	};
}
