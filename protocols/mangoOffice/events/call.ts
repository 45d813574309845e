import { z } from 'zod';

import { commandFields } from './command';
import { isLastLeg } from './lastLeg';
import { reader } from './reader';
import { reasonFields } from './reason';
import { peopleOf, side, type Direction, type Side } from './sides';
import { optional, phone, text, time, wholeNumber, withFurther, word } from './values';

export const callSchema = z
	.object({
		entry_id: text,
		call_id: text,
		timestamp: time,
		seq: wholeNumber,
		call_state: word.pipe(z.enum(['Appeared', 'Connected', 'OnHold', 'Disconnected'])),
		location: optional(word),
		from: side,
		to: side,
		dct: optional(z.object({ number: optional(phone), type: optional(wholeNumber) }).passthrough()),
		disconnect_reason: optional(wholeNumber),
		transfer: optional(word),
		sip_call_id: optional(text),
		command_id: optional(text),
		task_id: optional(wholeNumber),
		campaign_id: optional(wholeNumber),
		callback_initiator: optional(word),
	})
	.passthrough();

/** `events/call`: a state of one leg of a call (docs/protocols/mango-office.md#call-events). */
export const readCall = reader(callSchema, ({ call_state: state, from, to, ...event }) => {
	const {
		entry_id,
		call_id,
		timestamp,
		seq,
		location,
		dct,
		disconnect_reason,
		transfer,
		sip_call_id,
		...more
	} = event;
	const { command_id, task_id, campaign_id, callback_initiator: initiator, ...further } = more;
	const maker = { initiator, taskId: task_id, commandId: command_id };
	const direction = directionOf(from, to, { ...maker, location });
	const leg = { location, reason: disconnect_reason, transfer, from, to };
	return withFurther(
		{
			event: 'call' as const,
			final: state === 'Disconnected' && isLastLeg(leg),
			entryId: entry_id,
			callId: call_id,
			sequence: seq,
			time: timestamp,
			state,
			location: location ?? null,
			direction,
			...peopleOf(from, to, direction),
			lineNumber: to.lineNumber ?? from.lineNumber ?? null,
			groupExtension: to.groupExtension ?? from.groupExtension ?? null,
			from,
			to,
			...reasonFields(disconnect_reason),
			transfer,
			sipCallId: sip_call_id,
			...commandFields(command_id),
			initiator,
			taskId: task_id,
			campaignId: campaign_id,
			dct,
		},
		further,
	);
});

/** What tells of the way of a call beside its two sides. */
interface Hints {
	location?: string;
	initiator?: string;
	taskId?: number;
	commandId?: string;
}

/**
 * The event itself does not say. An initiator or a task is there only where MANGO calls two people;
 * a command as well, unless the leg was taken from another one: then the command has only moved a
 * call. Without an employee yet, a call in a menu, in a queue or to a line came from outside.
 */
export function directionOf(
	from: Side,
	to: Side,
	{ location, initiator, taskId, commandId }: Hints,
): Direction {
	if (initiator !== undefined || taskId !== undefined) return 'outgoing';
	if (from.extension !== undefined) return to.extension === undefined ? 'outgoing' : 'internal';
	if (commandId !== undefined && from.takenFromCallId === undefined) return 'outgoing';
	const isIncoming =
		to.extension !== undefined ||
		location === 'ivr' ||
		location === 'queue' ||
		to.lineNumber !== undefined;
	return isIncoming ? 'incoming' : null;
}
