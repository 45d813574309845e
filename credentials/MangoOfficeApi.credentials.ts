import type {
	ICredentialDataDecryptedObject,
	Icon,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { parseBaseUrl } from '../protocols/mangoOffice/baseUrl';
import { trimPasted } from '../protocols/pastedText';
import { signedForm } from '../protocols/mangoOffice/request';
import { SECRET } from './secret';

// Its test is a function of MangoOffice, which goes through the guard of the account: wrong keys are asked once.
export class MangoOfficeApi implements ICredentialType {
	name = 'mangoOfficeApi';

	displayName = 'MANGO OFFICE API';

	icon: Icon = {
		light: 'file:../nodes/MangoOffice/mangoOffice.svg',
		dark: 'file:../nodes/MangoOffice/mangoOffice.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-mango-bitrix24/n8n-nodes-mango-bitrix24#mango-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'"Уникальный код вашей АТС" in the personal account, Integrations, API connector',
		},
		{
			displayName: 'API Salt',
			name: 'apiSalt',
			type: 'string',
			typeOptions: SECRET,
			default: '',
			required: true,
			description:
				'"Ключ для создания подписи" on the same page; it signs the requests and is never sent',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://app.mango-office.ru/vpbx/',
			description: 'Address of the API; change it only for a stand-in',
		},
	];

	/** The node leaves the JSON text in the body; it is signed as it is, byte for byte. */
	authenticate = async (
		{ apiKey, apiSalt, baseUrl }: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { json } = requestOptions.body as { json: string };
		return {
			...requestOptions,
			url: parseBaseUrl(String(baseUrl)) + requestOptions.url,
			headers: { ...requestOptions.headers, 'Content-Type': 'application/x-www-form-urlencoded' },
			body: signedForm(json, {
				apiKey: trimPasted(apiKey),
				apiSalt: trimPasted(apiSalt),
			}).toString(),
		};
	};
}
