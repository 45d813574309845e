import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import { adviceFor } from '../nodes/MangoOffice/resultAdvice';
import { parseBaseUrl } from '../protocols/mangoOffice/baseUrl';
import { signedForm } from '../protocols/mangoOffice/request';
import { meaningOf } from '../protocols/mangoOffice/resultCodes';
import { methodUrl, writtenJson } from '../protocols/mangoOffice/writtenRequest';
import { trimPasted } from '../protocols/pastedText';
import { SECRET } from './secret';
import { NO_REDIRECTS, readRequest } from './writtenRequest';

const WRONG_KEY = "MANGO OFFICE does not know this API key. Copy 'Уникальный код вашей АТС' anew.";
const WRONG_SALT =
	"The API salt does not fit this API key. Copy 'Ключ для создания подписи' anew, and wait two minutes: a second wrong one locks the account out, for running workflows too.";
const LOCKED =
	'MANGO OFFICE has locked the API of this account after more than one wrong request. Wait two minutes, check the values, and try again.';
const TOO_MANY = 'MANGO OFFICE receives too many requests right now. Try again in a minute.';
const NOT_MANGO =
	'This did not come from MANGO OFFICE, or it refused access without a reason. Check the Base URL, proxies in between, and the list of allowed addresses in the personal account.';

/** What else a request for the balance may be answered with. */
const OTHER_CODES = [
	2000, 2110, 2120, 2130, 2230, 2400, 3000, 3100, 3101, 3103, 3104, 3400, 4000, 4500, 5000, 5008,
	5011,
];

/** Answers of the test that mean "no"; n8n shows the first that fits. Codes come as numbers and as text. */
function rulesFor(code: number, message: string) {
	return ['result', 'code'].flatMap((key) => [
		rule(key, code, message),
		rule(key, String(code), message),
	]);
}

function rulesForMeaning(code: number) {
	return rulesFor(code, `${meaningOf(code).message}. ${adviceFor(code)}`);
}

function rule(key: string, value: number | string | undefined, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}

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
	authenticate: IAuthenticate = async ({ apiKey, apiSalt, baseUrl }, requestOptions) => {
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
	};

	// n8n sends this request by itself, so it does not pass the guard of the node's accounts: a wrong salt that is tested
	// twice within two minutes is two wrong requests. Why it is no function of a node:
	// docs/protocols/n8n.md#credential-tests.
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: 'account/balance',
			body: { json: '{}' },
			ignoreHttpStatusErrors: true,
		},
		rules: [
			...rulesFor(3105, WRONG_KEY),
			...rulesFor(3102, WRONG_SALT),
			...rulesFor(4290, TOO_MANY),
			rule('status', 429, TOO_MANY),
			rule('status', 401, LOCKED),
			...OTHER_CODES.flatMap(rulesForMeaning),
			// No balance at all; the time of the answer belongs to every good one.
			rule('response_at', undefined, NOT_MANGO),
		],
	};
}
