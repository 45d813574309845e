import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { batchParams } from '../protocols/bitrix24/batchRequest';
import { methodBelow } from '../protocols/bitrix24/methodUrl';
import { parseWebhookUrl } from '../protocols/bitrix24/webhookUrl';
import { SECRET } from './secret';
import { ANY_CERTIFICATE, NO_REDIRECTS, readRequest } from './writtenRequest';

const NEW_WEBHOOK = 'Create an incoming webhook in Bitrix24 and put its URL here.';

/** Answers of the test that mean "no", by the place they stand at; n8n shows the first that fits. */
function rule(key: string, value: string | undefined, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}

const CRM_ERROR = 'result.result_error.c1.error';
const NO_CRM_SCOPE =
	"The webhook works, but lacks the permission (scope) 'crm'. Open it in Bitrix24, tick 'CRM (crm)' and save it.";

export class Bitrix24WebhookApi implements ICredentialType {
	name = 'bitrix24WebhookApi';

	displayName = 'Bitrix24 Webhook API';

	icon: Icon = {
		light: 'file:../nodes/Bitrix24/bitrix24.svg',
		dark: 'file:../nodes/Bitrix24/bitrix24.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-mango-bitrix24/n8n-nodes-mango-bitrix24#bitrix24-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: SECRET,
			default: '',
			required: true,
			placeholder: 'https://your-portal.bitrix24.ru/rest/1/…/',
			description:
				"URL of the portal's incoming webhook: in Bitrix24, Developer resources, Other, Incoming webhook, with the permission CRM (crm). The URL holds a secret.",
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'allowUnauthorizedCerts',
			type: 'boolean',
			default: false,
			description:
				"Whether to connect even if the portal's certificate cannot be checked: whoever stands in between can then read the webhook's secret. Safer: name the certificate of your own authority in the environment variable NODE_EXTRA_CA_CERTS.",
			typeOptions: { password: true },
		},
	];

	/**
	 * The secret stands in `baseURL`: n8n tells the `url` of a request that failed
	 * (docs/protocols/n8n.md#http-request-node).
	 */
	authenticate: IAuthenticate = async ({ webhookUrl, allowUnauthorizedCerts }, requestOptions) => {
		const baseURL = parseWebhookUrl(String(webhookUrl));
		const { url, form, formData, others } = readRequest(requestOptions);
		return {
			...others,
			...(form !== undefined && { form }),
			...(formData !== undefined && { formData }),
			...NO_REDIRECTS,
			...(allowUnauthorizedCerts === true && ANY_CERTIFICATE),
			baseURL,
			url: methodBelow(url, baseURL),
		};
	};

	// One request asks who the webhook is (`profile` needs no scope) and whether it may read the CRM.
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: 'batch.json',
			body: batchParams([
				{ method: 'profile', params: {} },
				{ method: 'crm.status.list', params: { filter: { ENTITY_ID: 'DEAL_STAGE' } } },
			]),
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
		},
		rules: [
			rule(
				'error',
				'INVALID_CREDENTIALS',
				`Bitrix24 knows no active webhook with this user and secret. ${NEW_WEBHOOK}`,
			),
			rule('error', 'NO_AUTH_FOUND', `Bitrix24 found no authorization in the URL. ${NEW_WEBHOOK}`),
			rule('error', 'expired_token', `This webhook has expired. ${NEW_WEBHOOK}`),
			rule(
				'error',
				'authorization_error',
				`The employee of this webhook cannot be authorized. ${NEW_WEBHOOK}`,
			),
			rule('error', 'ACCESS_DENIED', "The portal's plan does not include the REST API."),
			rule('error', 'PORTAL_DELETED', 'This Bitrix24 portal is closed.'),
			rule(
				'error',
				'OVERLOAD_LIMIT',
				"Bitrix24 has blocked the REST API of this portal. Write to Bitrix24's support.",
			),
			rule(
				'error',
				'QUERY_LIMIT_EXCEEDED',
				'Bitrix24 receives too many requests right now. Try again in a minute.',
			),
			rule(CRM_ERROR, 'insufficient_scope', NO_CRM_SCOPE),
			rule(CRM_ERROR, 'ERROR_METHOD_NOT_FOUND', NO_CRM_SCOPE),
			rule(
				CRM_ERROR,
				'ACCESS_DENIED',
				'The webhook works, but its employee has no access to the CRM.',
			),
			rule(
				'result.result.c0.ID',
				undefined,
				"This address does not answer as a Bitrix24 portal does: the portal may have moved to another address, or the webhook's employee is not active any more. Check the URL.",
			),
		],
	};
}
