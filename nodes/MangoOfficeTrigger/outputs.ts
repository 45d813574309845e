import { NodeConnectionTypes } from 'n8n-workflow';

import { EVENT_KINDS, type EventKind } from '../../protocols/mangoOffice/events/kinds';

export const EVENT_NAMES: Readonly<Record<EventKind, string>> = {
	call: 'Call',
	summary: 'Call Summary',
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

const OUTPUTS = EVENT_KINDS.map((kind) => [kind, EVENT_NAMES[kind]] as const);

/** The chosen kinds of events in the outputs' order, whatever the order in which they were chosen. */
export function outputsOf(chosen: readonly EventKind[]): EventKind[] {
	return EVENT_KINDS.filter((kind) => chosen.includes(kind));
}

/** The same for n8n's editor, which draws the outputs. n8n does not evaluate it when an event comes in. */
export const OUTPUTS_EXPRESSION = `={{ ${JSON.stringify(OUTPUTS)}.filter(([kind]) => $parameter["events"].includes(kind)).map(([, displayName]) => ({ type: "${NodeConnectionTypes.Main}", displayName })) }}` as const;
