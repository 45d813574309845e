const BEFORE_CONNECTING = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|CERT|SSL|TLS|UNABLE_TO_VERIFY/;

/**
 * Of an error that n8n's request helper threw: whether the request may have reached the service, although no answer
 * came. False only for failures that come before a connection stands.
 */
export function mayHaveArrived(error: unknown): boolean {
	const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
	return typeof code === 'string' && !BEFORE_CONNECTING.test(code);
}
