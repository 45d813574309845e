import { classesOf } from '../resultCodes';
import type { Outcome } from './facts';
import {
	CALL_ENDINGS,
	TASK_ENDINGS,
	UNKNOWN_ENDING,
	UNKNOWN_TASK_ENDING,
	type Ending,
	type Side,
} from './table';

/** What a rule of the user's applies to: calls by who was being rung, or the tasks of campaigns. */
export const RULE_SCOPES = ['any', 'client', 'employee', 'incoming', 'task'] as const;

/** A rule of the user's, which goes before the table; of two for the same code, the later one counts. */
export interface OutcomeRule {
	/** `any`: calls, whoever was being rung. */
	appliesTo: (typeof RULE_SCOPES)[number];
	/** A result code, which stands for its class as it does in the table, or a task's status reason. */
	code: number;
	outcome: Outcome;
}

/** How a call ended that nobody talked in; without a code, it is taken for a normal end. */
export function callEnding(code: number | null, side: Side, rules: readonly OutcomeRule[]): Ending {
	const classes = code === null ? [1000] : classesOf(code);
	const ending =
		CALL_ENDINGS[classes.find((one) => one in CALL_ENDINGS) ?? 0]?.[side] ?? UNKNOWN_ENDING[side];
	if (code === null) return ending;
	for (const one of classes) {
		const rule = rules
			.filter(
				({ appliesTo, code: its }) => its === one && (appliesTo === side || appliesTo === 'any'),
			)
			.at(-1);
		if (rule !== undefined) return { ...ending, outcome: rule.outcome };
		// The table's own line for a code goes before a rule for its class.
		if (one in CALL_ENDINGS) break;
	}
	return ending;
}

/** What became of a task by its last attempt. */
export function taskEnding(statusReason: number, rules: readonly OutcomeRule[]): Ending {
	const ending = TASK_ENDINGS[statusReason] ?? UNKNOWN_TASK_ENDING;
	const rule = rules
		.filter(({ appliesTo, code }) => appliesTo === 'task' && code === statusReason)
		.at(-1);
	return rule === undefined ? ending : { ...ending, outcome: rule.outcome };
}
