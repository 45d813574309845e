import type {
	IAuthenticate,
	Icon,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import { parseBaseUrl } from '../protocols/mangoOffice/baseUrl';
import { signedForm } from '../protocols/mangoOffice/request';
import { methodUrl, writtenJson } from '../protocols/mangoOffice/writtenRequest';
import { trimPasted } from '../protocols/pastedText';
import { SECRET } from './secret';
import { NO_REDIRECTS, readRequest } from './writtenRequest';

const FORM = 'application/x-www-form-urlencoded';

/** The body becomes another one. */
function withoutBodyHeaders(headers: IDataObject = {}): IDataObject {
	const others = Object.entries(headers).filter(([name]) => !/^content-(type|length)$/i.test(name));
	return Object.fromEntries(others);
}

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

	/** Signs the JSON text that is sent, byte for byte. Each method is a POST, whatever was chosen. */
	authenticate = (async ({ apiKey, apiSalt, baseUrl }, requestOptions) => {
		const { url, form, formData, others } = readRequest(requestOptions);
		const json = writtenJson({ query: others.qs, body: formData ?? form ?? others.body });
		const keys = { apiKey: trimPasted(apiKey), apiSalt: trimPasted(apiSalt) };
		return {
			...others,
			...NO_REDIRECTS,
			method: 'POST',
			url: methodUrl(url, parseBaseUrl(String(baseUrl))),
			headers: { ...withoutBodyHeaders(others.headers), 'Content-Type': FORM },
			body: signedForm(json, keys).toString(),
		};
	}) satisfies IAuthenticate;
}
