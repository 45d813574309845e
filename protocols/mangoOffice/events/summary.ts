import { z } from 'zod';

import { reader } from './reader';
import { reasonFields } from './reason';
import { peopleOf, side, type Direction } from './sides';
import {
	optional,
	phone,
	secondsBetween,
	text,
	time,
	timeOrNone,
	wholeNumber,
	withFurther,
} from './values';

/** By `call_direction`. */
export const DIRECTIONS: readonly Direction[] = ['internal', 'incoming', 'outgoing'];

const schema = z
	.object({
		entry_id: text,
		call_direction: wholeNumber.pipe(z.number().min(0).max(2)),
		from: side,
		to: side,
		line_number: optional(phone),
		dct: optional(z.object({ number: optional(phone), type: optional(wholeNumber) }).passthrough()),
		create_time: time,
		forward_time: timeOrNone,
		talk_time: timeOrNone,
		end_time: time,
		entry_result: wholeNumber,
		disconnect_reason: optional(wholeNumber),
		sip_call_id: optional(text),
	})
	.passthrough();

/**
 * `events/summary`: how a whole call went, once (docs/protocols/mango-office.md#summary-events).
 */
export const readSummary = reader(schema, ({ from, to, ...event }) => {
	const {
		entry_id,
		call_direction,
		line_number,
		dct,
		create_time,
		forward_time,
		talk_time,
		end_time,
		...more
	} = event;
	const { entry_result, disconnect_reason, sip_call_id, ...further } = more;
	const direction = DIRECTIONS[call_direction];
	// One of MANGO's own examples has the result 1 without any talk.
	const talkSeconds =
		entry_result === 1 && talk_time !== null ? secondsBetween(talk_time, end_time) : undefined;
	return withFurther(
		{
			event: 'summary' as const,
			final: true,
			entryId: entry_id,
			direction,
			...peopleOf(from, to, direction),
			lineNumber: line_number ?? to.lineNumber ?? null,
			startTime: create_time,
			forwardTime: forward_time,
			answerTime: talk_time,
			endTime: end_time,
			talkSeconds: talkSeconds ?? 0,
			answered: talkSeconds !== undefined,
			...reasonFields(disconnect_reason),
			from,
			to,
			sipCallId: sip_call_id,
			dct,
		},
		further,
	);
});
