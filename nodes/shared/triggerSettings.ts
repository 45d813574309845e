import {
	NodeOperationError,
	type IHookFunctions,
	type INodeProperties,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { isAllowed, parseRanges } from './allowedAddresses';
import type { IsAllowedAddress } from './receiving';

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

/** An option of all triggers. */
export const allowedAddressesProperty: INodeProperties = {
	displayName: 'Allowed Source Addresses',
	name: 'allowedAddresses',
	type: 'string',
	default: '',
	placeholder: 'e.g. 81.88.80.132, 10.0.0.0/8',
	description:
		'Addresses and CIDR ranges that may send, separated by commas; empty for all. Behind a proxy, n8n must be told of it (N8N_PROXY_HOPS).',
};

/** Who may send by the option 'Allowed Source Addresses'. Throws NodeOperationError. */
export function readAllowedAddresses(context: TriggerContext, list: string): IsAllowedAddress {
	try {
		const ranges = parseRanges(list);
		return (address) => isAllowed(address, ranges);
	} catch (error) {
		throw wrongSetting(
			context,
			(error as Error).message,
			'Give addresses such as 81.88.80.132 or ranges such as 10.0.0.0/8, separated by commas.',
		);
	}
}

/** A choice of several that must not be empty. Throws NodeOperationError. */
export function readChosen<T>(context: TriggerContext, parameter: string, name: string): T[] {
	const chosen = context.getNodeParameter(parameter) as T[];
	if (chosen.length > 0) return chosen;
	throw wrongSetting(context, `'${name}' is empty`, 'Choose at least one.');
}
