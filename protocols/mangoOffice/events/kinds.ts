/** The kinds of events that MANGO sends. */
const SENT_KINDS = [
	'call',
	'summary',
	'recording',
	'recordAdded',
	'recordTagged',
	'dtmf',
	'sms',
	'userStatus',
	'commandResult',
	'statistics',
	'other',
] as const;
export type SentKind = (typeof SENT_KINDS)[number];

/** Those, and what this package makes of them (missedCall.ts). */
export const EVENT_KINDS = [...SENT_KINDS, 'missedCall'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type Json = Record<string, unknown>;

/** What an event becomes: the item of MangoOfficeTrigger. */
export interface MangoEvent extends Json {
	event: EventKind;
	/** Whether nothing more comes of it: the end of a call, a recording that is complete. */
	final: boolean;
}
