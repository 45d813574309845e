import type { Json } from '../../core/json';
import { employeeOf, legsOf, recordingOf, sidesOf, type Call, type Leg } from '../calls/call';
import type { Pbx } from '../pbx';
import { groups } from '../sampleData';

type Numbers = Pbx['settings']['statisticsNumbers'];

/** A call in the extended statistics (mango-office.md#call-statistics; the fields of a leg from PDF §3.4.2.3 [H]). */
export function contextOf(call: Call, numbers: Numbers): Json {
	const { incoming, initiator, client, employee, createdAt, talkAt } = call;
	const end = call.endedAt ?? createdAt;
	return {
		entry_id: call.id,
		// A callback is an outgoing call [M].
		context_type: incoming ? 1 : client.extension ? 3 : 2,
		context_status: talkAt === undefined ? 0 : 1,
		// "null if it was no employee who called" [H].
		caller_id: incoming ? null : employee?.id,
		caller_name: incoming ? client.number : employee?.name,
		caller_number: incoming ? client.number : employee?.extension,
		called_number: incoming ? call.lineNumber : client.number,
		context_start_time: createdAt,
		duration: end - createdAt,
		talk_duration: talkAt === undefined ? 0 : end - talkAt,
		// 0 of incoming calls and 3 of campaigns as in the official examples [H]; 4 is an ordered call [H],
		// as which a callback is taken [M].
		context_init_type: incoming ? 0 : initiator === 'API' ? 4 : 3,
		// Nobody is called back here: 2 is "no call back" [H].
		recall_status: 2,
		cost: 0,
		context_calls: legContexts(call, numbers),
	};
}

/** The voice menu has no element of its own; the members of a group are in the group's. */
function legContexts(call: Call, numbers: Numbers): Json[] {
	const isMember = (leg: Leg) => leg.location === undefined && leg.group !== undefined;
	const members = legsOf(call)
		.filter(([, leg]) => isMember(leg))
		.map(([name]) => legContext(call, name, numbers));
	return legsOf(call)
		.filter(([, leg]) => leg.location !== 'ivr' && !isMember(leg))
		.map(([name, leg]) =>
			leg.location === 'queue' ? groupContext(call, leg, members) : legContext(call, name, numbers),
		);
}

function legContext(call: Call, name: string, numbers: Numbers): Json {
	const leg = call.legs[name] as Leg;
	const { to } = sidesOf(call, name);
	const isUser = to.id !== undefined;
	const recording = recordingOf(call, name);
	// Of a leg to an outside number the abonent is the employee who talks there [H].
	const abonent = isUser ? to : employeeOf(call);
	return {
		call_type: isUser ? 'user' : 'number',
		call_abonent_id: abonent.id ?? null,
		call_abonent_info: abonent.name ?? '',
		call_abonent_number: isUser && numbers === 'extension' ? to.extension : to.number,
		recording_id: recording === undefined ? [] : [recording],
		...courseOf(call, leg, to.extension),
		RecordInbound: false,
		RecordOutbound: recording !== undefined,
		members: null,
	};
}

/** Answered and ended as the member who answered has it. */
function groupContext(call: Call, queue: Leg, members: Json[]): Json {
	const group = groups.find(({ extension }) => extension === call.group);
	const answered = members.find(({ call_answer_time: time }) => time !== null);
	const course = {
		...queue,
		connectedAt: answered?.call_answer_time as number | undefined,
		endedAt: (answered?.call_end_time ?? queue.endedAt) as number,
		reason: (answered?.call_end_reason ?? queue.reason) as number,
	};
	return {
		call_type: 'group',
		call_abonent_id: group?.id,
		call_abonent_info: group?.name,
		call_abonent_number: null,
		recording_id: answered?.recording_id ?? [],
		...courseOf(call, course),
		ModeConversation: false,
		ModeGroup: true,
		members,
	};
}

/** Times and kind of a leg. What did not happen is null, as in the official examples [H]. */
function courseOf(call: Call, leg: Leg, toExtension?: string): Json {
	const { appearedAt, connectedAt, endedAt = appearedAt, heldSeconds } = leg;
	const incoming = call.incoming === true;
	return {
		call_start_time: appearedAt,
		call_answer_time: connectedAt ?? null,
		call_end_time: endedAt,
		call_duration: endedAt - appearedAt,
		talk_duration: connectedAt === undefined ? 0 : endedAt - connectedAt,
		dial_duration: (connectedAt ?? endedAt) - appearedAt,
		hold_duration: heldSeconds ?? null,
		call_end_reason: leg.reason ?? 0,
		external_call_id: leg.callId,
		DirectionInbound: incoming,
		DirectionOutbound: !incoming && !toExtension,
		ModeConversation: true,
		ModeListen: false,
		ModePrompt: false,
		ModeConference: false,
		ModeGroup: false,
		BlindTransfer: leg.transfer === 'blind' && !leg.consulted,
		ConsultTransfer: leg.consulted === true,
		OutboundDialing: call.initiator === 'ObDial',
		Intercepted: false,
		IvrNotUsed: !call.legs.ivr,
	};
}
