import type { Employee } from '../sampleData';

/** One of those who talk: an employee has an extension, an outside number has none. */
export interface Person {
	number: string;
	extension?: string;
	name?: string;
	/** `general.user_id` of an employee. */
	id?: number;
}

/** What a leg is the consequence of (mango-office.md#call-events). */
type TransferKind = 'consultative' | 'blind' | 'return_blind';

/** One leg: MANGO's `call_id`. Times are unix seconds. */
export interface Leg {
	callId: string;
	/** Of the last event; counted for each leg (mango-office.md#call-events). */
	seq: number;
	appearedAt: number;
	connectedAt?: number;
	endedAt?: number;
	reason?: number;
	/** Who rings whom; absent where it is the two people of a callback. */
	from?: Person;
	to?: Person;
	/** The voice menu or the queue of a group; absent at a telephone. */
	location?: 'ivr' | 'queue';
	/** The short number of the group that the leg goes through. */
	group?: string;
	/** `call_id` of the leg that the caller of this one comes from. */
	takenFrom?: string;
	transfer?: TransferKind;
	/** A transfer with consultation stays one in the statistics when its kind has changed. */
	consulted?: boolean;
	/** The command that made this leg, where it is not the one that made the call. */
	commandId?: string;
	/** On hold since, and for how long before. */
	heldAt?: number;
	heldSeconds?: number;
	recordingId?: string;
}

/**
 * In the order in which they appeared. `employee` and `client` are those that ring them; later legs
 * have other names.
 */
interface Legs {
	employee?: Leg;
	client?: Leg;
	[name: string]: Leg | undefined;
}

/**
 * Where a call is. `between`: the employee has answered, the client is not being rung yet; `voicemail`: a machine has
 * answered for the client; `targetRings`, `consult`: a transfer is under way.
 */
export type CallPhase =
	| 'starting'
	| 'menu'
	| 'employeeRings'
	| 'between'
	| 'clientRings'
	| 'voicemail'
	| 'talk'
	| 'targetRings'
	| 'consult'
	| 'ended';

/** Who has the call made; `ObDial` is a campaign (mango-office.md#call-events). */
type Initiator = 'API' | 'ObDial';

/** The last transfer of a call. */
interface Transfer {
	/** Whether he who transfers has left; after `hold` he has not as long as he consults. */
	left: boolean;
	from: Person;
	target: Person;
}

/** A call with all of its legs: MANGO's `entry_id` (mango-office.md#callback and #call-events). */
export interface Call {
	id: string;
	/** Absent when the client rang. */
	initiator?: Initiator;
	/** The client rang. */
	incoming?: boolean;
	commandId?: string;
	taskId?: number;
	sipCallId?: string;
	/** What the panel says the call comes from. */
	origin: string;
	/** Absent as long as an incoming call has reached nobody. */
	employee?: Employee;
	/** The number of the employee's phone that rings. */
	employeeNumber?: string;
	client: Person;
	/** The group's short number (callback_group, or the group that the client rang). */
	group?: string;
	lineNumber: string;
	phase: CallPhase;
	/**
	 * Unix seconds of the call's own time, which passes `speed` times faster, so that durations are
	 * those of a real call.
	 */
	clock: () => number;
	legs: Legs;
	/** The name of the leg on which the client talks. */
	talkLeg?: string;
	/** Who talks with the client, or did last. */
	talker?: Person;
	transfer?: Transfer;
	createdAt: number;
	talkAt?: number;
	endedAt?: number;
	/** The result code: disconnect_reason of the leg that ended the call. */
	result?: number;
	/** The first recording of the call. */
	recordingId?: string;
}

export function legsOf(call: Call): Array<[name: string, leg: Leg]> {
	return Object.entries(call.legs).filter(
		(entry): entry is [string, Leg] => entry[1] !== undefined,
	);
}

export function isOpen(leg: Leg | undefined): boolean {
	return leg !== undefined && leg.endedAt === undefined;
}

/** The leg with this call_id that has not ended. */
export function openLeg(call: Call, callId: string): string | undefined {
	return legsOf(call).find(([, leg]) => leg.callId === callId && isOpen(leg))?.[0];
}

export function legByCallId(call: Call, callId: string): Leg | undefined {
	return legsOf(call).find(([, leg]) => leg.callId === callId)?.[1];
}

/** Who rings whom on a leg. */
export function sidesOf(call: Call, name: string): { from: Person; to: Person } {
	const { from, to } = call.legs[name] as Leg;
	const employee = employeeOf(call);
	const [caller, callee] = name === 'employee' ? [call.client, employee] : [employee, call.client];
	return { from: from ?? caller, to: to ?? callee };
}

/**
 * A call that a test has put into the list may tell its recording as a whole only: it is that of
 * the talk with the client.
 */
export function recordingOf(call: Call, name: string): string | undefined {
	const told = legsOf(call).some(([, leg]) => leg.recordingId !== undefined);
	return told || name !== 'client' ? call.legs[name]?.recordingId : call.recordingId;
}

export function employeeOf({ employee, employeeNumber }: Call): Person {
	return personOf(employee, employeeNumber);
}

export function personOf(employee: Employee | undefined, number?: string): Person {
	return {
		number: number ?? employee?.sip ?? '',
		...(employee && { extension: employee.extension, name: employee.name, id: employee.id }),
	};
}
