import { defined, type Json } from '../../core/json';
import { employeeOf, legsOf, sidesOf, type Call, type Leg } from './call';
import type { Person } from './directory';

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
export function callEvent(call: Call, name: string, state: CallState, flags: SideFlags = {}): Json {
	const leg = call.legs[name] as Leg;
	leg.seq += 1;
	const { from, to } = sidesOf(call, name);
	const silent = name === 'client' && state === 'Disconnected';
	// The leg went to the employee through his group.
	const group = leg.group ?? (name === 'employee' && !call.incoming ? call.group : undefined);
	return defined({
		entry_id: call.id,
		call_id: leg.callId,
		timestamp: call.clock(),
		seq: leg.seq,
		call_state: state,
		location: leg.location ?? 'abonent',
		from: defined({
			...side(from),
			taken_from_call_id: silent ? undefined : leg.takenFrom,
			...flags.from,
		}),
		to: defined({
			...side(to),
			line_number: call.incoming ? call.lineNumber : undefined,
			acd_group: group,
			...flags.to,
		}),
		disconnect_reason: leg.reason,
		transfer: leg.transfer,
		// That of the command "as a result of which the call appeared": a leg that a transfer made has that
		// command's, or none when it was made by telephone; `task_id` and the initiator stay those of the
		// entry [M, L].
		command_id: leg.transfer ? leg.commandId : (leg.commandId ?? call.commandId),
		task_id: call.taskId,
		callback_initiator: call.initiator,
		sip_call_id: call.sipCallId,
	});
}

function side({ extension, number }: Person): Json {
	return { ...(extension && { extension }), number };
}

/**
 * `events/summary`, one for each entry_id, without command_id, call_id and recording_id
 * (mango-office.md#summary-events [H]).
 */
export function summaryEvent(call: Call): Json {
	return defined({
		entry_id: call.id,
		...(call.incoming ? incomingSides(call) : outgoingSides(call)),
		create_time: call.createdAt,
		talk_time: call.talkAt ?? 0,
		end_time: call.endedAt,
		// The official example of a call that ended in the voice menu says 1, though nobody talked
		// (mango-office.md#summary-events [H]).
		entry_result: call.talkAt === undefined && call.result !== 1170 ? 0 : 1,
		disconnect_reason: call.result ?? 0,
		sip_call_id: call.sipCallId,
	});
}

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
		line_number: internal ? undefined : call.lineNumber,
		forward_time: call.legs.employee?.appearedAt ?? call.createdAt,
	};
}

/**
 * `to`: who answered first, else who missed the call first; a group that missed it has no number.
 * `forward_time`: when the menu or the line passed the call on, 0 without a talk (PDF §3.1.6 [H]).
 */
function incomingSides(call: Call): Json {
	const rung = legsOf(call).filter(([, leg]) => leg.location === undefined);
	const answered = rung.find(([, leg]) => leg.connectedAt !== undefined);
	const [name] = answered ?? rung[0] ?? [];
	const missedByGroup = call.group && call.talkAt === undefined;
	const to = name === undefined ? {} : side(sidesOf(call, name).to);
	return {
		call_direction: 1,
		from: { number: call.client.number },
		to: missedByGroup ? { extension: call.group } : to,
		line_number: call.lineNumber,
		forward_time: answered?.[1].appearedAt ?? 0,
	};
}
