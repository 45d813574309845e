import type { CallFacts } from './facts';
import { isoTime, numberOrNull, outsideNumber, textOf } from './values';
import type { ExtensionOf } from './record';
import { taskEnding, type OutcomeRule } from './rules';

type Task = Readonly<Record<string, unknown>>;

const IN_WORK = 2;
const DONE = 4;
const DELETED = 6;
const TALKED = 1;

/** Whether an operator is at it: the next status tells what became of it. */
export function isInWork({ status }: Task): boolean {
	return numberOrNull(status) === IN_WORK;
}

/**
 * What became of a campaign's task by its last attempt (reference/mango-office-api.md, section 3); the task is one of
 * protocols/mangoOffice/task.ts. Not final unless it is done: a task that is queued again will be called again. The
 * lists tell operator, attempts and recording; the method `task` does not. MANGO tells the operator by his ID; `extensionOf` gives
 * his extension, where it is known.
 */
export function outcomeOfTask(task: Task, rules: readonly OutcomeRule[] = [], extensionOf: ExtensionOf = () => null): CallFacts {
	const [status, statusReason] = [task.status, task.statusReason].map((value) => numberOrNull(value) ?? 0);
	const duration = numberOrNull(task.duration) ?? numberOrNull(task.talkDuration) ?? 0;
	const ending = statusReason === 0 ? ({ outcome: 'NEUTRAL', reason: notCalled(status) } as const) : taskEnding(statusReason, rules);
	const talked = statusReason === TALKED;
	const extension = extensionOf(numberOrNull(task.operatorId) ?? 0);
	const [taskId, campaignId, dealId] = [task.taskId, task.campaignId, task.dealId].map(numberOrNull);
	const recordingId = textOf(task.recordId);
	const endedAt = utcTime(task.end) ?? utcTime(task.updated);
	return {
		entryId: null,
		...(taskId !== null && { taskId }),
		...(campaignId !== null && { campaignId }),
		...(dealId !== null && { dealId }),
		...ending,
		final: status === DONE || status === DELETED,
		reasonCode: statusReason || null,
		talkSeconds: talked ? (numberOrNull(task.talkDuration) ?? 0) : 0,
		answeredBy: talked ? extension : null,
		attempts: numberOrNull(task.attemptsCount) ?? (statusReason === 0 ? 0 : null),
		direction: 'outgoing',
		clientNumber: outsideNumber(task.number),
		extension,
		// Of the last attempt, which ended when the task changed.
		startTime: isoTime(endedAt === null ? null : endedAt - duration * 1000),
		endTime: status === IN_WORK || statusReason === 0 ? null : isoTime(endedAt),
		recordingIds: recordingId === null ? [] : [recordingId],
	};
}

function notCalled(status: number): string {
	if (status === IN_WORK) return 'In progress';
	return status === DELETED ? 'Deleted' : 'Not called yet';
}

/** "YYYY-MM-DD HH:MM:SS" or with dots, in UTC as all dates of the Contact Center; or ISO 8601. */
function utcTime(value: unknown): number | null {
	const text = textOf(value);
	const [, year, month, day, clock] = /^(\d{4})[-.](\d\d)[-.](\d\d)[ T](\d\d:\d\d:\d\d)/.exec(text ?? '') ?? [];
	const time = Date.parse(`${year}-${month}-${day}T${clock}Z`);
	return Number.isNaN(time) ? null : time;
}
