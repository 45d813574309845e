import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

// Its test is a function of Bitrix24Trigger: the portal has nothing to ask for it.
export class Bitrix24OutgoingWebhookApi implements ICredentialType {
	name = 'bitrix24OutgoingWebhookApi';

	displayName = 'Bitrix24 Outgoing Webhook API';

	icon: Icon = {
		light: 'file:../nodes/Bitrix24/bitrix24.svg',
		dark: 'file:../nodes/Bitrix24/bitrix24.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-mango-bitrix24/n8n-nodes-mango-bitrix24#outgoing-webhook-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Application Token',
			name: 'applicationToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Bitrix24 shows it once the outgoing webhook is saved: Developer resources, Other, Outgoing webhook, "Application token" (Токен приложения). Every event carries it.',
		},
	];
}
