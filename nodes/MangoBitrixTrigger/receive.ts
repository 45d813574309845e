import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { WebhookRefusal } from '../../protocols/mangoWebhook/refusal';
import { receiveWebhook, type WebhookRequest } from '../../protocols/mangoWebhook/webhook';
import { readRawBody } from '../shared/rawBody';
import { answerWebhook, checkAddress, toOutputs } from '../shared/receiving';
import { OUTPUTS } from './outputs';
import { readSettings, type TriggerSettings } from './settings';

/** Answers one webhook: lets it into the workflow through the output of its action, or refuses it there and then. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = await readSettings(context);
	return await answerWebhook(context, async () => {
		checkMethod(context, settings);
		checkAddress(context, settings.isAllowedAddress);
		const webhook = receiveWebhook(await readRequest(context), settings.rules);
		return toOutputs(OUTPUTS, [webhook], (output, { action }) => output.action === action);
	});
}

function checkMethod(context: IWebhookFunctions, { methods }: TriggerSettings): void {
	const { method } = context.getRequestObject();
	if (methods.includes(method)) return;
	context.getResponseObject().setHeader('Allow', methods.join(', '));
	throw new WebhookRefusal(
		'METHOD_NOT_ALLOWED',
		`The HTTP method was ${method}. Allowed: ${methods.join(', ')}.`,
		{ allowed: methods },
	);
}

async function readRequest(context: IWebhookFunctions): Promise<WebhookRequest> {
	const { originalUrl, headers } = context.getRequestObject();
	const raw = (await readRawBody(context))?.toString('utf8');
	return { url: originalUrl, body: { contentType: headers['content-type'], raw } };
}
