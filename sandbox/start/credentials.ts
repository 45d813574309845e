import type { Bitrix24Standin } from '../bitrix24';
import type { MangoStandin } from '../mango';
import { DEMO_OWNER, type N8nHost } from '../n8n/host';
import type { CredentialsByType } from '../n8n/provision';
import { PRODUCT_ID } from './webhookUrls';

/** What recover.json needs, and no more. */
const RECOVER_SCOPES = ['execution:list', 'execution:read', 'execution:retry', 'execution:stop'];

/** What the templates take to work with the stand-ins; their webhooks must carry the secret `authData`. */
export function credentialsFor(
	bitrix24: Pick<Bitrix24Standin, 'webhookUrl'>,
	{ apiKey, apiSalt, baseUrl }: Pick<MangoStandin, 'apiKey' | 'apiSalt' | 'baseUrl'>,
	authData: string,
): CredentialsByType {
	return {
		mangoBitrixWebhookApi: {
			name: 'Sandbox: MANGO OFFICE webhook',
			data: { authData, productId: PRODUCT_ID },
		},
		bitrix24WebhookApi: {
			name: 'Sandbox: Bitrix24 stand-in',
			data: { webhookUrl: bitrix24.webhookUrl },
		},
		bitrix24OutgoingWebhookApi: {
			name: 'Sandbox: outgoing webhook of the Bitrix24 stand-in',
			data: { applicationToken: authData },
		},
		mangoOfficeApi: {
			name: 'Sandbox: MANGO OFFICE stand-in',
			data: { apiKey, apiSalt, baseUrl },
		},
		// The page of bulk-move.json takes the login that is printed for n8n.
		httpBasicAuth: {
			name: 'Sandbox: page',
			data: { user: DEMO_OWNER.email, password: DEMO_OWNER.password },
		},
	};
}

/** A new key for n8n's public API. */
export async function n8nApiCredential({
	client,
	url,
}: Pick<N8nHost, 'client' | 'url'>): Promise<CredentialsByType> {
	const data = { apiKey: await client.createApiKey(RECOVER_SCOPES), baseUrl: `${url}/api/v1` };
	return { n8nApi: { name: 'Sandbox: n8n API', data } };
}
