import { employees, lines } from '../sampleData';

/** Campaign statuses (mango-office.md#campaign-methods [H]). */
export const campaignStatus = {
	stopped: 0,
	planned: 1,
	running: 2,
	stopping: 3,
	finished: 4,
	processing: 5,
	deleting: 6,
} as const;
/**
 * Task statuses (mango-office.md#campaign-task-statuses [H]); "postponed" is in a print alone
 * (#what-only-a-live-account-can-settle).
 */
export const taskStatus = {
	stopped: 0,
	queued: 1,
	inWork: 2,
	done: 4,
	postponed: 5,
	deleted: 6,
} as const;

export type Task = ReturnType<typeof blankTask>;
export type TaskDraft = Pick<Task, 'number'> & Partial<Task>;

/** A task of which nothing is known but where it is. */
export function blankTask(id: number, campaignId: number, now: Date) {
	return {
		id,
		campaignId,
		name: '',
		number: '',
		priority: 1000,
		organization: '',
		position: '',
		comment: '',
		dueDate: undefined as Date | undefined,
		blockedUntil: undefined as Date | undefined,
		customFields: {} as Record<string, string>,
		subtasks: [] as Array<{ number: string; priority: number; order: number }>,
		status: taskStatus.queued as number,
		/** What became of the last attempt; 0 before the first. */
		statusReason: 0,
		attempts: 0,
		/**
		 * What became of the attempts, one by one. Told where it is set: the print of a postponed task has
		 * them (mango-office.md#campaign-task-statuses), the description of the methods has not.
		 */
		attemptResults: undefined as number[] | undefined,
		firstAttempt: undefined as Date | undefined,
		lastAttempt: undefined as Date | undefined,
		operatorId: undefined as number | undefined,
		recordId: undefined as string | undefined,
		duration: 0,
		talkDuration: 0,
		created: now,
		updated: now,
		end: undefined as Date | undefined,
	};
}

export type Campaign = ReturnType<typeof blankCampaign>;
export type CampaignDraft = Partial<Omit<Campaign, 'tasks'>>;

export function blankCampaign(id: number, now: Date) {
	return {
		id,
		name: '',
		lineId: lines[0].id,
		status: campaignStatus.stopped as number,
		statusReason: 0,
		/**
		 * A campaign that is not endless finishes by itself when it has no tasks left
		 * (mango-office.md#campaign-methods [H]).
		 */
		endless: false,
		priority: 2,
		order: 100,
		dialMode: 2,
		serviceType: 8,
		/** In UTC; told, not played. */
		schedule: undefined as Array<{ weekday: number; start: string; end: string }> | undefined,
		/** Extensions of the operators. */
		operators: [] as string[],
		createdBy: employees[0].id,
		created: now,
		start: now,
		end: undefined as Date | undefined,
		tasks: [] as Task[],
	};
}

export function isUnfinished({ status }: Task): boolean {
	return status !== taskStatus.done && status !== taskStatus.deleted;
}
