import { z } from 'zod';

import { commandFields } from './command';
import type { EventKind } from './kinds';
import { reader, type Reader } from './reader';
import { optional, text, time, wholeNumber, withFurther, word } from './values';

const recordingSchema = z
	.object({
		recording_id: text,
		recording_state: word.pipe(z.enum(['Started', 'Continued', 'Completed'])),
		seq: wholeNumber,
		entry_id: text,
		call_id: text,
		extension: optional(text),
		timestamp: time,
		completion_code: optional(wholeNumber),
		recipient: optional(word),
		command_id: optional(text),
	})
	.passthrough();

/** `events/recording`: a talk is being recorded (docs/protocols/mango-office.md#other-events). */
export const readRecording = reader(recordingSchema, ({ recording_state: state, ...event }) => {
	const {
		recording_id,
		seq,
		entry_id,
		call_id,
		extension,
		timestamp,
		completion_code,
		recipient,
		command_id,
		...further
	} = event;
	return withFurther(
		{
			event: 'recording' as const,
			final: state === 'Completed',
			state,
			sequence: seq,
			entryId: entry_id,
			callId: call_id,
			recordingId: recording_id,
			extension: extension ?? null,
			completionCode: completion_code ?? null,
			recipient,
			...commandFields(command_id),
			time: timestamp,
		},
		further,
	);
});

const recordSchema = z
	.object({
		entry_id: text,
		product_id: wholeNumber,
		user_id: optional(wholeNumber),
		timestamp: time,
		recording_id: text,
	})
	.passthrough();

/**
 * `events/record/added` and `tagged`: the file is in the cloud storage, or its topics are known
 * (mango-office.md#other-events).
 */
function readRecord(event: EventKind): Reader {
	return reader(
		recordSchema,
		({ entry_id, product_id, user_id, timestamp, recording_id, ...further }) =>
			withFurther(
				{
					event,
					final: true,
					entryId: entry_id,
					recordingId: recording_id,
					productId: product_id,
					// -1 stands for unknown.
					employeeId: user_id === undefined || user_id < 0 ? null : user_id,
					time: timestamp,
				},
				further,
			),
	);
}

export const readRecordAdded = readRecord('recordAdded');
export const readRecordTagged = readRecord('recordTagged');
