import { urlOfOwnHost } from '../ownHost';

const METHOD = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/i;

/**
 * The name of a method; undefined for what cannot be one. `.json`, which stands behind it in a URL, is
 * left out (docs/protocols/bitrix24.md#incoming-webhook).
 */
export function parseMethodName(text: string): string | undefined {
	const name = text.trim().replace(/\.json$/i, '');
	return METHOD.test(name) ? name : undefined;
}

/**
 * What follows the webhook's URL in a request that somebody wrote by hand:
 * `crm.deal.list.json?start=50`. The method may be given by its name, or by a URL of the portal, with
 * the webhook's user and secret in it or without. `webhookUrl` is one as parseWebhookUrl gives it.
 * Throws an Error that names the parameter 'URL', and holds no secret.
 */
export function methodBelow(given: string, webhookUrl: string): string {
	const { origin, pathname: own } = new URL(webhookUrl);
	const allowed =
		`Allowed is a method, as in ${origin}/rest/crm.deal.list, or its name alone where no whole URL ` +
		`is wanted. The credential adds the webhook's user and secret.`;
	const { pathname, search } = urlOfOwnHost(given, webhookUrl, allowed);
	const end = pathname.lastIndexOf('/') + 1;
	const folder = pathname.slice(0, end);
	const method = parseMethodName(pathname.slice(end));
	const rest = own.replace(/[^/]+\/[^/]+\/$/, '');
	if (method === undefined) throw new Error(`'URL' names no method of Bitrix24. ${allowed}`);
	if (![own, rest, '/'].includes(folder))
		throw new Error(`'URL' is not of the credential's webhook. ${allowed}`);
	return `${method}.json${search}`;
}
