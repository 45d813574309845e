import { isForm, readForm, type EventBody } from './form';
import type { MangoEvent } from './kinds';
import { PING } from './paths';
import { readEvent } from './read';
import { verify, type Keys } from './verify';

export interface EventRequest {
	/** What MANGO appended to its address: `events/call`; empty for the address itself. */
	path: string;
	body: EventBody;
}

/**
 * Verifies and parses one event of MANGO OFFICE (docs/protocols/mango-office.md#events); undefined
 * for its connection check. Throws EventRefusal.
 */
export function receiveEvent({ path, body }: EventRequest, keys: Keys): MangoEvent | undefined {
	// What the check's body holds, and whether it is signed, is not documented.
	if (path === PING && !isForm(body)) return undefined;
	const form = readForm(body);
	if (path === PING && form.apiKey === undefined && form.sign === undefined) return undefined;
	const json = verify(form, keys);
	return path === PING ? undefined : readEvent(path, json);
}
