import type { LegName } from '../../shared/telephone';

/** Nobody who does "noAnswer" picks up by himself, but the panel's buttons may. */
export type EmployeeDoes = 'answers' | 'declines' | 'busy' | 'noAnswer' | 'offSchedule';
export type ClientDoes = 'answers' | 'declines' | 'busy' | 'noAnswer' | 'unreachable' | 'unknownNumber';

/** What the two people of a call do, in real seconds. */
export interface People {
	employee: EmployeeDoes;
	client: ClientDoes;
	/** How long the phones ring before they are answered or declined. */
	employeeRings: number;
	clientRings: number;
	talkSeconds: number;
	/** `nobody`: only the panel or a command ends the talk. */
	hangsUp: LegName | 'nobody';
}

export const usualPeople: People = {
	employee: 'answers',
	client: 'answers',
	employeeRings: 3,
	clientRings: 5,
	talkSeconds: 20,
	hangsUp: 'client',
};

/** How long an unanswered phone rings; MANGO's own times are settings of the employee and the line [L]. */
export const ringSeconds: Record<LegName, number> = { employee: 30, client: 40 };

/** Codes of section 1.7 for what a person did instead of answering. */
export const refusalCodes: Record<Exclude<EmployeeDoes | ClientDoes, 'answers' | 'offSchedule'>, number> = {
	declines: 1122,
	busy: 1121,
	noAnswer: 1111,
	unreachable: 1131,
	unknownNumber: 1133,
};

export interface Script extends Partial<People> {
	/** Only for calls to this client. */
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
		const index = this.queue.findIndex((script) => script.number === undefined || script.number === number);
		const [script = {}] = index === -1 ? [] : this.queue.splice(index, 1);
		return { ...this.usual, ...script };
	}

	clear(): void {
		this.queue.length = 0;
	}
}
