import { NodeOperationError, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';

import { ACTION_NAMES, type Action } from '../../protocols/mangoWebhook/action';
import type { WebhookRules } from '../../protocols/mangoWebhook/webhook';
import { isAllowed, parseRanges } from './allowedAddresses';
import { readCredential } from './credential';
import { outputsOf } from './outputs';

export interface TriggerSettings {
	rules: WebhookRules;
	/** The actions that have an output, in the outputs' order. */
	outputs: Action[];
	methods: string[];
	isAllowedAddress(address: string | undefined): boolean;
}

interface Options {
	actionMapping?: { mapping?: Array<{ value: string; action: Action }> };
	allowedAddresses?: string;
	httpMethods?: string[];
}

/**
 * The node's settings and its credential. Throws NodeOperationError for settings that cannot hold, so that
 * such a workflow is not published.
 */
export async function readSettings(context: IWebhookFunctions | IHookFunctions): Promise<TriggerSettings> {
	const { authData, productId } = await readCredential(context);
	if (authData === '') throw wrong(context, "'Auth Data' of the credential is empty", 'Anyone could send webhooks. Set a secret.');
	const accepted = context.getNodeParameter('actions') as Action[];
	if (accepted.length === 0) throw wrong(context, "'Accepted Actions' is empty", 'Choose at least one.');
	const options = context.getNodeParameter('options', {}) as Options;
	const ranges = readRanges(context, options.allowedAddresses ?? '');
	return {
		rules: { authData, productId, accepted, mapped: readMapping(context, options) },
		outputs: outputsOf(accepted),
		methods: options.httpMethods ?? ['GET', 'POST'],
		isAllowedAddress: (address) => isAllowed(address, ranges),
	};
}

function readMapping(context: IWebhookFunctions | IHookFunctions, options: Options): Map<string, Action> {
	const mapping = new Map<string, Action>();
	for (const { value, action } of options.actionMapping?.mapping ?? []) {
		if (value === '' || value in ACTION_NAMES || mapping.has(value)) {
			const why = value === '' ? 'empty' : `'${value}', which is known already`;
			throw wrong(context, `A value in 'Further Action Values' is ${why}`, 'Change or remove the row.');
		}
		mapping.set(value, action);
	}
	return mapping;
}

function readRanges(context: IWebhookFunctions | IHookFunctions, list: string) {
	try {
		return parseRanges(list);
	} catch (error) {
		throw wrong(context, (error as Error).message, 'Give addresses such as 81.88.80.132 or ranges such as 10.0.0.0/8, separated by commas.');
	}
}

function wrong(context: IWebhookFunctions | IHookFunctions, message: string, description: string) {
	return new NodeOperationError(context.getNode(), message, { description });
}
