import { sleep, type IDataObject } from 'n8n-workflow';

import { endangersAccess } from '../../../../protocols/mangoOffice/answer';
import { outcomeOfRecord } from '../../../../protocols/mangoOffice/outcome/record';
import { isInWork, outcomeOfTask } from '../../../../protocols/mangoOffice/outcome/task';
import type { Span } from '../../../../protocols/mangoOffice/statistics';
import { readTask } from '../../../../protocols/mangoOffice/task';
import { attemptAsync, type Attempt } from '../../../shared/attempt';
import type { MangoApi } from '../../api';
import { callReport, ReportTimeoutError } from '../statistics/callReport';
import type { OutcomeTarget } from './outcomeTarget';

/** MANGO OFFICE has not finished a call within the time that the user gives it. */
export class UnfinishedError extends Error {
	override name = 'UnfinishedError';

	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** How long a look at the statistics takes: the report is asked for, and again after one and after five more seconds. */
const LOOK_MS = 15_000;
/** Between two looks. The last one stays. */
const PAUSES_MS = [5000, 10_000, 20_000, 30_000];

/**
 * The statistics find a call by its start. An event tells any later time of it; and whether MANGO's events are dated in
 * UTC or three hours ahead of it is not sure (reference/mango-office-api.md, section 2.2).
 */
const BEFORE_MS = 4 * 3_600_000;
const AFTER_MS = 10 * 60_000;

export interface Waits {
	waitMs: number;
	/** How old a call may be of which no time is known. */
	lookBackMs: number;
}

/** Records and tasks by what was asked for; undefined for what was not asked any more, after a failure. */
export type Finds = (target: OutcomeTarget) => Attempt<IDataObject> | undefined;

/**
 * The records of calls, or the tasks, that are asked for, as soon as MANGO has finished them: one report for all calls
 * that lie near each other, one request for each task, and again after a pause for those that are not finished.
 */
export async function findFinished(api: MangoApi, targets: readonly OutcomeTarget[], waits: Waits, stopOnError: boolean): Promise<Finds> {
	const search = new OutcomeSearch(api, targets, waits, stopOnError);
	await search.run();
	return (target) => search.found.get(keyOf(target));
}

function keyOf(target: OutcomeTarget): string {
	return 'taskId' in target ? `task ${target.taskId}` : `entry ${target.entryId}`;
}

class OutcomeSearch {
	readonly found = new Map<string, Attempt<IDataObject>>();
	/** What is not finished, as it was found last. */
	private readonly last = new Map<string, IDataObject>();
	/** The calls of a report that was not complete in time. */
	private readonly untold = new Set<string>();
	private readonly end: number;
	/** After a failure that no further request may follow on. */
	private isOver = false;

	constructor(
		private readonly api: MangoApi,
		private readonly targets: readonly OutcomeTarget[],
		private readonly waits: Waits,
		private readonly stopOnError: boolean,
	) {
		this.end = Date.now() + waits.waitMs;
	}

	async run(): Promise<void> {
		for (let looks = 0; ; looks += 1) {
			await this.lookAtCalls();
			await this.lookAtTasks();
			if (this.isOver || this.pending.length === 0) return;
			const pause = Math.min(PAUSES_MS[looks] ?? PAUSES_MS[PAUSES_MS.length - 1], this.end - Date.now() - LOOK_MS);
			if (pause < PAUSES_MS[0]) break;
			await sleep(pause);
		}
		for (const target of this.pending) this.found.set(keyOf(target), { error: this.unfinished(target) });
	}

	private get pending(): OutcomeTarget[] {
		return this.targets.filter((target) => !this.found.has(keyOf(target)));
	}

	private async lookAtCalls(): Promise<void> {
		const targets = this.pending.filter((target) => 'entryId' in target);
		for (const { span, within } of spansOf(targets, this.waits.lookBackMs)) {
			if (this.isOver) return;
			const waitMs = Math.max(LOOK_MS, this.end - Date.now());
			const report = await attemptAsync(callReport(this.api, { span, filters: {}, limit: Infinity, waitMs }));
			if ('value' in report) this.takeRecords(within, report.value);
			else if (!(report.error instanceof ReportTimeoutError)) this.fail(within, report.error);
			else for (const target of within) this.untold.add(keyOf(target));
		}
	}

	private takeRecords(targets: readonly OutcomeTarget[], records: readonly IDataObject[]): void {
		const byEntry = new Map(records.map((record) => [`entry ${String(record.entryId)}`, record]));
		for (const target of targets) {
			this.untold.delete(keyOf(target));
			const record = byEntry.get(keyOf(target));
			if (record !== undefined) this.take(target, record, outcomeOfRecord(record, [], undefined, Date.now()).final);
		}
	}

	private async lookAtTasks(): Promise<void> {
		// Several events of a call ask for the same task.
		const tasks = new Map(this.pending.flatMap((target) => ('taskId' in target ? [[target.taskId, target] as const] : [])));
		for (const [taskId, target] of tasks) {
			if (this.isOver) return;
			const answer = await attemptAsync(this.read(taskId));
			if ('value' in answer) this.take(target, answer.value, !isInWork(answer.value));
			else this.fail([target], answer.error);
		}
	}

	private async read(taskId: number): Promise<IDataObject> {
		return readTask(await this.api.call('task', { task_id: taskId }, 'read')) as IDataObject;
	}

	private take(target: OutcomeTarget, one: IDataObject, isFinished: boolean): void {
		if (isFinished) this.found.set(keyOf(target), { value: one });
		else this.last.set(keyOf(target), one);
	}

	private fail(targets: readonly OutcomeTarget[], error: unknown): void {
		for (const target of targets) this.found.set(keyOf(target), { error });
		this.isOver = this.stopOnError || endangersAccess(error);
	}

	private unfinished(target: OutcomeTarget): UnfinishedError {
		const found = this.last.get(keyOf(target));
		const seconds = `${this.waits.waitMs / 1000} seconds`;
		const wait = "Raise the option 'Wait For', or ask later.";
		if ('taskId' in target) {
			const { reason } = outcomeOfTask(found ?? {});
			return new UnfinishedError(`The campaign task ${target.taskId} is still being worked on after ${seconds}`, `Found last: status 'In Work', result '${reason}'. ${wait}`);
		}
		if (found !== undefined) {
			const { reason, startTime, attempts } = outcomeOfRecord(found);
			return new UnfinishedError(`The call ${target.entryId} has not ended after ${seconds}`, `Found last: started ${startTime}, attempts ${attempts}, result '${reason}'. ${wait}`);
		}
		if (this.untold.has(keyOf(target))) {
			return new UnfinishedError(`MANGO OFFICE did not complete the report with the call ${target.entryId} within ${seconds}`, wait);
		}
		return new UnfinishedError(
			`MANGO OFFICE's statistics do not hold the call ${target.entryId} after ${seconds}`,
			`Found last: no such call between ${new Date(spanOf(target, this.waits.lookBackMs).from).toISOString()} and now. Check the entry ID. For an older call, raise the option 'Look Back'. For one that has just begun, raise the option 'Wait For'.`,
		);
	}
}

interface Part {
	span: Span;
	within: OutcomeTarget[];
}

/** The times to ask for, each with the calls that are looked for in it; those that overlap are one. */
function spansOf(targets: readonly OutcomeTarget[], lookBackMs: number): Part[] {
	const parts: Part[] = [];
	const sorted = targets.map((target) => ({ target, ...spanOf(target, lookBackMs) })).sort((a, b) => a.from - b.from);
	for (const { target, from, to } of sorted) {
		const before = parts.at(-1);
		if (before === undefined || from > before.span.to.getTime()) {
			parts.push({ span: { from: new Date(from), to: new Date(to) }, within: [target] });
		} else {
			before.within.push(target);
			before.span.to = new Date(Math.max(before.span.to.getTime(), to));
		}
	}
	return parts;
}

/** Never ahead of the clock: MANGO does not say whether it takes a time that has not come yet. */
function spanOf({ at }: OutcomeTarget, lookBackMs: number): { from: number; to: number } {
	const now = Date.now();
	if (at === undefined) return { from: now - lookBackMs, to: now };
	return { from: Math.min(at, now) - BEFORE_MS, to: Math.min(at + AFTER_MS, now) };
}
