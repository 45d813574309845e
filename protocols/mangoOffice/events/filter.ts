import { parseCommandId } from '../commandId';
import { typedE164 } from '../phone';
import type { EventKind, MangoEvent } from './kinds';
import { legible, type Legible } from './legible';
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
 * Whether an event is wanted. A filter concerns only the kinds of events that have its field; there
 * an event without it does not pass. Of an event of unknown shape each field counts that can be
 * read; what cannot be read passes.
 */
export function isWanted(event: MangoEvent, filter: EventFilter): boolean {
	if (!filter.kinds.includes(event.event)) return false;
	if (filter.finalOnly && !event.final) return false;
	const isUnknown = event.unknownShape === true;
	const fields: Legible = isUnknown ? legible(event.event, event.raw) : event;
	return CHECKS.filter(({ kinds }) => kinds.includes(event.event)).every(({ values, wanted }) => {
		const told = values(fields, isUnknown).filter((value) => value !== undefined && value !== null);
		return (isUnknown && told.length === 0) || isOneOf(told, wanted(filter));
	});
}

interface Check {
	/** The kinds that it concerns. */
	kinds: readonly EventKind[];
	/** What an event has there; one of them has to be wanted. */
	values(fields: Legible, isUnknown: boolean): unknown[];
	wanted(filter: EventFilter): readonly string[];
}

const CHECKS: readonly Check[] = [
	{
		// Not recordings: MANGO names the command there only when the command started the recording.
		kinds: ['call', 'sms', 'commandResult'],
		// Of a call of unknown shape nobody knows whether it has none.
		values: (fields, isUnknown) =>
			isUnknown && fields.commandId === undefined && fields.taskId === undefined
				? []
				: [makerOf(fields)],
		wanted: ({ callsOf }) => callsOf,
	},
	{
		kinds: ['call', 'summary', 'missedCall'],
		values: ({ direction }) => [direction],
		wanted: ({ directions }) => directions,
	},
	{
		// An internal call has two extensions.
		kinds: ['call', 'summary', 'missedCall', 'recording'],
		values: ({ extension, from, to }) => [
			extension,
			(from as Side | undefined)?.extension,
			(to as Side | undefined)?.extension,
		],
		wanted: ({ extensions }) => extensions,
	},
	{
		kinds: ['call', 'summary', 'missedCall', 'dtmf'],
		values: ({ lineNumber }) => [lineNumber],
		wanted: ({ lines }) => lines.map((line) => typedE164(line) ?? line),
	},
	{
		kinds: ['call', 'missedCall'],
		values: ({ groupExtension }) => [groupExtension],
		wanted: ({ groups }) => groups,
	},
];

function makerOf({ commandId, taskId }: Legible): Maker {
	if (taskId !== undefined) return 'campaigns';
	return typeof commandId === 'string' && parseCommandId(commandId) !== undefined
		? 'ours'
		: 'others';
}

function isOneOf(values: readonly unknown[], wanted: readonly string[]): boolean {
	return wanted.length === 0 || values.some((value) => wanted.includes(value as string));
}
