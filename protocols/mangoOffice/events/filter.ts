import { parseCommandId } from '../commandId';
import { typedE164 } from '../phone';
import type { EventKind, MangoEvent } from './kinds';
import type { Side } from './sides';

/** This package's MANGO OFFICE node, a campaign, or anybody else: people, and other programs. */
export type Maker = 'ours' | 'campaigns' | 'others';

export interface EventFilter {
	kinds: readonly EventKind[];
	finalOnly: boolean;
	/** Who had the call made. An empty list lets all through, here and below. */
	callsOf: readonly Maker[];
	directions: readonly string[];
	extensions: readonly string[];
	/** Numbers as people write them, or names of SIP lines. */
	lines: readonly string[];
	groups: readonly string[];
}

/**
 * Whether an event is wanted. A filter concerns only the kinds of events that have its field; there an event without
 * it does not pass. What could not be read passes.
 */
export function isWanted(event: MangoEvent, filter: EventFilter): boolean {
	if (!filter.kinds.includes(event.event)) return false;
	if (event.unknownShape === true) return true;
	if (filter.finalOnly && !event.final) return false;
	return CHECKS.every(({ kinds, passes }) => !kinds.includes(event.event) || passes(event, filter));
}

interface Check {
	/** The kinds that it concerns. */
	kinds: readonly EventKind[];
	passes(event: MangoEvent, filter: EventFilter): boolean;
}

const CHECKS: readonly Check[] = [
	{
		// Not recordings: MANGO names the command there only when the command started the recording.
		kinds: ['call', 'sms', 'commandResult'],
		passes: (event, { callsOf }) => isOneOf([makerOf(event)], callsOf),
	},
	{
		kinds: ['call', 'summary'],
		passes: ({ direction }, { directions }) => isOneOf([direction], directions),
	},
	{
		// An internal call has two extensions.
		kinds: ['call', 'summary', 'recording'],
		passes: ({ extension, from, to }, { extensions }) =>
			isOneOf([extension, (from as Side | undefined)?.extension, (to as Side | undefined)?.extension], extensions),
	},
	{
		kinds: ['call', 'summary', 'dtmf'],
		passes: ({ lineNumber }, { lines }) => isOneOf([lineNumber], lines.map((line) => typedE164(line) ?? line)),
	},
	{
		kinds: ['call'],
		passes: ({ groupExtension }, { groups }) => isOneOf([groupExtension], groups),
	},
];

function makerOf({ commandId, taskId }: MangoEvent): Maker {
	if (taskId !== undefined) return 'campaigns';
	return typeof commandId === 'string' && parseCommandId(commandId) !== undefined ? 'ours' : 'others';
}

function isOneOf(values: readonly unknown[], wanted: readonly string[]): boolean {
	return wanted.length === 0 || values.some((value) => wanted.includes(value as string));
}
