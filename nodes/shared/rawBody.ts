import type { IWebhookFunctions } from 'n8n-workflow';

/** What n8n adds to Express's request. */
interface WithRawBody {
	rawBody?: Buffer;
	readRawBody?(): Promise<void>;
}

/**
 * The bytes of a webhook's body, of whatever content type; undefined for one that could not be
 * read, and for a form in parts, which n8n has taken for itself. For triggers from version 2 on n8n
 * reads only the types that it knows (docs/protocols/n8n.md#raw-body), and leaves the rest to
 * whoever asks.
 */
export async function readRawBody(context: IWebhookFunctions): Promise<Buffer | undefined> {
	const request = context.getRequestObject() as ReturnType<IWebhookFunctions['getRequestObject']> &
		WithRawBody;
	const { headers, rawBody } = request;
	if (rawBody !== undefined) return rawBody;
	if (!hasBody(headers)) return Buffer.alloc(0);
	if (/^\s*multipart\//i.test(headers['content-type'] ?? '')) return undefined;
	try {
		await request.readRawBody?.();
	} catch {
		// Too long for n8n, or the sender went away.
		return undefined;
	}
	return request.rawBody;
}

function hasBody(headers: Readonly<Record<string, unknown>>): boolean {
	return Number(headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in headers;
}
