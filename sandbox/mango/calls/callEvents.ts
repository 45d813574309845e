import type { Json } from '../../core/json';
import type { Recording } from '../recordings';
import { productId } from '../sampleData';
import { employeeOf, legsOf, sidesOf, type Call, type Leg, type Person } from './call';

export type CallState = 'Appeared' | 'Connected' | 'OnHold' | 'Disconnected';

/** Flags of one of the two sides, "available from api v.2" (mango-office.md#call-events [H]). */
export interface SideFlags {
	from?: Json;
	to?: Json;
}

/**
 * `events/call` (mango-office.md#call-events), after the official examples. A callback: the first
 * leg goes to the employee and has the client for its caller, the second goes from the employee to
 * the client and names the first in `taken_from_call_id`, not when it ends [H]. Legs of incoming
 * calls and of transfers name it to their end [H].
 */
export function callEvent(
	call: Call,
	name: string,
	state: CallState,
	timestamp: number,
	flags: SideFlags = {},
): Json {
	const leg = call.legs[name] as Leg;
	leg.seq += 1;
	const { from, to } = sidesOf(call, name);
	const silent = name === 'client' && state === 'Disconnected';
	return {
		entry_id: call.id,
		call_id: leg.callId,
		timestamp,
		seq: leg.seq,
		call_state: state,
		location: leg.location ?? 'abonent',
		from: {
			...side(from),
			...(leg.takenFrom && !silent ? { taken_from_call_id: leg.takenFrom } : {}),
			...flags.from,
		},
		to: {
			...side(to),
			...(call.incoming ? { line_number: call.lineNumber } : {}),
			...groupOf(call, name),
			...flags.to,
		},
		...(leg.reason === undefined ? {} : { disconnect_reason: leg.reason }),
		...(leg.transfer ? { transfer: leg.transfer } : {}),
		...origin(call, leg),
	};
}

function side({ extension, number }: Person): Json {
	return { ...(extension ? { extension } : {}), number };
}

/** `acd_group`: the leg went to the employee through his group. */
function groupOf(call: Call, name: string): Json {
	const group =
		call.legs[name]?.group ?? (name === 'employee' && !call.incoming ? call.group : undefined);
	return group ? { acd_group: group } : {};
}

/**
 * `command_id` is that of the command "as a result of which the call appeared": a leg that a transfer made has that
 * command's, or none when it was made by telephone; `task_id` and the initiator stay those of the entry [M, L].
 */
function origin(call: Call, leg: Leg): Json {
	const commandId = leg.transfer ? leg.commandId : (leg.commandId ?? call.commandId);
	return {
		...(commandId === undefined ? {} : { command_id: commandId }),
		...(call.taskId === undefined ? {} : { task_id: call.taskId }),
		...(call.initiator === undefined ? {} : { callback_initiator: call.initiator }),
		...(call.sipCallId === undefined ? {} : { sip_call_id: call.sipCallId }),
	};
}

/**
 * `events/summary`, one for each entry_id, without command_id, call_id and recording_id
 * (mango-office.md#summary-events [H]).
 */
export function summaryEvent(call: Call): Json {
	return {
		entry_id: call.id,
		...(call.incoming ? incomingSides(call) : outgoingSides(call)),
		create_time: call.createdAt,
		forward_time: forwardTime(call),
		talk_time: call.talkAt ?? 0,
		end_time: call.endedAt,
		entry_result: call.talkAt === undefined && call.result !== endedByScheme ? 0 : 1,
		disconnect_reason: call.result ?? 0,
		...(call.sipCallId === undefined ? {} : { sip_call_id: call.sipCallId }),
	};
}

/**
 * The official example of a call that ended in the voice menu says entry_result 1, though nobody
 * talked (mango-office.md#summary-events [H]).
 */
const endedByScheme = 1170;

/**
 * That a callback counts as outgoing and that `to` is empty when the client was never rung are our
 * readings [M, L]. An internal call has no line [H].
 */
function outgoingSides(call: Call): Json {
	const internal = call.client.extension !== undefined;
	return {
		call_direction: internal ? 0 : 2,
		from: side(employeeOf(call)),
		to: call.legs.client ? side(call.client) : {},
		...(internal ? {} : { line_number: call.lineNumber }),
	};
}

/**
 * `to`: who answered first, else who missed the call first; a group that missed it has no number
 * (PDF §3.1.6 [H]).
 */
function incomingSides(call: Call): Json {
	const rung = legsOf(call).filter(([, leg]) => leg.location === undefined);
	const [name] = rung.find(([, leg]) => leg.connectedAt !== undefined) ?? rung[0] ?? [];
	const missedByGroup = call.group && call.talkAt === undefined;
	const to = name === undefined ? {} : side(sidesOf(call, name).to);
	return {
		call_direction: 1,
		from: { number: call.client.number },
		to: missedByGroup ? { extension: call.group } : to,
		line_number: call.lineNumber,
	};
}

/**
 * When the menu or the line passed an incoming call on, 0 without a talk; else the time of creation
 * (PDF §3.1.6 [H]).
 */
function forwardTime(call: Call): number {
	if (!call.incoming) return call.legs.employee?.appearedAt ?? call.createdAt;
	const answered = legsOf(call).find(
		([, leg]) => leg.connectedAt !== undefined && leg.location === undefined,
	);
	return answered?.[1].appearedAt ?? 0;
}

export interface RecordingStep {
	state: 'Started' | 'Continued' | 'Completed';
	/** Counted for each recording (mango-office.md#other-events [H]). */
	seq: number;
	timestamp: number;
	commandId?: string;
}

export function recordingEvent(
	recording: Recording,
	{ state, seq, timestamp, commandId }: RecordingStep,
): Json {
	const done = state === 'Completed' ? { completion_code: 1000, recipient: 'Cloud' } : {};
	return {
		recording_id: recording.id,
		recording_state: state,
		seq,
		entry_id: recording.entryId,
		call_id: recording.callId,
		extension: recording.extension,
		timestamp,
		...done,
		...(commandId === undefined ? {} : { command_id: commandId }),
	};
}

/**
 * `events/record/added`: the file is in the cloud storage; user_id -1 stands for nobody
 * (mango-office.md#recordings and #other-events [H]).
 */
export function recordAddedEvent(
	recording: Recording,
	userId: number | undefined,
	timestamp: number,
): Json {
	return {
		entry_id: recording.entryId,
		product_id: productId,
		user_id: userId ?? -1,
		timestamp,
		recording_id: recording.id,
	};
}
