import type { MangoEvent } from './kinds';
import { legible } from './legible';
import type { Side } from './sides';
import { secondsBetween } from './values';

/** The caller is on a list of the account that keeps him off: nobody missed his call. */
const KEPT_OFF_BY_A_LIST: readonly unknown[] = [1150, 1151, 1152, 4502];

/**
 * The missed call that a summary tells of: incoming, and nobody talked
 * (docs/protocols/mango-office.md#missed-calls); undefined for any other event. A summary of unknown
 * shape is one unless what can be read of it says otherwise: a client who is not called back is lost.
 */
export function missedCallOf(event: MangoEvent): MangoEvent | undefined {
	if (event.event !== 'summary') return undefined;
	const isUnknown = event.unknownShape === true;
	const { direction, answered } = isUnknown ? legible('summary', event.raw) : event;
	if (direction !== undefined && direction !== 'incoming') return undefined;
	if (answered === true || KEPT_OFF_BY_A_LIST.includes(event.reasonCode)) return undefined;
	return isUnknown ? { ...event, event: 'missedCall' } : missedCall(event);
}

/** What a summary says of its talk, which a missed call has not. */
const OF_A_TALK = ['answered', 'answerTime', 'talkSeconds'];

function missedCall(summary: MangoEvent): MangoEvent {
	const told = Object.entries(summary).filter(([field]) => !OF_A_TALK.includes(field));
	const { extension = null, number } = summary.to as Side;
	const missedBy = extension === null && number === undefined ? 'nobody' : whose(number);
	return {
		...Object.fromEntries(told),
		event: 'missedCall',
		final: summary.final,
		missedBy,
		extension: missedBy === 'employee' ? extension : null,
		groupExtension: missedBy === 'group' ? extension : null,
		waitSeconds: secondsBetween(String(summary.startTime), String(summary.endTime)),
	};
}

/** A group that missed a call has no number; of an employee that of his first telephone is told. */
function whose(number: string | undefined): 'employee' | 'group' {
	return number === undefined ? 'group' : 'employee';
}
