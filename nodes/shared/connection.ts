const BEFORE_CONNECTING = [
	// No way there, or no such host.
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/,
	// This machine did not open a connection.
	/^(EADDRNOTAVAIL|EADDRINUSE|EACCES|EPERM|EMFILE|ENFILE|ERR_INVALID_URL|ERR_INVALID_CHAR)$/,
	// No secure connection came about.
	/^EPROTO$|CERT|SSL|TLS|UNABLE_TO_VERIFY/,
];

/**
 * Of an error that n8n's request helper threw: whether the request may have reached the service, although no answer
 * came. False only for failures that come before a connection stands.
 */
export function mayHaveArrived(error: unknown): boolean {
	const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
	return typeof code === 'string' && !BEFORE_CONNECTING.some((codes) => codes.test(code));
}
