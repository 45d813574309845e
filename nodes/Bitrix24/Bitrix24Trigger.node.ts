import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type ICredentialTestFunctions,
	type ICredentialsDecrypted,
	type IExecuteFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { pastedWebhook } from '../shared/pastedWebhook';
import { properties } from './trigger/description';
import { OUTPUTS } from './trigger/outputs';
import { readEvents } from './trigger/read';
import { receive } from './trigger/receive';
import { readSettings, whyNoToken } from './trigger/settings';
import { getChangeStages } from './trigger/stages';

export class Bitrix24Trigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bitrix24 Trigger',
		name: 'bitrix24Trigger',
		icon: { light: 'file:bitrix24.svg', dark: 'file:bitrix24.dark.svg' },
		group: ['trigger'],
		// From version 2 on n8n parses the body without an expression
		// (docs/protocols/n8n.md#trigger-version).
		version: 2,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description:
			"Receives the events of a Bitrix24 portal's own outgoing webhook: deals, leads, clients, activities, tasks, calls",
		eventTriggerDescription: 'Waiting for an event',
		defaults: { name: 'Bitrix24 Trigger' },
		inputs: [],
		outputs: OUTPUTS.map(() => NodeConnectionTypes.Main),
		outputNames: OUTPUTS.map(({ name }) => name),
		credentials: [
			{
				displayName: 'Outgoing Webhook, Whose Events Come',
				name: 'bitrix24OutgoingWebhookApi',
				required: true,
				testedBy: 'looksLikeToken',
			},
			{
				displayName: 'Incoming Webhook, for Reading the Record',
				name: 'bitrix24WebhookApi',
				required: true,
				displayOptions: { show: { getRecord: [true] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'bitrix24-events',
				responseMode: 'onReceived',
				responseData: 'noData',
			},
		],
		properties,
	};

	methods = {
		loadOptions: { getChangeStages },
		credentialTest: {
			async looksLikeToken(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
			): Promise<INodeCredentialTestResult> {
				const why = whyNoToken(credential.data?.applicationToken);
				if (why !== undefined) return { status: 'Error', message: why };
				return {
					status: 'OK',
					message: 'It looks like a token. Whether it is the right one, the first event will tell.',
				};
			},
		},
	};

	webhookMethods = { default: pastedWebhook(readSettings) };

	/** Lets an event in: the portal is answered once n8n has stored it. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/** Reads, in the execution that the event started, what it is about. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await readEvents(this);
	}
}
