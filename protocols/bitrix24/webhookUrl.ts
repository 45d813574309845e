import { parseSecureUrl } from '../secureUrl';

const PATH = /^\/(.*\/)?rest\/[^/]+\/[^/]+\/?$/;

/**
 * The incoming webhook's URL of a portal, cloud or on-premise, in the one form the requests are built on:
 * `https://portal/rest/1/secret/`. A method's name at its end, as Bitrix24's own page shows it, is taken off.
 * Throws an Error whose message never holds the URL, since the URL holds the secret.
 * Source: reference/bitrix24-rest.md, section 1.1.
 */
export function parseWebhookUrl(text: string): string {
	const url = parseSecureUrl(text, 'Webhook URL', EXPECTED);
	const path = url.pathname
		.replace(/\/[a-z][a-z0-9.]*\.(json|xml)$/i, '/')
		.replace(/\/profile\/?$/, '/');
	if (!PATH.test(path) || url.username !== '') {
		throw new Error(`'Webhook URL' has no user and secret in it. ${EXPECTED}`);
	}
	return `${url.origin}${path.replace(/\/?$/, '/')}`;
}

const EXPECTED =
	'Copy it from Bitrix24, Developer resources, Incoming webhook: https://your-portal.bitrix24.ru/rest/1/…/';

/**
 * A text with the secret of every webhook URL in it masked: `/rest/1/•••/`. Slashes may be plain, escaped as
 * PHP's JSON has them, or percent-encoded. A deal's file fields hold such URLs (section 1.1).
 */
export function maskWebhookSecrets(text: string): string {
	// Most answers hold no such URL, and the search for one costs more than their parsing.
	if (!/rest/i.test(text)) return text;
	return text.replace(/(\\?\/|%2F)rest\1([^/\\%\s"']+)\1[^/\\%\s"'?]+/gi, '$1rest$1$2$1•••');
}
