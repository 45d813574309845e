import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { isWanted } from '../../protocols/mangoOffice/events/filter';
import type { MangoEvent } from '../../protocols/mangoOffice/events/kinds';
import { missedCallOf } from '../../protocols/mangoOffice/events/missedCall';
import { receiveEvent } from '../../protocols/mangoOffice/events/receive';
import { EventRefusal } from '../../protocols/mangoOffice/events/refusal';
import { OUTPUTS } from './outputs';
import { readSettings, type TriggerSettings } from './settings';
import { appendedPath } from './webhooks';

/** Answers one event: lets it into the workflow through the output of its group, drops it, or refuses it. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = await readSettings(context);
	const { filter, keys } = settings;
	try {
		checkAddress(context, settings);
		const event = receiveEvent(readRequest(context), keys);
		const wanted = [event, event && missedCallOf(event)].filter(
			(one): one is MangoEvent => one !== undefined && isWanted(one, filter),
		);
		if (wanted.length === 0) return answer(context, 200);
		return { workflowData: toOutputs(wanted) };
	} catch (error) {
		if (!(error instanceof EventRefusal))
			throw new NodeOperationError(context.getNode(), error as Error);
		return answer(context, error.status, error.toBody());
	}
}

function checkAddress(context: IWebhookFunctions, { isAllowedAddress }: TriggerSettings): void {
	const { ip } = context.getRequestObject();
	if (isAllowedAddress(ip)) return;
	throw new EventRefusal(
		'ADDRESS_NOT_ALLOWED',
		`This webhook does not accept requests from ${ip ?? 'this address'}.`,
	);
}

function readRequest(context: IWebhookFunctions) {
	const { originalUrl, headers, rawBody } = context.getRequestObject();
	// n8n does not read bodies of types it does not know; the header alone tells enough then.
	const raw = (rawBody as Buffer | undefined) ?? Buffer.alloc(0);
	return { path: appendedPath(originalUrl), body: { contentType: headers['content-type'], raw } };
}

function toOutputs(events: MangoEvent[]): INodeExecutionData[][] {
	return OUTPUTS.map(({ kinds }) =>
		events
			.filter(({ event }) => kinds.includes(event))
			.map((event) => ({ json: event as IDataObject })),
	);
}

/** n8n starts no execution, since the answer is given and there is no data. */
function answer(context: IWebhookFunctions, status: number, body?: object): IWebhookResponseData {
	const response = context.getResponseObject().status(status);
	if (body === undefined) response.end();
	else response.json(body);
	return { noWebhookResponse: true };
}
