import type { Outcome } from './facts';

/**
 * How a call ends that nobody talked in, by its result code
 * (docs/protocols/mango-office.md#result-codes), and how a campaign's task does
 * (mango-office.md#campaign-task-statuses). A talk is POSITIVE whatever its code, except with an
 * answering machine (131x).
 *
 * The same code means different things by who was being rung:
 * - `client`: the client's telephone, in an outgoing call. Client did not come to the telephone:
 *   NEGATIVE. We ended the
 *   call, or our account did not let it out: NEUTRAL, since nothing is known of the client.
 * - `employee`: our own employee, whom a callback or a campaign rings before the client. Always
 *   NEUTRAL: the client has
 *   not heard of it.
 * - `incoming`: our employee, with the client waiting on the line. Missed by us: NEGATIVE. Kept off by a list, a
 *   schedule or a command of ours: NEUTRAL.
 *
 * A code that is not here counts as its class: 1136 as 1130, 1145 as 1140, 2219 as 2210, then 2200, then 2000.
 */
export type Side = 'client' | 'employee' | 'incoming';

export interface Ending {
	outcome: Outcome;
	reason: string;
}

const negative = (reason: string): Ending => ({ outcome: 'NEGATIVE', reason });
const neutral = (reason: string): Ending => ({ outcome: 'NEUTRAL', reason });
const row = (client: Ending, employee: string, incoming: Ending): Record<Side, Ending> => ({
	client,
	employee: neutral(employee),
	incoming,
});

const NO_TALK = row(
	negative('Nobody talked'),
	'Client was not called',
	negative('Nobody answered'),
);
const ANTIROBOT = 'Antirobot did not answer in time';
const ENDED_BY_US = (words: string) => row(neutral(words), words, neutral(words));

export const CALL_ENDINGS: Readonly<Record<number, Record<Side, Ending>>> = {
	// 10xx, 1100: a normal end; that nobody talked is known from elsewhere.
	1000: NO_TALK,
	1100: NO_TALK,

	// The caller of an outgoing call is our employee: before the client could answer, that says nothing of the client.
	1110: row(
		neutral('Employee hung up before the answer'),
		'Employee hung up before the client was called',
		negative('Client hung up before the answer'),
	),
	1111: row(
		negative('Client did not answer'),
		'Employee did not answer',
		negative('Nobody answered'),
	),

	// 112x: the called party did not take the call.
	1120: row(
		negative('Client hung up'),
		'Employee hung up before the client was called',
		negative('Employee hung up before a talk'),
	),
	1121: row(negative('Client busy'), 'Employee busy', negative('Employee busy')),
	1122: row(
		negative('Client rejected the call'),
		'Employee rejected the call',
		negative('Employee rejected the call'),
	),
	1123: row(
		negative('Client does not want to be disturbed'),
		'Employee does not want to be disturbed',
		negative('Employee does not want to be disturbed'),
	),
	1124: row(
		negative('Client does not want to be disturbed'),
		"Employee's status forbids calls",
		negative("Employee's status forbids calls"),
	),
	1125: ENDED_BY_US('Operator stopped the task'),

	// 113x: the called number cannot be reached.
	1130: row(
		negative('Client unreachable'),
		'Employee unreachable',
		negative('Employee unreachable'),
	),
	1132: row(
		negative("Client's number is not served"),
		"Employee's number is not served",
		negative("Employee's number is not served"),
	),
	1133: row(
		negative('Number does not exist'),
		"Employee's number does not exist",
		negative("Employee's number does not exist"),
	),
	1134: row(
		negative('Forwarded too often'),
		'Forwarded too often',
		negative('Forwarded too often'),
	),
	1135: row(
		negative('Forwarding is forbidden'),
		'Forwarding is forbidden',
		negative('Forwarding is forbidden'),
	),

	// 114x, 115x: our account's own settings keep the call off.
	1140: ENDED_BY_US('Calls to this region are forbidden'),
	1150: ENDED_BY_US('Kept off by a black or white list'),

	// 116x: the queue of a group, or of calls on hold, found no employee.
	1160: row(
		neutral('No employee was free'),
		'No employee was free',
		negative('No employee was free'),
	),

	// 117x: the call scheme ended the call without ringing an employee, as the account has it set up.
	1170: ENDED_BY_US('Ended by the call scheme'),
	// Nobody wanted that: the client is lost.
	1171: {
		...ENDED_BY_US('Call scheme is set up wrongly'),
		incoming: negative('Call scheme is set up wrongly'),
	},

	// 118x: ended by a command, or gone over to somebody else whose leg tells the outcome.
	1180: ENDED_BY_US("Ended by a user's command"),
	1181: ENDED_BY_US('Ended by an external system'),
	1182: ENDED_BY_US('Intercepted by another employee'),
	1183: ENDED_BY_US('Passed to another employee'),

	// 119x: inactive or out of schedule; 1193 is an employee who is busy.
	1190: ENDED_BY_US('Out of schedule'),
	1191: ENDED_BY_US('Number is switched off'),
	1193: row(negative('Client busy'), 'Employee busy', negative('Employee busy')),

	// 12xx: sessions of the Contact Center, which are no calls.
	1200: ENDED_BY_US('Contact Center session ended'),

	// 1300: a normal end; 131x: an answering machine or a robot was at the client's end.
	1300: NO_TALK,
	1310: row(
		negative('Answering machine'),
		"Employee's answering machine",
		negative('Answering machine'),
	),
	1311: row(
		negative('Client unreachable'),
		'Employee unreachable',
		negative('Employee unreachable'),
	),
	1312: row(negative('Client busy'), 'Employee busy', negative('Employee busy')),
	1313: row(negative('Voicemail'), "Employee's voicemail", negative('Voicemail')),
	// It did not find out who was there.
	1314: row(neutral(ANTIROBOT), ANTIROBOT, negative(ANTIROBOT)),

	// 2xxx billing, 3xxx request, 4xxx state and security, 5xxx server: the call did not get out. An
	// incoming one is missed.
	2000: row(neutral('Refused by billing'), 'Refused by billing', negative('Refused by billing')),
	3000: row(neutral('Wrong request'), 'Wrong request', negative('Nobody answered')),
	3200: row(negative('Number is wrong'), "Employee's number is wrong", negative('Nobody answered')),
	4000: row(
		neutral('MANGO OFFICE could not make the call'),
		'MANGO OFFICE could not make the call',
		negative('Nobody answered'),
	),
	4200: row(
		negative('Client unreachable'),
		'Employee unreachable',
		negative('Employee unreachable'),
	),
	5000: row(
		neutral('Fault of MANGO OFFICE'),
		'Fault of MANGO OFFICE',
		negative('Fault of MANGO OFFICE'),
	),
};

/**
 * Codes with which a call to the client is kept from going out at all: regions and lists (114x,
 * 115x), billing (2xxx), the request (3xxx, but not a number that is wrong), state and security
 * (4xxx, but not one that cannot be reached now), and MANGO's own faults (5xxx).
 */
export function isNotLetOut(code: number | null): boolean {
	if (code === null) return false;
	if (code >= 1140 && code < 1160) return true;
	return (
		code >= 2000 && code < 6000 && !(code >= 3200 && code < 3300) && !(code >= 4200 && code < 4290)
	);
}

/** For a code of no class that is known. */
export const UNKNOWN_ENDING = row(
	neutral('Unknown reason'),
	'Unknown reason',
	negative('Nobody answered'),
);

/** By `status_reason` of a task, which tells of its last attempt. */
export const TASK_ENDINGS: Readonly<Record<number, Ending>> = {
	1: { outcome: 'POSITIVE', reason: 'Talked' },

	// The client was called in vain.
	2: negative('Client busy'),
	3: negative('Client did not answer'),
	4: negative('Client unreachable'),
	8: negative('Number does not exist'),

	// The operator: the client was not called, or could not answer in time.
	5: neutral('Operator busy'),
	6: neutral('Operator did not answer'),
	7: neutral('Operator unavailable'),
	10: neutral('Operator did not wait'),

	// Stopped by us.
	11: neutral('Stopped by an administrator'),
	20: neutral('Stopped by an operator'),

	// The antirobot: what was at the client's end was no person, or hung up on it.
	21: negative('Client unreachable (antirobot)'),
	22: negative('Client busy (antirobot)'),
	23: negative('Voicemail'),
	24: negative('Client hung up on the antirobot'),

	// The client was not reached in all the time that the task had.
	25: negative('Due date passed'),

	// A list of ours forbids the number.
	26: neutral('Forbidden number'),

	// To be called again at another time. One in which somebody has talked is a talk (`taskEnding`).
	28: neutral('Postponed'),
};

/**
 * Reasons that tell of a client's telephone that was rung in the last attempt; "operator did not
 * wait" for his answer, too.
 */
export const CLIENT_WAS_RUNG: readonly number[] = [1, 2, 3, 4, 8, 10, 21, 22, 23, 24];
/** Reasons that end a task whether or not anybody was ever called. */
export const ENDED_FROM_OUTSIDE: readonly number[] = [11, 20, 25, 26];

export const UNKNOWN_TASK_ENDING = neutral('Unknown reason');
