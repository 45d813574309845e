import type { Timers } from '../../core/timers';
import type { Call } from '../calls/call';
import type { Exchange } from '../calls/exchange';
import { employees, forbiddenNumbers, lines } from '../sampleData';
import type { Campaigns } from './campaigns';
import { campaignStatus, taskStatus, type Campaign, type Task } from './model';

/** Real seconds between two looks for a task to call. */
const pauseSeconds = 4;
/** Attempts for each number before a task is given up ("redial_*" of a real campaign are settings). */
const attemptsPerNumber = 2;
/** Reasons after which there is no point in another attempt: talked, stopped, too late, forbidden, no such number. */
const finalReasons = [1, 8, 11, 20, 25, 26];

/**
 * attempt `result` of mango-office.md#campaign-task-statuses [H] for the codes of
 * mango-office.md#result-codes; which code gives which reason is our mapping [M]. An answering
 * machine is tried again, as every vain attempt [L].
 */
const clientReasons: Record<number, number> = {
	1121: 2,
	1122: 3,
	1111: 3,
	1131: 4,
	1133: 8,
	1181: 11,
	1110: 20,
	1311: 21,
	1312: 22,
	1313: 23,
};
const operatorReasons: Record<number, number> = {
	1121: 5,
	1122: 5,
	1111: 6,
	1131: 7,
	1191: 7,
	1181: 11,
	1110: 20,
};

/** Calls the tasks of running campaigns one after another, as callbacks: the operator first, then the client. */
export class Dialler {
	private cancel: (() => void) | undefined;
	private turn = 0;

	constructor(
		private readonly usuallyOn: boolean,
		private readonly campaigns: Campaigns,
		private readonly exchange: Exchange,
		private readonly timers: Timers,
		private readonly now: () => number,
	) {
		this.clear();
	}

	clear(): void {
		this.switch(this.usuallyOn);
	}

	switch(on: boolean): void {
		this.cancel?.();
		this.cancel = on ? this.timers.after(pauseSeconds, () => this.look()) : undefined;
	}

	private look(): void {
		this.expire();
		if (!this.exchange.running.some((call) => call.initiator === 'ObDial')) this.dialNext();
		this.switch(true);
	}

	/**
	 * Tasks whose due_date is over end with reason 25 (mango-office.md#campaign-task-statuses [H]).
	 */
	private expire(): void {
		for (const task of this.queued()) {
			if (task.dueDate && task.dueDate.getTime() < this.now())
				this.campaigns.change(task, { status: taskStatus.done, statusReason: 25 });
		}
	}

	/** The smallest priority number first (which end is the more urgent one is not documented [L]), then the oldest. */
	private dialNext(): void {
		const ready = this.queued().filter(
			(task) => !task.blockedUntil || task.blockedUntil.getTime() <= this.now(),
		);
		const [task] = ready.sort(
			(a, b) => a.attempts - b.attempts || a.priority - b.priority || a.id - b.id,
		);
		if (task) this.dial(task, this.campaigns.wanted(task.campaignId));
	}

	private queued(): Task[] {
		return this.campaigns.all
			.filter((campaign) => campaign.status === campaignStatus.running)
			.flatMap((campaign) => campaign.tasks)
			.filter((task) => task.status === taskStatus.queued);
	}

	private dial(task: Task, campaign: Campaign): void {
		const numbers = numbersOf(task);
		const number = numbers[task.attempts % numbers.length];
		const at = new Date(this.now());
		// Nobody is called, so it is no attempt [L].
		if (forbiddenNumbers.includes(number))
			return this.campaigns.change(task, { status: taskStatus.done, statusReason: 26 });
		const employee = this.nextOperator(campaign);
		this.campaigns.change(task, {
			attempts: task.attempts + 1,
			firstAttempt: task.firstAttempt ?? at,
			lastAttempt: at,
			status: taskStatus.inWork,
			operatorId: employee.id,
		});
		const draft = {
			initiator: 'ObDial' as const,
			taskId: task.id,
			origin: campaign.name,
			employee,
			employeeNumber: employee.sip,
			client: { number, name: task.name },
			lineNumber: lines.find((line) => line.id === campaign.lineId)?.number ?? '',
		};
		this.exchange.start(draft, (call) => this.finish(task, call));
	}

	private nextOperator(campaign: Campaign) {
		const operators = employees.filter(({ extension }) => campaign.operators.includes(extension));
		const candidates = operators.length > 0 ? operators : employees;
		this.turn += 1;
		return candidates[this.turn % candidates.length];
	}

	/** Dialling goes on until somebody talked, or every number has had its attempts. */
	private finish(task: Task, call: Call): void {
		if (task.status !== taskStatus.inWork || this.campaigns.task(task.id) !== task) return;
		const statusReason = reasonOf(call);
		const exhausted = task.attempts >= numbersOf(task).length * attemptsPerNumber;
		const status =
			finalReasons.includes(statusReason) || exhausted ? taskStatus.done : taskStatus.queued;
		const ended = call.endedAt ?? call.createdAt;
		this.campaigns.change(task, {
			status,
			statusReason,
			recordId: call.recordingId ?? task.recordId,
			duration: ended - call.createdAt,
			talkDuration: call.talkAt === undefined ? 0 : ended - call.talkAt,
		});
	}
}

/** The task's own number, then those of its subtasks. */
function numbersOf(task: Task): string[] {
	const others = [...task.subtasks].sort((a, b) => a.order - b.order);
	return [task, ...others].map(({ number }) => number);
}

function reasonOf(call: Call): number {
	if (call.talkAt !== undefined) return 1;
	const reasons = call.legs.client ? clientReasons : operatorReasons;
	return reasons[call.result ?? 0] ?? (call.legs.client ? 4 : 7);
}
