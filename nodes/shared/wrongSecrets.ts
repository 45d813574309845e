import { Refusal } from '../../protocols/refusal';
import { senderOf } from './allowedAddresses';
import { Accounts } from './guard/accounts';

const WINDOW_MS = 60_000;
const MOST = 20;

/** By address. Of more than a thousand the one that was refused the longest time ago is forgotten: nothing grows. */
const senders = new Accounts(() => ({ wrong: 0, end: 0 }), 1000);

/**
 * What the sender of a refused request is told. Once an address has sent more than twenty wrong
 * secrets within a minute, it is told one and the same of whatever is refused until that minute is
 * over: so a guesser learns of the right secret only by a request that is let in whole. That one is:
 * behind a proxy those who know the secret may have the guesser's address. `warn` is told once.
 */
export function answerTo(
	refusal: Refusal,
	address: string | undefined,
	warn: (message: string) => void,
): { refusal: Refusal; retryAfter?: number } {
	const now = Date.now();
	const name = senderOf(address);
	const sender = senders.of(name);
	if (now >= sender.end) Object.assign(sender, { wrong: 0, end: now + WINDOW_MS });
	if (refusal.status === 401) sender.wrong += 1;
	if (sender.wrong <= MOST) return { refusal };
	if (sender.wrong === MOST + 1 && refusal.status === 401)
		warn(`More than ${MOST} requests with a wrong secret came from ${name} within a minute`);
	const retryAfter = Math.ceil((sender.end - now) / 1000);
	const told = `Refused. More than ${MOST} requests of this address had a wrong secret: ask again in ${retryAfter} s to be told why.`;
	return { refusal: new Refusal(429, 'TOO_MANY_WRONG_SECRETS', told), retryAfter };
}
