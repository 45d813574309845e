import { numberOrNull } from '../values';
import type { Side } from './sides';

/** A leg that has ended. */
export interface EndedLeg {
	location?: string;
	reason?: number;
	transfer?: string;
	from: Side;
	to: Side;
}

/** The caller hung up, the called party did, or one of ours ended it: nobody is called after that. */
const HUNG_UP = [1100, 1110, 1120, 1180, 1181, 1300];
/** Another employee has taken the call. */
const TAKEN_BY_ANOTHER = [1182, 1183];

/**
 * Whether a call ends with this leg of it, as far as the leg can tell
 * (docs/protocols/mango-office.md#callback, #result-codes and #call-events). It goes on in another
 * leg
 * - after 10xx: the first leg of a callback;
 * - after a voice menu or a queue. Where the client hangs up in one, the call's summary tells its end;
 * - when one of its sides was transferred, or another employee has taken the call;
 * - when one employee has only asked another, or the client comes back from a transfer that nobody took.
 */
export function isLastLeg({ location = '', reason, transfer, from, to }: EndedLeg): boolean {
	if (/^(ivr|queue)/i.test(location)) return false;
	if (reason !== undefined && (isHandedOver(reason) || TAKEN_BY_ANOTHER.includes(reason)))
		return false;
	if (
		[from, to].some(
			({ wasTransferred }) => wasTransferred === true || numberOrNull(wasTransferred) === 1,
		)
	)
		return false;
	if (transfer === 'consultative') return false;
	return transfer !== 'blind' || reason === undefined || HUNG_UP.includes(reason);
}

function isHandedOver(reason: number): boolean {
	return reason >= 1000 && reason < 1100;
}
