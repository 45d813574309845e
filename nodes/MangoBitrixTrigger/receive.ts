import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { WebhookRefusal } from '../../protocols/mangoWebhook/refusal';
import {
	receiveWebhook,
	type MangoWebhook,
	type WebhookRequest,
} from '../../protocols/mangoWebhook/webhook';
import { readRawBody } from '../shared/rawBody';
import { OUTPUTS } from './outputs';
import { readSettings, type TriggerSettings } from './settings';

/** Answers one webhook: lets it into the workflow through the output of its action, or refuses it there and then. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = await readSettings(context);
	try {
		checkConnection(context, settings);
		const webhook = receiveWebhook(await readRequest(context), settings.rules);
		return { workflowData: toOutputs(webhook) };
	} catch (error) {
		if (!(error instanceof WebhookRefusal))
			throw new NodeOperationError(context.getNode(), error as Error);
		context.getResponseObject().status(error.status).json(error.toBody());
		// n8n starts no execution, since the answer is given and there is no data.
		return { noWebhookResponse: true };
	}
}

function checkConnection(
	context: IWebhookFunctions,
	{ methods, isAllowedAddress }: TriggerSettings,
): void {
	const { method, ip } = context.getRequestObject();
	if (!methods.includes(method)) {
		context.getResponseObject().setHeader('Allow', methods.join(', '));
		throw new WebhookRefusal(
			'METHOD_NOT_ALLOWED',
			`The HTTP method was ${method}. Allowed: ${methods.join(', ')}.`,
			{
				allowed: methods,
			},
		);
	}
	if (!isAllowedAddress(ip)) {
		throw new WebhookRefusal(
			'ADDRESS_NOT_ALLOWED',
			`This webhook does not accept requests from ${ip ?? 'this address'}.`,
		);
	}
}

async function readRequest(context: IWebhookFunctions): Promise<WebhookRequest> {
	const { originalUrl, headers } = context.getRequestObject();
	const raw = (await readRawBody(context))?.toString('utf8');
	return { url: originalUrl, body: { contentType: headers['content-type'], raw } };
}

function toOutputs(webhook: MangoWebhook): INodeExecutionData[][] {
	const item = { json: webhook as unknown as IDataObject };
	return OUTPUTS.map(({ action }) => (action === webhook.action ? [item] : []));
}
