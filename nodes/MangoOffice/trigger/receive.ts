import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { checkAge } from '../../../protocols/mangoOffice/events/age';
import { isWanted } from '../../../protocols/mangoOffice/events/filter';
import type { MangoEvent } from '../../../protocols/mangoOffice/events/kinds';
import { missedCallOf } from '../../../protocols/mangoOffice/events/missedCall';
import { receiveEvent } from '../../../protocols/mangoOffice/events/receive';
import { answerWebhook, checkAddress, toOutputs } from '../../shared/receiving';
import { OUTPUTS } from './outputs';
import { readSettings } from './settings';
import { appendedPath } from './webhooks';

/** Answers one event: lets it into the workflow through the output of its group, drops it, or refuses it. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { filter, keys, isAllowedAddress, maxAgeMs } = await readSettings(context);
	return await answerWebhook(context, async () => {
		checkAddress(context, isAllowedAddress);
		const event = receiveEvent(readRequest(context), keys);
		if (event) checkAge(event, maxAgeMs, Date.now());
		const wanted = [event, event && missedCallOf(event)].filter(
			(one): one is MangoEvent => one !== undefined && isWanted(one, filter),
		);
		if (wanted.length === 0) return undefined;
		return toOutputs(OUTPUTS, wanted, ({ kinds }, one) => kinds.includes(one.event));
	});
}

function readRequest(context: IWebhookFunctions) {
	const { originalUrl, headers, rawBody } = context.getRequestObject();
	// n8n does not read bodies of types it does not know; the header alone tells enough then.
	const raw = (rawBody as Buffer | undefined) ?? Buffer.alloc(0);
	return { path: appendedPath(originalUrl), body: { contentType: headers['content-type'], raw } };
}
