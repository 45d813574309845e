import type { EventKind } from '../../../protocols/mangoOffice/events/kinds';

export const EVENT_NAMES: Readonly<Record<EventKind, string>> = {
	call: 'Call',
	summary: 'Call Summary',
	missedCall: 'Missed Call',
	recording: 'Recording',
	recordAdded: 'Recording Added',
	recordTagged: 'Recording Tagged',
	dtmf: 'DTMF',
	sms: 'SMS',
	userStatus: 'Employee Status',
	commandResult: 'Command Result',
	statistics: 'Statistics',
	other: 'Other',
};

/** The outputs by their numbers, which never change, whatever is chosen: n8n's connections go by them. */
export const OUTPUTS: ReadonlyArray<{ name: string; kinds: readonly EventKind[] }> = [
	{ name: 'Calls', kinds: ['call', 'summary', 'missedCall'] },
	{ name: 'Recordings', kinds: ['recording', 'recordAdded', 'recordTagged'] },
	{ name: 'Command Results', kinds: ['commandResult', 'sms'] },
	{ name: 'Others', kinds: ['dtmf', 'userStatus', 'statistics', 'other'] },
];
