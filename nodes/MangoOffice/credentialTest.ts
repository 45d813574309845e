import {
	NodeApiError,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IDataObject,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INode,
	type INodeCredentialTestResult,
	type JsonObject,
} from 'n8n-workflow';

import { MangoOfficeApi } from '../../credentials/MangoOfficeApi.credentials';
import { MangoApi } from './api';
import { toNodeError } from './errors';
import { askBalance } from './resources/account/balance';

/** n8n tests a credential without a node, which its errors have. */
const NODE: INode = {
	id: '',
	name: 'MANGO OFFICE',
	type: 'mangoOffice',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * The credential's test: reads the balance by the way that the nodes go, so that keys which are tested twice are not
 * the second wrong request, which locks the account out (docs/protocols/mango-office.md#lock-out).
 */
export async function testAccount(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const api = new MangoApi(asContext(this, data), 0);
		await api.letAskAgain();
		await askBalance(api);
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		const { message, description } = toNodeError(NODE, error, 0);
		return { status: 'Error', message: description ? `${message}. ${description}` : message };
	}
}

/** All that a node's API asks of n8n, by the one helper that a credential's test is given. */
function asContext(
	{ helpers }: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
): ILoadOptionsFunctions {
	const { authenticate } = new MangoOfficeApi();
	const send = async (_type: string, options: IHttpRequestOptions): Promise<unknown> => {
		const request = await authenticate(data, options);
		try {
			const whole = { ...request, resolveWithFullResponse: true, simple: false };
			const { body = '', ...answer } = (await helpers.request(whole)) as IDataObject;
			return { ...answer, body };
		} catch (error) {
			throw new NodeApiError(NODE, error as JsonObject);
		}
	};
	const context = {
		getCredentials: async () => data,
		helpers: { httpRequestWithAuthentication: send },
	};
	return context as unknown as ILoadOptionsFunctions;
}
