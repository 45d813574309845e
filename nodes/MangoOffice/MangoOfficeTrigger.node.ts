import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { pastedWebhook } from '../shared/pastedWebhook';
import { testAccount } from './credentialTest';
import { getExtensions, getGroupExtensions, getLineNumbers } from './listSearch/loadOptions';
import { properties } from './trigger/description';
import { OUTPUTS } from './trigger/outputs';
import { receive } from './trigger/receive';
import { readSettings } from './trigger/settings';
import { webhooks } from './trigger/webhooks';

export class MangoOfficeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MANGO OFFICE Trigger',
		name: 'mangoOfficeTrigger',
		icon: { light: 'file:mangoOfficeTrigger.svg', dark: 'file:mangoOfficeTrigger.dark.svg' },
		group: ['trigger'],
		// From version 2 on n8n parses the body without an expression
		// (docs/protocols/n8n.md#trigger-version).
		version: 2,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description: 'Receives the signed call events of MANGO OFFICE',
		eventTriggerDescription: 'Waiting for an event',
		defaults: { name: 'MANGO OFFICE Trigger' },
		inputs: [],
		outputs: OUTPUTS.map(() => NodeConnectionTypes.Main),
		outputNames: OUTPUTS.map(({ name }) => name),
		credentials: [{ name: 'mangoOfficeApi', required: true, testedBy: 'testAccount' }],
		webhooks,
		properties,
	};

	methods = {
		credentialTest: { testAccount },
		loadOptions: { getExtensions, getGroupExtensions, getLineNumbers },
	};

	webhookMethods = { default: pastedWebhook(readSettings) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
