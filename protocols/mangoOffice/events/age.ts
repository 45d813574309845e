import type { EventKind, MangoEvent } from './kinds';
import { EventRefusal } from './refusal';

/** The field of an item that has its event's time (docs/protocols/mango-office.md#types-and-times-of-events). */
const TIMES: Partial<Record<EventKind, string>> = {
	call: 'time',
	summary: 'endTime',
	recording: 'time',
	recordAdded: 'time',
	recordTagged: 'time',
	dtmf: 'time',
	sms: 'time',
	userStatus: 'time',
};

/**
 * Throws EventRefusal for an event of longer ago, by the time that was signed with it. One of the
 * kinds that have none is let through, and so is one whose time cannot be read.
 */
export function checkAge(event: MangoEvent, mostMs: number, now: number): void {
	const time = event[TIMES[event.event] ?? ''];
	if (typeof time !== 'string' || !(now - Date.parse(time) > mostMs)) return;
	throw new EventRefusal(
		'EVENT_TOO_OLD',
		`The event is of ${time}, longer ago than 'Refuse Events Older Than (Minutes)' allows.`,
	);
}
