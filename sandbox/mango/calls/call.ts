import type { LegName } from '../../shared/telephone';
import type { Employee } from '../sampleData';

/** One leg: MANGO's `call_id`. Times are unix seconds. */
export interface Leg {
	callId: string;
	/** Of the last event; counted for each leg (section 2.2). */
	seq: number;
	appearedAt: number;
	connectedAt?: number;
	endedAt?: number;
	reason?: number;
}

/** Where a call is. `between`: the employee has answered, the client is not being rung yet. */
export type CallPhase = 'starting' | 'employeeRings' | 'between' | 'clientRings' | 'talk' | 'ended';

/** Who has the call made; `ObDial` is a campaign (section 2.2). */
export type Initiator = 'API' | 'ObDial';

/** A call to two people: MANGO's `entry_id` with its two legs (sections 1.3, 2.2). */
export interface Call {
	id: string;
	initiator: Initiator;
	commandId?: string;
	taskId?: number;
	/** What the panel says the call comes from. */
	origin: string;
	employee: Employee;
	/** The number of the employee's phone that rings. */
	employeeNumber: string;
	client: { number: string; extension?: string; name?: string };
	/** The group's short number (callback_group). */
	group?: string;
	lineNumber: string;
	phase: CallPhase;
	/** Unix seconds of the call's own time, which passes `speed` times faster, so that durations are those of a real call. */
	clock: () => number;
	legs: Partial<Record<LegName, Leg>>;
	createdAt: number;
	talkAt?: number;
	endedAt?: number;
	/** The result code: disconnect_reason of the leg that ended the call. */
	result?: number;
	recordingId?: string;
}

/** The leg that is being rung or talked on. */
export function currentLeg(call: Call): Leg | undefined {
	return call.legs.client ?? call.legs.employee;
}

export function legByCallId(call: Call, callId: string): Leg | undefined {
	return Object.values(call.legs).find((leg) => leg.callId === callId);
}

export function isAnswered(call: Call): boolean {
	return call.talkAt !== undefined;
}
