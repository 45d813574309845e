import type { LegName } from '../../shared/telephone';
import type { Json } from '../fields';
import { productId } from '../sampleData';
import type { Recording } from '../recordings';
import type { Call, Leg } from './call';

type CallState = 'Appeared' | 'Connected' | 'Disconnected';

/**
 * `events/call` (section 2.2), after the official example of a callback: the first leg goes to the employee and has the
 * client for its caller, the second goes from the employee to the client and names the first in `taken_from_call_id`,
 * not when it ends [H]. Types are loose: as in the examples, a callback writes numbers as strings, a campaign does not.
 */
export function callEvent(call: Call, name: LegName, state: CallState, timestamp: number): Json {
	const leg = call.legs[name] as Leg;
	leg.seq += 1;
	const employee = { extension: call.employee.extension, number: call.employeeNumber };
	const client = { ...(call.client.extension ? { extension: call.client.extension } : {}), number: call.client.number };
	const taken = name === 'client' && state !== 'Disconnected' ? { taken_from_call_id: call.legs.employee?.callId } : {};
	const group = call.group ? { acd_group: call.group } : {};
	return {
		entry_id: call.id,
		call_id: leg.callId,
		timestamp,
		seq: loose(call, leg.seq),
		call_state: state,
		location: 'abonent',
		...(name === 'employee' ? { from: client, to: { ...employee, ...group } } : { from: { ...employee, ...taken }, to: client }),
		...(leg.reason === undefined ? {} : { disconnect_reason: loose(call, leg.reason) }),
		...origin(call),
	};
}

/** `command_id` and `task_id` say what a call belongs to; "callback" calls carry their initiator (section 2.2 [H]). */
function origin(call: Call): Json {
	return {
		...(call.commandId === undefined ? {} : { command_id: call.commandId }),
		...(call.taskId === undefined ? {} : { task_id: call.taskId }),
		callback_initiator: call.initiator,
	};
}

function loose(call: Call, value: number): number | string {
	return call.initiator === 'API' ? String(value) : value;
}

/**
 * `events/summary`, one for each entry_id, without command_id, call_id and recording_id (section 2.2 [H]). That a
 * callback counts as outgoing and that `to` is empty when the client was never rung are our readings [M, L].
 */
export function summaryEvent(call: Call): Json {
	const { extension, number } = call.client;
	return {
		entry_id: call.id,
		call_direction: extension ? 0 : 2,
		from: { extension: call.employee.extension, number: call.employeeNumber },
		to: call.legs.client ? { ...(extension ? { extension } : {}), number } : {},
		line_number: call.lineNumber,
		create_time: call.createdAt,
		forward_time: call.legs.employee?.appearedAt ?? call.createdAt,
		talk_time: call.talkAt ?? 0,
		end_time: call.endedAt,
		entry_result: call.talkAt === undefined ? 0 : 1,
		disconnect_reason: loose(call, call.result ?? 0),
	};
}

/** `events/recording`: seq counts for the recording (section 2.2 [H]). */
export function recordingEvent(recording: Recording, state: 'Started' | 'Completed', timestamp: number, commandId?: string): Json {
	const done = state === 'Completed' ? { completion_code: 1000, recipient: 'Cloud' } : {};
	return {
		recording_id: recording.id,
		recording_state: state,
		seq: state === 'Started' ? 1 : 2,
		entry_id: recording.entryId,
		call_id: recording.callId,
		extension: recording.extension,
		timestamp: String(timestamp),
		...done,
		...(commandId === undefined ? {} : { command_id: commandId }),
	};
}

/** `events/record/added`: the file is in the cloud storage (sections 1.6, 2.2 [H]). */
export function recordAddedEvent(recording: Recording, userId: number, timestamp: number): Json {
	return { entry_id: recording.entryId, product_id: productId, user_id: userId, timestamp, recording_id: recording.id };
}
