import * as n8nWorkflow from 'n8n-workflow';
import type { INodeParameters, IWebhookDescription } from 'n8n-workflow';

/**
 * The fields that follow the parameter 'Respond'. n8n 2.4x resolves them without its expression
 * engine when they are declared with its helper (docs/protocols/n8n.md#webhook-fields); older
 * versions get plain expressions.
 */
function responseFields(): Pick<IWebhookDescription, 'responseMode' | 'responseData'> {
	if ('webhookDescriptionFields' in n8nWorkflow) {
		const { webhookDescriptionFields, fromParameter, fromFunction } = n8nWorkflow;
		return webhookDescriptionFields({
			responseMode: fromParameter('respond'),
			responseData: fromFunction((parameters: INodeParameters) =>
				parameters.respond === 'lastNode' ? 'firstEntryJson' : 'noData',
			),
		}) as Pick<IWebhookDescription, 'responseMode' | 'responseData'>;
	}
	return {
		responseMode: '={{$parameter["respond"]}}',
		responseData: '={{$parameter["respond"] === "lastNode" ? "firstEntryJson" : "noData"}}',
	} as unknown as Pick<IWebhookDescription, 'responseMode' | 'responseData'>;
}

export const webhooks: IWebhookDescription[] = (['GET', 'POST'] as const).map((httpMethod) => ({
	name: 'default',
	httpMethod,
	path: 'mango-bitrix24',
	...responseFields(),
}));
