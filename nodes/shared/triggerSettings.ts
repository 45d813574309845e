import {
	NodeOperationError,
	type IHookFunctions,
	type INodeProperties,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { parseRanges } from './allowedAddresses';

/** Where a trigger reads its settings: on a webhook, and when the workflow is published. */
export type TriggerContext = IWebhookFunctions | IHookFunctions;

/** A setting that cannot hold: n8n does not publish such a workflow, and shows the message. */
export function wrongSetting(
	context: TriggerContext,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, { description });
}

/** The option of both triggers. */
export const allowedAddressesProperty: INodeProperties = {
	displayName: 'Allowed Source Addresses',
	name: 'allowedAddresses',
	type: 'string',
	default: '',
	placeholder: 'e.g. 81.88.80.132, 10.0.0.0/8',
	description:
		'Addresses and CIDR ranges that may send, separated by commas; empty for all. Behind a proxy, n8n must be told of it (N8N_PROXY_HOPS).',
};

/** The ranges of the option 'Allowed Source Addresses'. */
export function readRanges(context: TriggerContext, list: string): ReturnType<typeof parseRanges> {
	try {
		return parseRanges(list);
	} catch (error) {
		throw wrongSetting(
			context,
			(error as Error).message,
			'Give addresses such as 81.88.80.132 or ranges such as 10.0.0.0/8, separated by commas.',
		);
	}
}
