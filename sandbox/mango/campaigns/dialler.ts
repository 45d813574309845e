import type { Timers } from '../../core/timers';
import type { Call } from '../calls/call';
import type { Exchange } from '../calls/exchange';
import { employees, forbiddenNumbers, lines, type Employee } from '../sampleData';
import { campaignStatus, taskStatus, type Campaign, type Campaigns, type Task } from './campaigns';

/** Real seconds between two looks for a task to call. */
const pauseSeconds = 4;
/** Attempts for each number before a task is given up ("redial_*" of a real campaign are settings). */
const attemptsPerNumber = 2;
/** Reasons after which there is no point in another attempt: talked, stopped, too late, forbidden, no such number. */
const finalReasons = [1, 8, 11, 20, 25, 26];

/**
 * attempt `result` of mango-office.md#campaign-task-statuses [H] for the codes of
 * mango-office.md#result-codes, when the client's telephone has rung and when only the operator's
 * has; which code gives which reason is our mapping [M]. An answering machine is tried again, as
 * every vain attempt [L].
 */
const reasons: Record<number, [client: number, operator: number]> = {
	1110: [20, 20],
	1111: [3, 6],
	1121: [2, 5],
	1122: [3, 5],
	1133: [8, 7],
	1181: [11, 11],
	1311: [21, 7],
	1312: [22, 7],
	1313: [23, 7],
};
const unavailable = [4, 7];

/** Calls the tasks of running campaigns one after another, as callbacks: the operator first, then the client. */
export class Dialler {
	private cancel: (() => void) | undefined;
	private turn = 0;

	constructor(
		private readonly usuallyOn: boolean,
		private readonly campaigns: Campaigns,
		private readonly exchange: Exchange,
		private readonly timers: Timers,
	) {
		this.clear();
	}

	switch(on: boolean): void {
		this.cancel?.();
		this.cancel = on ? this.timers.after(pauseSeconds, () => this.look()) : undefined;
	}

	clear(): void {
		this.switch(this.usuallyOn);
	}

	private look(): void {
		this.expire();
		if (!this.exchange.running.some(({ initiator }) => initiator === 'ObDial')) this.dialNext();
		this.switch(true);
	}

	/** Tasks whose due_date is over end with reason 25 (mango-office.md#campaign-task-statuses [H]). */
	private expire(): void {
		for (const task of this.queued())
			if (task.dueDate && task.dueDate.getTime() < this.timers.clock.now()) this.finish(task, 25);
	}

	/** The smallest priority number first (which end is the more urgent one is not documented [L]), then the oldest. */
	private dialNext(): void {
		const [task] = this.queued()
			.filter(
				({ blockedUntil }) => !blockedUntil || blockedUntil.getTime() <= this.timers.clock.now(),
			)
			.sort((a, b) => a.attempts - b.attempts || a.priority - b.priority || a.id - b.id);
		if (task) this.dial(task, this.campaigns.wanted(task.campaignId));
	}

	private queued(): Task[] {
		return this.campaigns.all
			.filter(({ status }) => status === campaignStatus.running)
			.flatMap(({ tasks }) => tasks)
			.filter(({ status }) => status === taskStatus.queued);
	}

	private dial(task: Task, campaign: Campaign): void {
		const numbers = numbersOf(task);
		const number = numbers[task.attempts % numbers.length];
		// Nobody is called, so it is no attempt [L].
		if (forbiddenNumbers.includes(number)) return this.finish(task, 26);
		const at = new Date(this.timers.clock.now());
		const employee = this.nextOperator(campaign);
		this.campaigns.change(task, {
			attempts: task.attempts + 1,
			firstAttempt: task.firstAttempt ?? at,
			lastAttempt: at,
			status: taskStatus.inWork,
			operatorId: employee.id,
		});
		this.exchange.start(
			{
				initiator: 'ObDial',
				taskId: task.id,
				origin: campaign.name,
				employee,
				employeeNumber: employee.sip,
				client: { number, name: task.name },
				lineNumber: lines.find(({ id }) => id === campaign.lineId)?.number ?? '',
			},
			(call) => this.called(task, call),
		);
	}

	private nextOperator({ operators }: Campaign): Employee {
		const own = employees.filter(({ extension }) => operators.includes(extension));
		const candidates = own.length > 0 ? own : employees;
		this.turn += 1;
		return candidates[this.turn % candidates.length];
	}

	/** Dialling goes on until somebody talked, or every number has had its attempts. */
	private called(task: Task, call: Call): void {
		if (task.status !== taskStatus.inWork || this.campaigns.task(task.id) !== task) return;
		const { createdAt, talkAt, endedAt = createdAt, recordingId = task.recordId } = call;
		const reason = reasonOf(call);
		const exhausted = task.attempts >= numbersOf(task).length * attemptsPerNumber;
		this.finish(task, reason, {
			status: finalReasons.includes(reason) || exhausted ? taskStatus.done : taskStatus.queued,
			recordId: recordingId,
			duration: endedAt - createdAt,
			talkDuration: talkAt === undefined ? 0 : endedAt - talkAt,
		});
	}

	private finish(task: Task, statusReason: number, more: Partial<Task> = {}): void {
		this.campaigns.change(task, { status: taskStatus.done, statusReason, ...more });
	}
}

/** The task's own number, then those of its subtasks. */
function numbersOf(task: Task): string[] {
	const others = [...task.subtasks].sort((a, b) => a.order - b.order);
	return [task, ...others].map(({ number }) => number);
}

function reasonOf({ talkAt, result = 0, legs }: Call): number {
	if (talkAt !== undefined) return 1;
	return (reasons[result] ?? unavailable)[legs.client ? 0 : 1];
}
