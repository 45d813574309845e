import { NodeApiError } from 'n8n-workflow';

import type { Words } from './nodeError';

/** No certificate was taken, or no secure connection came about otherwise: nothing has gone through it yet. */
const NOT_SECURE =
	/^EPROTO$|CERT|CRL|SSL|TLS|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH/;
/** The same letters, of a connection that stood. */
const BROKEN_LATER = /BAD_RECORD_MAC|DECRYPTION_FAILED/;
const HANDSHAKE_BROKE = 'before secure TLS connection was established';

const BEFORE_CONNECTING = [
	// No way there, or no such host.
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/,
	// This machine did not open a connection.
	/^(EADDRNOTAVAIL|EADDRINUSE|EACCES|EPERM|EMFILE|ENFILE|ERR_INVALID_URL|ERR_INVALID_CHAR)$/,
];

/** What n8n's request helper met with, where it got no answer (docs/protocols/n8n.md#requests). */
function failureOf(error: unknown): { code: string; text: string } | undefined {
	if (!(error instanceof NodeApiError)) return undefined;
	const { code, message } = (error.cause ?? {}) as { code?: unknown; message?: unknown };
	return typeof code === 'string' ? { code, text: String(message) } : undefined;
}

/**
 * Of an error that n8n's request helper threw: whether the request may have reached the service, although no answer
 * came. False only for failures that come before a connection stands.
 */
export function mayHaveArrived(error: unknown): boolean {
	const failure = failureOf(error);
	if (failure === undefined || isNotSecure(failure)) return false;
	return !BEFORE_CONNECTING.some((codes) => codes.test(failure.code));
}

function isNotSecure({ code, text }: { code: string; text: string }): boolean {
	return (NOT_SECURE.test(code) && !BROKEN_LATER.test(code)) || text.includes(HANDSHAKE_BROKE);
}

/** Whose address a connection is to, in texts for the user. */
interface Address {
	service: string;
	/** The field of the credential that it stands in. */
	field: string;
	/** What else there is for a certificate of an authority that nobody else knows. */
	instead?: string;
}

/** What the user reads where n8n's request helper got no answer; undefined for other errors. */
export function connectionWords(error: Error, address: Address): Words | undefined {
	const failure = failureOf(error);
	if (failure === undefined) return undefined;
	const { service, field } = address;
	const { code, text } = failure;
	if (mayHaveArrived(error))
		return {
			message: `${service} did not answer in time or the connection broke: ${text}`,
			advice: `Try again later. If it stays, check the address in '${field}', and proxies in between.`,
		};
	if (isNotSecure(failure))
		return {
			message: `No secure connection to ${service}: ${text} (${code})`,
			advice: `Nothing was sent. ${adviceOnSecurity(code, address)}`,
		};
	return {
		message: error.message,
		advice: `Nothing was sent. Check the address in '${field}', whether its server runs, and DNS, firewalls and proxies in between.`,
	};
}

function adviceOnSecurity(code: string, { field, instead }: Address): string {
	if (/ALTNAME|HOSTNAME/.test(code))
		return `Put the host that the certificate is for into '${field}', or have one issued for this host.`;
	if (/EXPIRED|NOT_YET_VALID/.test(code))
		return 'Have the certificate renewed if it has expired, and check the clock where n8n runs.';
	if (/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|UNTRUSTED/.test(code))
		return [TRUST, instead].filter(Boolean).join(' ');
	return `Check that the address in '${field}' takes https at this port, its certificate, and proxies in between.`;
}

const TRUST =
	'Save the certificate of the authority that issued it as a PEM file where n8n runs, name the file in the environment variable NODE_EXTRA_CA_CERTS, and start n8n again, workers too.';
