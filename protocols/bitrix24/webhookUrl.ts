import { parseSecureUrl } from '../secureUrl';

const PATH = /^\/(.*\/)?rest\/[^/]+\/[^/]+\/?$/;

/**
 * The incoming webhook's URL of a portal, cloud or on-premise, in the one form the requests are built on:
 * `https://portal/rest/1/secret/`. A method's name at its end, as Bitrix24's own page shows it, is taken off.
 * Throws an Error whose message never holds the URL, since the URL holds the secret.
 * Source: docs/protocols/bitrix24.md#incoming-webhook.
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
 * A text in which the webhook's own secret is masked wherever it stands in a URL, plain, escaped as
 * PHP's JSON has slashes, or percent-encoded: a deal's file fields hold such URLs
 * (bitrix24.md#incoming-webhook). Other URLs are data and stay. `webhookUrl` is one as
 * parseWebhookUrl gives it.
 */
export function maskSecret(text: string, webhookUrl: string): string {
	const secret = webhookUrl.split('/').at(-2) ?? '';
	return ['/', '%2F', '%2f'].reduce(
		(masked, slash) => masked.replaceAll(`${slash}${secret}`, `${slash}•••`),
		text,
	);
}
