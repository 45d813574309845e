import { z } from 'zod';

import { takeFirst } from '../../core/faults';
import type { LegName } from './call';

const seconds = z.number().nonnegative();
const does = ['answers', 'declines', 'busy', 'noAnswer'] as const;

/** What the people of a call do, in real seconds, and what they usually do. */
const people = z.object({
	/** Nobody who does "noAnswer" picks up by himself, but the panel's buttons may. */
	employee: z.enum([...does, 'offSchedule']).default('answers'),
	/** `voicemail`: a machine answers for him. */
	client: z.enum([...does, 'unreachable', 'unknownNumber', 'voicemail']).default('answers'),
	/** How long the phones ring before they are answered or declined. */
	employeeRings: seconds.default(3),
	clientRings: seconds.default(5),
	talkSeconds: seconds.default(20),
	/** `nobody`: only the panel or a command ends the talk. */
	hangsUp: z.enum(['employee', 'client', 'nobody']).default('client'),
	/** How long a client who rings waits for somebody. */
	clientWaits: seconds.default(60),
	/** Whether MANGO notices that a voicemail has answered; if not, its greeting is a talk like any other. */
	antirobot: z.boolean().default(true),
	/**
	 * A transfer that the employee makes by his telephone to an extension or a number, after so many
	 * seconds of talk. `hold`: he speaks with the target first.
	 */
	transfer: z
		.object({ to: z.string(), method: z.enum(['blind', 'hold']), after: seconds.optional() })
		.strict()
		.optional(),
	/** What he does to whom the call is transferred. */
	target: z.enum(does).default('answers'),
	targetRings: seconds.default(3),
	/** How long the employee speaks with the target before he hangs up, and the client talks on. */
	consultSeconds: seconds.default(5),
});
export type People = z.infer<typeof people>;
export type Does = People['employee'] | People['client'];

export const scriptShape = people.partial().extend({
	/** Only for calls to this client, or from him. */
	number: z.string().optional(),
});
export type Script = z.infer<typeof scriptShape>;

/** A client who rings a line of the product. */
export const incomingShape = people.partial().extend({
	/** The client's number. */
	number: z.string(),
	/** Of the product; its first line without it. */
	lineNumber: z.string().optional(),
	/**
	 * Whom the call reaches: an employee, or a group whose members are rung one after another.
	 * Nobody: it ends in the voice menu.
	 */
	extension: z.string().optional(),
	group: z.string().optional(),
	/** The member who answers; the others let it ring. Without it, all do what `employee` says. */
	answeredBy: z.string().optional(),
	/** Whether the voice menu comes first; always when there is nobody to reach. */
	ivr: z.boolean().optional(),
	/** The switch's identifier of the call (mango-office.md#call-events). */
	sipCallId: z.string().optional(),
});
export type IncomingOrder = z.infer<typeof incomingShape>;

export const usualPeople = people.parse({});

/** How long an unanswered phone rings; MANGO's own times are settings of the employee and the line [L]. */
export const ringSeconds: Record<LegName, number> = { employee: 30, client: 40, target: 30 };

/** Codes of mango-office.md#result-codes for what a person did instead of answering. */
export const refusalCodes: Partial<Record<Does, number>> = {
	declines: 1122,
	busy: 1121,
	noAnswer: 1111,
	unreachable: 1131,
	unknownNumber: 1133,
};

/** What tests and demos have written for the next calls. */
export class Scripts {
	private readonly queue: Script[] = [];

	constructor(private readonly usual: People) {}

	add(script: Script, calls: number): void {
		this.queue.push(...Array<Script>(calls).fill(script));
	}

	/** The first script that fits, used up; without one, people do what they usually do. */
	take(number: string): People {
		const fits = (script: Script) => (script.number ?? number) === number;
		return { ...this.usual, ...takeFirst(this.queue, fits) };
	}

	clear(): void {
		this.queue.length = 0;
	}
}
