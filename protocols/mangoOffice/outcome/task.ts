import { fieldsOf, isoTime, numberOrNull, outsideNumber, textOf } from '../values';
import type { CallFacts } from './facts';
import type { ExtensionOf } from './record';
import { taskEnding, type OutcomeRule } from './rules';
import { CLIENT_WAS_RUNG, ENDED_FROM_OUTSIDE } from './table';

type Task = Readonly<Record<string, unknown>>;

const IN_WORK = 2;
const DONE = 4;
const POSTPONED = 5;
const DELETED = 6;
/** As a status reason, and as an attempt's result. */
const TALKED = 1;
/** To be called again at another time; whether somebody has talked before is told elsewhere. */
const PUT_OFF = 28;

/** Whether an operator is at it: the next status tells what became of it. */
export function isInWork({ status }: Task): boolean {
	return numberOrNull(status) === IN_WORK;
}

/**
 * What became of a campaign's task by its last attempt
 * (docs/protocols/mango-office.md#campaign-tasks and #campaign-task-statuses); the task is one of
 * protocols/mangoOffice/task.ts. Not final unless it is done or talked in: a task that is queued
 * again will be called again. The lists tell operator, attempts and recording; the method `task`
 * does not. MANGO tells the operator by his ID; `extensionOf` gives his extension, where it is
 * known.
 */
export function outcomeOfTask(
	task: Task,
	rules: readonly OutcomeRule[] = [],
	extensionOf: ExtensionOf = () => null,
): CallFacts {
	const status = numberOrNull(task.status) ?? 0;
	const isPutOff = status === POSTPONED || numberOrNull(task.statusReason) === PUT_OFF;
	const talk = isPutOff ? talkOf(task) : undefined;
	const statusReason = talk === undefined ? (numberOrNull(task.statusReason) ?? 0) : TALKED;
	const duration = numberOrNull(task.duration) ?? numberOrNull(task.talkDuration) ?? 0;
	const ending =
		statusReason === 0
			? ({ outcome: 'NEUTRAL', reason: notCalled(status) } as const)
			: taskEnding(statusReason, rules);
	const talked = statusReason === TALKED;
	const attempts =
		numberOrNull(task.attemptsCount) ??
		listOf(task.attempts)?.length ??
		(statusReason === 0 ? 0 : null);
	const extension = extensionOf(numberOrNull(task.operatorId) ?? 0);
	const [taskId, campaignId, dealId] = [task.taskId, task.campaignId, task.dealId].map(
		numberOrNull,
	);
	const recordingId = textOf(task.recordId) ?? textOf(talk?.recordId);
	const endedAt = utcTime(task.end) ?? utcTime(task.updated);
	return {
		entryId: null,
		...(taskId !== null && { taskId }),
		...(campaignId !== null && { campaignId }),
		...(dealId !== null && { dealId }),
		...ending,
		// What the deal waits for has been: a later call of a task that was put off is another one.
		final: status === DONE || status === DELETED || talk !== undefined,
		reasonCode: statusReason || null,
		talkSeconds: talked
			? (numberOrNull(task.talkDuration) ?? numberOrNull(talk?.talkDuration) ?? 0)
			: 0,
		answeredBy: talked ? extension : null,
		attempts,
		clientRung: isClientRung(task, statusReason, attempts),
		direction: 'outgoing',
		clientNumber: outsideNumber(task.number),
		extension,
		// Of the last attempt, which ended when the task changed.
		startTime: isoTime(endedAt === null ? null : endedAt - duration * 1000),
		endTime: status === IN_WORK || statusReason === 0 ? null : isoTime(endedAt),
		recordingIds: recordingId === null ? [] : [recordingId],
	};
}

/**
 * The attempt in which somebody talked, of a task that was put off since; the task itself where it
 * tells no attempts.
 */
function talkOf(task: Task): Task | undefined {
	const talks = (listOf(task.attempts) ?? []).filter(
		({ result }) => numberOrNull(result) === TALKED,
	);
	const isTalk =
		numberOrNull(task.statusReason) === TALKED || (numberOrNull(task.talkDuration) ?? 0) > 0;
	return talks.at(-1) ?? (isTalk ? task : undefined);
}

/** MANGO's count, where the attempts themselves are not told; how long they took is told as soon as there was one. */
function isClientRung(task: Task, statusReason: number, attempts: number | null): boolean {
	const results = listOf(task.attempts)?.map(({ result }) => numberOrNull(result) ?? 0) ?? [];
	if ([statusReason, ...results].some((reason) => CLIENT_WAS_RUNG.includes(reason))) return true;
	if (!ENDED_FROM_OUTSIDE.includes(statusReason) || results.length > 0) return false;
	return attempts === null ? numberOrNull(task.talkDuration) !== null : attempts > 0;
}

function listOf(value: unknown): Task[] | undefined {
	return Array.isArray(value) ? value.map(fieldsOf) : undefined;
}

function notCalled(status: number): string {
	if (status === IN_WORK) return 'In progress';
	if (status === POSTPONED) return 'Postponed';
	return status === DELETED ? 'Deleted' : 'Not called yet';
}

/** "YYYY-MM-DD HH:MM:SS" or with dots, in UTC as all dates of the Contact Center; or ISO 8601. */
function utcTime(value: unknown): number | null {
	const text = textOf(value);
	const [, year, month, day, clock] =
		/^(\d{4})[-.](\d\d)[-.](\d\d)[ T](\d\d:\d\d:\d\d)/.exec(text ?? '') ?? [];
	const time = Date.parse(`${year}-${month}-${day}T${clock}Z`);
	return Number.isNaN(time) ? null : time;
}
