import type { IHttpRequestOptions } from 'n8n-workflow';

/** What n8n's HTTP Request node gives: older names, and three places for a body. */
interface LegacyOptions {
	uri?: string;
	form?: unknown;
	formData?: unknown;
}

/** What a request is about, whichever of n8n's two request helpers sends it. */
export function readRequest(options: IHttpRequestOptions) {
	const { uri, form, formData, ...others } = options as IHttpRequestOptions & LegacyOptions;
	return { url: String(others.url ?? uri ?? ''), form, formData, others };
}

/** For both helpers: who follows a redirect takes the secret to an address that nobody has agreed to. */
export const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
};

/** For both helpers (docs/protocols/n8n.md#http-request-node). */
export const ANY_CERTIFICATE = { skipSslCertificateValidation: true, rejectUnauthorized: false };
