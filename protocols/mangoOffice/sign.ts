import { createHash } from 'crypto';

/**
 * The signature of a request or an event: SHA-256, in hex, over key, JSON text and salt one after
 * the other; not an HMAC. The text must be the very one that is sent, byte for byte
 * (docs/protocols/mango-office.md#form-and-signature).
 */
export function sign(apiKey: string, json: string | Buffer, apiSalt: string): string {
	return createHash('sha256').update(apiKey).update(json).update(apiSalt).digest('hex');
}
