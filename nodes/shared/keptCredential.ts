import { trimPasted } from '../../protocols/pastedText';
import type { TriggerContext } from './triggerSettings';

/** A changed credential holds after this time at the latest. */
const KEPT_FOR_MS = 5_000;

const kept = new Map<string, { credential: object; until: number }>();

/**
 * A trigger's credential, its texts without what was pasted along with them. n8n reads it from its
 * database and decrypts it on every call, which is a quarter of the cost of a refused webhook; so
 * it is kept for some seconds, and a flood of webhooks with a wrong secret stays cheap.
 */
export async function readKeptCredential<T extends object>(
	context: TriggerContext,
	type: string,
): Promise<T> {
	const id = context.getNode().credentials?.[type]?.id;
	const known = kept.get(`${type} ${id}`);
	if (known && known.until > Date.now()) return known.credential as T;
	const credential = trimmed(await context.getCredentials<T>(type));
	// A credential without an ID is not a stored one: there is nothing to tell it from another.
	if (id) kept.set(`${type} ${id}`, { credential, until: Date.now() + KEPT_FOR_MS });
	return credential;
}

function trimmed<T extends object>(credential: T): T {
	const texts = Object.entries(credential).map(([name, value]) => [
		name,
		typeof value === 'string' ? trimPasted(value) : value,
	]);
	return Object.fromEntries(texts) as T;
}
