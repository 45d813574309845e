import type { LegName } from '../../core/telephone';

/** Nobody who does "noAnswer" picks up by himself, but the panel's buttons may. */
export type EmployeeDoes = 'answers' | 'declines' | 'busy' | 'noAnswer' | 'offSchedule';
/** `voicemail`: a machine answers for him. */
export type ClientDoes =
	'answers' | 'declines' | 'busy' | 'noAnswer' | 'unreachable' | 'unknownNumber' | 'voicemail';
type TargetDoes = Exclude<EmployeeDoes, 'offSchedule'>;

/** A transfer that the employee makes by his telephone. */
interface PlannedTransfer {
	/** An extension or a number. */
	to: string;
	/** `hold`: he speaks with the target first. */
	method: 'blind' | 'hold';
	/** Seconds of talk before it. */
	after?: number;
}

/** What the people of a call do, in real seconds. */
export interface People {
	employee: EmployeeDoes;
	client: ClientDoes;
	/** How long the phones ring before they are answered or declined. */
	employeeRings: number;
	clientRings: number;
	talkSeconds: number;
	/** `nobody`: only the panel or a command ends the talk. */
	hangsUp: 'employee' | 'client' | 'nobody';
	/** How long a client who rings waits for somebody. */
	clientWaits: number;
	/** Whether MANGO notices that a voicemail has answered; if not, its greeting is a talk like any other. */
	antirobot: boolean;
	transfer?: PlannedTransfer;
	/** What he does to whom the call is transferred. */
	target: TargetDoes;
	targetRings: number;
	/** How long the employee speaks with the target before he hangs up, and the client talks on. */
	consultSeconds: number;
}

export const usualPeople: People = {
	employee: 'answers',
	client: 'answers',
	employeeRings: 3,
	clientRings: 5,
	talkSeconds: 20,
	hangsUp: 'client',
	clientWaits: 60,
	antirobot: true,
	target: 'answers',
	targetRings: 3,
	consultSeconds: 5,
};

/** How long an unanswered phone rings; MANGO's own times are settings of the employee and the line [L]. */
export const ringSeconds: Record<LegName, number> = { employee: 30, client: 40, target: 30 };

/** Codes of mango-office.md#result-codes for what a person did instead of answering. */
export const refusalCodes: Record<
	Exclude<EmployeeDoes | ClientDoes, 'answers' | 'offSchedule' | 'voicemail'>,
	number
> = {
	declines: 1122,
	busy: 1121,
	noAnswer: 1111,
	unreachable: 1131,
	unknownNumber: 1133,
};

export interface Script extends Partial<People> {
	/** Only for calls to this client, or from him. */
	number?: string;
}

/** What tests and demos have written for the next calls. */
export class Scripts {
	private readonly queue: Script[] = [];

	constructor(private usual: People) {}

	add(script: Script, calls: number): void {
		for (let left = calls; left > 0; left -= 1) this.queue.push(script);
	}

	/** The first script that fits, used up; without one, people do what they usually do. */
	take(number: string): People {
		const index = this.queue.findIndex(
			(script) => script.number === undefined || script.number === number,
		);
		const [script = {}] = index === -1 ? [] : this.queue.splice(index, 1);
		return { ...this.usual, ...script };
	}

	clear(): void {
		this.queue.length = 0;
	}
}
