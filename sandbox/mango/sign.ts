import { createHash } from 'node:crypto';

/**
 * Plain SHA-256 of the parts one after another, in hex; not HMAC
 * (mango-office.md#form-and-signature [H]). Order: key, payload, salt.
 */
export function sign(apiKey: string, payload: string, apiSalt: string): string {
	return createHash('sha256').update(apiKey).update(payload).update(apiSalt).digest('hex');
}
