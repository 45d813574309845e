import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { Refusal } from '../../protocols/refusal';
import { answerTo } from './wrongSecrets';

/** Whether requests from an address are let in. */
export type IsAllowedAddress = (address: string | undefined) => boolean;

/**
 * Answers one webhook. `read` gives the items of each output, or nothing for what is let in and
 * starts no execution; what it refuses is answered there and then.
 */
export async function answerWebhook(
	context: IWebhookFunctions,
	read: () => Promise<INodeExecutionData[][] | undefined>,
): Promise<IWebhookResponseData> {
	try {
		const workflowData = await read();
		return workflowData ? { workflowData } : answer(context, 200);
	} catch (error) {
		if (!(error instanceof Refusal))
			throw new NodeOperationError(context.getNode(), error as Error);
		return refuse(context, error);
	}
}

function refuse(context: IWebhookFunctions, error: Refusal): IWebhookResponseData {
	const { name } = context.getNode();
	const warn = (message: string) => context.logger.warn(`'${name}': ${message}`);
	const { refusal, retryAfter } = answerTo(error, context.getRequestObject().ip, warn);
	if (retryAfter !== undefined) context.getResponseObject().setHeader('Retry-After', retryAfter);
	return answer(context, refusal.status, refusal.toBody());
}

/** n8n starts no execution, since the answer is given and there is no data. */
function answer(context: IWebhookFunctions, status: number, body?: object): IWebhookResponseData {
	const response = context.getResponseObject().status(status);
	if (body === undefined) response.end();
	else response.json(body);
	return { noWebhookResponse: true };
}

/** Throws Refusal for a sender that the option 'Allowed Source Addresses' leaves out. */
export function checkAddress(context: IWebhookFunctions, isAllowed: IsAllowedAddress): void {
	const { ip } = context.getRequestObject();
	if (isAllowed(ip)) return;
	throw new Refusal(
		403,
		'ADDRESS_NOT_ALLOWED',
		`This webhook does not accept requests from ${ip ?? 'this address'}.`,
	);
}

/** Each of what is let in, as an item of the output that it belongs to. */
export function toOutputs<O, T extends object>(
	outputs: readonly O[],
	letIn: readonly T[],
	isFor: (output: O, one: T) => boolean,
): INodeExecutionData[][] {
	return outputs.map((output) =>
		letIn.filter((one) => isFor(output, one)).map((one) => ({ json: one as IDataObject })),
	);
}
