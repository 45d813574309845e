import type { Employee } from '../sampleData';
import { personOf, type Person } from './directory';

/** `target`: to whom the call is transferred. */
export type LegName = 'employee' | 'client' | 'target';
export type PhoneAct = 'answer' | 'decline' | 'hangup';

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
	/** What the leg is the consequence of (mango-office.md#call-events). */
	transfer?: 'consultative' | 'blind' | 'return_blind';
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

/** What is known of a call before it begins. */
export interface CallDraft {
	/** Who has the call made; `ObDial` is a campaign (mango-office.md#call-events). Absent when the client rang. */
	initiator?: 'API' | 'ObDial';
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
}

/** A call with all of its legs: MANGO's `entry_id` (mango-office.md#callback and #call-events). */
export interface Call extends CallDraft {
	id: string;
	phase: CallPhase;
	/**
	 * Unix seconds of the call's own time, which passes `speed` times faster, so that durations are
	 * those of a real call.
	 */
	clock: () => number;
	/**
	 * In the order in which they appeared. `employee` and `client` are those that ring them; later
	 * legs have other names.
	 */
	legs: { employee?: Leg; client?: Leg; [name: string]: Leg | undefined };
	/** The name of the leg on which the client talks. */
	talkLeg?: string;
	/** Who talks with the client, or did last. */
	talker?: Person;
	/** The last transfer. `left`: he who transfers has; after `hold` he has not as long as he consults. */
	transfer?: { left: boolean; from: Person; target: Person };
	createdAt: number;
	talkAt?: number;
	endedAt?: number;
	/** The result code: disconnect_reason of the leg that ended the call. */
	result?: number;
	/** The first recording of the call. */
	recordingId?: string;
}

export function legsOf(call: Call): Array<[name: string, leg: Leg]> {
	return Object.entries(call.legs) as Array<[string, Leg]>;
}

export function isOpen(leg: Leg | undefined): boolean {
	return leg !== undefined && leg.endedAt === undefined;
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

/** Whose telephone rings. */
export function ringingAt({ phase }: Call): LegName | undefined {
	const [, who] = /^(employee|client|target)Rings$/.exec(phase) ?? [];
	return who as LegName | undefined;
}

/** Who has a receiver in his hand. */
export function inCall({ phase, incoming, talkAt, transfer }: Call): LegName[] {
	const employee: LegName[] = transfer?.left ? [] : ['employee'];
	const clientWaits: LegName[] = incoming || talkAt !== undefined ? ['client'] : [];
	const byPhase: Partial<Record<CallPhase, LegName[]>> = {
		menu: ['client'],
		employeeRings: clientWaits,
		between: ['employee'],
		clientRings: ['employee'],
		voicemail: ['employee'],
		talk: transfer?.left ? ['target', 'client'] : ['employee', 'client'],
		targetRings: [...employee, 'client'],
		consult: ['employee', 'target', 'client'],
	};
	return byPhase[phase] ?? [];
}

/** What may be pressed on a telephone now. */
export function pressable(call: Call, who: LegName): PhoneAct[] {
	if (ringingAt(call) === who) return ['answer', 'decline'];
	return inCall(call).includes(who) ? ['hangup'] : [];
}
