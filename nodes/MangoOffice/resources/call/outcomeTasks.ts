import type { IDataObject } from 'n8n-workflow';

import { attemptAsync } from '../../../../protocols/attempt';
import { MangoError } from '../../../../protocols/mangoOffice/answer';
import { isInWork } from '../../../../protocols/mangoOffice/outcome/task';
import { readTask, readTaskPage, requestTasks } from '../../../../protocols/mangoOffice/task';
import { NoTimeError, type MangoApi } from '../../api';
import type { OutcomeBook } from './outcomeBook';
import type { TaskTarget } from './outcomeTarget';
import type { OutcomeTurns } from './outcomeTurns';
import { UnfinishedError } from './outcomeUnfinished';

const LARGEST_PAGE = 100;
const DELETED = 6;
const NO_SUCH_OBJECT = 3300;

/**
 * One look at the tasks of campaigns (docs/protocols/mango-office.md#campaign-tasks). Of several
 * tasks of a campaign the list is read, a hundred tasks a request: it tells the attempts, too, and
 * of a task that was deleted it simply lacks, where the method `task` would answer with a wrong
 * request. But MANGO does not say where in the list a task stands, and a campaign may have 10,000:
 * so no more pages are read than there are tasks looked for, and the rest is asked for one by one.
 * That is at most twice the requests of the better way.
 */
export class TaskLook {
	constructor(
		private readonly api: MangoApi,
		private readonly book: OutcomeBook,
		/** When it has to be over, in ms. */
		private readonly end: number,
		private readonly turns: OutcomeTurns,
	) {}

	async run(targets: readonly TaskTarget[]): Promise<void> {
		// Several events of a call ask for the same task.
		const different = [...new Map(targets.map((target) => [target.taskId, target])).values()];
		const tasks = this.turns.sorted(different, (target) => [target], Date.now());
		for (const campaignId of new Set(tasks.flatMap((target) => target.campaignId ?? []))) {
			const own = tasks.filter((target) => target.campaignId === campaignId);
			if (own.length > 1) await this.readList(campaignId, own);
		}
		for (const target of tasks) if (this.isToAsk(target) && this.mayAsk) await this.readOne(target);
		for (const target of tasks)
			if (this.book.obstacleOf(target)?.is !== 'notAsked') this.turns.note(target, Date.now());
	}

	private get mayAsk(): boolean {
		return !this.book.isOver && Date.now() < this.end;
	}

	private isToAsk(target: TaskTarget): boolean {
		return this.book.isOpen(target) && this.book.obstacleOf(target)?.is === 'notAsked';
	}

	private async readList(campaignId: number, targets: readonly TaskTarget[]): Promise<void> {
		let cursor: string | undefined;
		for (let pages = 0; pages < targets.length && this.mayAsk; pages += 1) {
			const page = await attemptAsync(this.readPage(campaignId, cursor));
			if ('error' in page && page.error instanceof NoTimeError) return;
			if ('error' in page) return this.book.fail(targets, page.error, 'tasks');
			for (const task of page.value.tasks) {
				for (const target of targets)
					if (target.taskId === task.taskId) this.take(target, task as IDataObject);
			}
			const left = targets.filter((target) => this.isToAsk(target));
			if (left.length === 0) return;
			// A cursor that stays, or an empty page, would go round for ever.
			const isLast =
				page.value.cursor === undefined ||
				page.value.cursor === cursor ||
				page.value.tasks.length === 0;
			if (isLast)
				return left.forEach((target) =>
					this.takeGone(target, `The campaign ${campaignId} has no task ${target.taskId}`),
				);
			cursor = page.value.cursor;
		}
	}

	private async readPage(campaignId: number, cursor: string | undefined) {
		const request = requestTasks(campaignId, LARGEST_PAGE, cursor);
		return readTaskPage(await this.api.call(...request, 'read', this.end));
	}

	private async readOne(target: TaskTarget): Promise<void> {
		const answer = await attemptAsync(
			this.api.call('task', { task_id: target.taskId }, 'read', this.end).then(readTask),
		);
		if ('value' in answer) return this.take(target, answer.value as IDataObject);
		const { error } = answer;
		if (error instanceof NoTimeError) return;
		const isGone = error instanceof MangoError && error.code === NO_SUCH_OBJECT;
		if (!isGone || !this.book.passes) return this.book.fail([target], error, 'tasks');
		this.takeGone(target, error.message);
		this.book.stopAfter(error, 'tasks');
	}

	private take(target: TaskTarget, task: IDataObject): void {
		this.book.take(target, task, !isInWork(task));
	}

	/** Nothing more comes of a task that is no longer there: who is to ask again later is told of its end. */
	private takeGone(target: TaskTarget, message: string): void {
		if (!this.book.passes)
			return this.book.refuse(
				target,
				new UnfinishedError(message, 'It may have been deleted, or belong to another campaign.'),
			);
		this.book.take(
			target,
			{ taskId: target.taskId, campaignId: target.campaignId ?? null, status: DELETED },
			true,
		);
	}
}
