import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { SECRET } from './secret';

// Its test is a function of MangoBitrixTrigger: there is no server to ask.
export class MangoBitrixWebhookApi implements ICredentialType {
	name = 'mangoBitrixWebhookApi';

	displayName = 'Mango Bitrix24 Webhook API';

	icon: Icon = {
		light: 'file:../nodes/MangoBitrixTrigger/mangoBitrix.svg',
		dark: 'file:../nodes/MangoBitrixTrigger/mangoBitrix.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-mango-bitrix24/n8n-nodes-mango-bitrix24#webhook-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Auth Data',
			name: 'authData',
			type: 'string',
			typeOptions: SECRET,
			default: '',
			required: true,
			description:
				'The secret that every webhook carries as AuthData. Make it up yourself: at least 16 random characters, letters and digits only, so that it needs no encoding in the URL.',
		},
		{
			displayName: 'Product ID',
			name: 'productId',
			type: 'string',
			default: '',
			placeholder: 'e.g. your-portal.bitrix24.ru',
			description:
				'Address of your Bitrix24 portal. Webhooks must then carry it as Product_id; leave it empty to accept any.',
		},
	];
}
