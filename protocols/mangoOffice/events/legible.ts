import type { z } from 'zod';

import { callSchema, directionOf } from './call';
import type { EventKind, Json, MangoEvent } from './kinds';
import { isLastLeg } from './lastLeg';
import { peopleOf, side, type Direction } from './sides';
import { DIRECTIONS } from './summary';
import { optional, phone, text, timeOrNone, wholeNumber, word } from './values';

/** What the filters look at, as far as it can be read. */
export type Legible = Partial<
	Pick<
		MangoEvent,
		| 'final'
		| 'answered'
		| 'direction'
		| 'extension'
		| 'from'
		| 'to'
		| 'lineNumber'
		| 'groupExtension'
		| 'commandId'
		| 'taskId'
	>
>;

/** Of an event whose shape is not known as a whole: each of its fields that has a form that is known. */
export function legible(kind: EventKind, raw: unknown): Legible {
	if (typeof raw !== 'object' || raw === null) return {};
	const json = raw as Json;
	const ids = {
		commandId: read(json.command_id, optional(text)),
		taskId: read(json.task_id, optional(wholeNumber)),
	};
	const lineNumber = read(json.line_number, optional(phone));
	if (kind === 'call') return { ...ids, ...callFields(json) };
	if (kind === 'summary' || kind === 'missedCall') {
		const direction = DIRECTIONS[read(json.call_direction, wholeNumber) ?? -1];
		return {
			...peopleFields(json, direction),
			direction,
			answered: isAnswered(json),
			...(lineNumber !== undefined && { lineNumber }),
		};
	}
	if (kind !== 'recording') return { ...ids, lineNumber };
	const state = read(json.recording_state, word);
	const final = state === 'Started' || state === 'Continued' ? false : undefined;
	return { ...ids, final, extension: read(json.extension, optional(text)) };
}

function callFields(json: Json): Legible {
	const {
		call_state,
		location: where,
		disconnect_reason,
		transfer: kind,
		callback_initiator,
	} = callSchema.shape;
	const [from, to] = [read(json.from, side), read(json.to, side)];
	const state = read(json.call_state, call_state);
	const location = read(json.location, where);
	const [reason, transfer] = [
		read(json.disconnect_reason, disconnect_reason),
		read(json.transfer, kind),
	];
	const leg = { location, reason, transfer, from: from ?? {}, to: to ?? {} };
	const final = state === undefined ? undefined : state === 'Disconnected' && isLastLeg(leg);
	if (from === undefined || to === undefined) return { final };
	const direction = directionOf(from, to, {
		location,
		initiator: read(json.callback_initiator, callback_initiator),
		taskId: read(json.task_id, optional(wholeNumber)),
		commandId: read(json.command_id, optional(text)),
	});
	return { final, direction, ...peopleFields(json, direction) };
}

/** Undefined where that cannot be read. */
function isAnswered(json: Json): boolean | undefined {
	const [result, talkTime] = [
		read(json.entry_result, wholeNumber),
		read(json.talk_time, timeOrNone),
	];
	return result === undefined || talkTime === undefined
		? undefined
		: result === 1 && talkTime !== null;
}

/** Both sides or nothing: what stands on one that cannot be read is not known. */
function peopleFields(json: Json, direction: Direction | undefined): Legible {
	const [from, to] = [read(json.from, side), read(json.to, side)];
	if (from === undefined || to === undefined) return {};
	return {
		from,
		to,
		extension: peopleOf(from, to, direction ?? null).extension,
		lineNumber: to.lineNumber ?? from.lineNumber,
		groupExtension: to.groupExtension ?? from.groupExtension,
	};
}

function read<Schema extends z.ZodTypeAny>(
	value: unknown,
	schema: Schema,
): z.output<Schema> | undefined {
	const parsed = schema.safeParse(value);
	return parsed.success ? (parsed.data as z.output<Schema>) : undefined;
}
