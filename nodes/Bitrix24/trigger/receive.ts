import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { typeOf } from '../../../protocols/bitrix24/events/kinds';
import { receiveEvent } from '../../../protocols/bitrix24/events/receive';
import { readRawBody } from '../../shared/rawBody';
import { answerWebhook, checkAddress } from '../../shared/receiving';
import { readSettings } from './settings';

/**
 * Answers one event: lets it in, drops it, or refuses it. It asks the portal for nothing, which
 * calls a slow handler less often (docs/protocols/bitrix24.md#webhook-delivery); the outputs come
 * with the reading.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { token, events, isAllowedAddress } = await readSettings(context);
	return await answerWebhook(context, async () => {
		checkAddress(context, isAllowedAddress);
		const { headers } = context.getRequestObject();
		const raw = (await readRawBody(context))?.toString('utf8');
		const event = receiveEvent({ contentType: headers['content-type'], raw }, token, Date.now());
		return events.includes(typeOf(event.event).name) ? [[{ json: { ...event } }]] : undefined;
	});
}
