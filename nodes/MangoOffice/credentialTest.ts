import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { MangoOfficeApi } from '../../credentials/MangoOfficeApi.credentials';
import { LockedOutError, MangoError, NotMangoError } from '../../protocols/mangoOffice/answer';
import { HeldBackError } from '../../protocols/mangoOffice/refusals';
import { attemptAsync } from '../shared/attempt';
import { MangoApi } from './api';

const OF_CODES: Readonly<Record<number, string>> = {
	3105: "MANGO OFFICE does not know this API key. Copy 'Уникальный код вашей АТС' anew.",
	3102: "The API salt does not fit this API key. Copy 'Ключ для создания подписи' anew.",
	4290: 'MANGO OFFICE receives too many requests right now. Try again in a minute.',
};
const LOCKED =
	'MANGO OFFICE has locked the API of this account after more than one wrong request. Wait two minutes, check the values, and try again.';
const NOT_MANGO =
	'This did not come from MANGO OFFICE, or it refused access without a reason. Check the Base URL, proxies in between, and the list of allowed addresses in the personal account.';

/**
 * The test of the credential: asks for the balance, through the guard of the node's account. The
 * editor tests a credential each time that it is saved, opened or tried again, and a second wrong
 * request within two minutes would lock the account out (reference/mango-office-api.md, section
 * 1.2): so wrong keys are asked once, and what production has met is known. In queue mode the
 * editor is a process of its own, and knows only what was tested there.
 */
export async function testMangoKeys(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const api = new MangoApi(contextOf(this, data), 0);
	const answer = await attemptAsync(api.call('account/balance', {}, 'read'));
	if ('error' in answer) return { status: 'Error', message: messageOf(answer.error as Error) };
	// The time of the answer belongs to every good one.
	return answer.value.response_at === undefined
		? { status: 'Error', message: NOT_MANGO }
		: { status: 'OK', message: 'Connection successful!' };
}

function messageOf(error: Error): string {
	if (error instanceof LockedOutError) return LOCKED;
	if (error instanceof NotMangoError) return NOT_MANGO;
	if (error instanceof MangoError)
		return OF_CODES[error.code] ?? `${error.message}. ${error.advice}`;
	return error instanceof HeldBackError ? `${error.message}. ${error.advice}` : error.message;
}

/** n8n gives the test of a credential no more than `request`, which neither signs nor reads a credential. */
function contextOf(
	{ helpers }: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
): IExecuteFunctions {
	const { authenticate } = new MangoOfficeApi();
	const send = async (_type: string, options: IHttpRequestOptions): Promise<unknown> => {
		const { url, ...signed } = await authenticate(data, options);
		const request = { ...signed, uri: url, followRedirect: false };
		const whole = { simple: false, resolveWithFullResponse: true };
		const answer = (await helpers.request({ ...request, ...whole })) as { body?: string };
		return { ...answer, body: answer.body ?? '' };
	};
	return {
		getCredentials: async () => data,
		helpers: { httpRequestWithAuthentication: send },
	} as unknown as IExecuteFunctions;
}
