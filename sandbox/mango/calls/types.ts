import type { LegName } from '../../core/telephone';
import type { Timers } from '../../core/timers';
import type { Recordings } from '../recordings';
import type { Call, Person } from './call';
import type { Teller } from './eventStyle';
import type { ClientDoes, EmployeeDoes, People, Scripts } from './people';

export type CallDraft = Pick<
	Call,
	| 'initiator'
	| 'commandId'
	| 'taskId'
	| 'origin'
	| 'employee'
	| 'employeeNumber'
	| 'client'
	| 'group'
	| 'lineNumber'
>;

/** A client who rings a line of the product. */
export interface IncomingOrder extends Partial<People> {
	/** The client's number. */
	number: string;
	/** Of the product; its first line without it. */
	lineNumber?: string;
	/**
	 * Whom the call reaches: an employee, or a group whose members are rung one after another.
	 * Nobody: it ends in the voice menu.
	 */
	extension?: string;
	group?: string;
	/** The member who answers; the others let it ring. Without it, all do what `employee` says. */
	answeredBy?: string;
	/** Whether the voice menu comes first; always when there is nobody to reach. */
	ivr?: boolean;
	/** The switch's identifier of the call (mango-office.md#call-events). */
	sipCallId?: string;
}

export interface TransferOrder {
	method: 'blind' | 'hold';
	target: Person;
	commandId?: string;
}

/** What the exchange gives to every call that it plays. */
export interface ExchangeParts {
	teller: Teller;
	recordings: Recordings;
	timers: Timers;
	scripts: Scripts;
	/** Whether every talk is recorded without a command. */
	recordAll: boolean;
	/** Real seconds from the end of a recording until it is in the storage. */
	recordingDelay: number;
	/** Real seconds from the end of a call until the statistics have it. */
	statisticsDelay: number;
	/** Called after each change of any call. */
	onChange: () => void;
}

/** What a call's life needs from the exchange for one call. */
export interface CallSeat {
	call: Call;
	parts: ExchangeParts;
	people: People;
	newId: (what: string) => string;
	onEnd: (call: Call) => void;
}

/** A call's life, as a transfer knows it. */
export interface TransferredLife {
	/** What he whose phone rings does by himself. */
	react(who: LegName, does: EmployeeDoes | ClientDoes, rings: number): void;
	/** The next step, in real seconds; one before it that has not come yet is forgotten. */
	then(seconds: number, act: () => void): void;
	/** The client and somebody talk on this leg from now on. */
	talk(name: string, talker: Person): void;
	/** The talk that was there before goes on. */
	talkOn(): void;
	/** The code of a leg that ends because he puts the receiver down. */
	hangupReason(who: LegName | 'talker'): number;
	end(reason: number): void;
}
