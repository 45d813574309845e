import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

interface WebhookCredential {
	authData: string;
	productId: string;
}

/** A changed secret holds after this time at the latest. */
const KEPT_FOR_MS = 5_000;

const kept = new Map<string, { credential: WebhookCredential; until: number }>();

/**
 * The node's credential. n8n reads it from its database and decrypts it on every call, which is a quarter of the cost of
 * a refused webhook; so it is kept for some seconds, and a flood of webhooks with a wrong secret stays cheap.
 */
export async function readCredential(context: IWebhookFunctions | IHookFunctions): Promise<WebhookCredential> {
	const id = context.getNode().credentials?.mangoBitrixWebhookApi?.id;
	const known = kept.get(String(id));
	if (known && known.until > Date.now()) return known.credential;
	const credential = await context.getCredentials<WebhookCredential>('mangoBitrixWebhookApi');
	// A credential without an ID is not a stored one: there is nothing to tell it from another.
	if (id) kept.set(id, { credential, until: Date.now() + KEPT_FOR_MS });
	return credential;
}
