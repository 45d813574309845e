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

export interface Task {
	id: number;
	campaignId: number;
	name: string;
	number: string;
	priority: number;
	organization: string;
	position: string;
	comment: string;
	dueDate?: Date;
	blockedUntil?: Date;
	customFields: Record<string, string>;
	subtasks: Array<{ number: string; priority: number; order: number }>;
	status: number;
	/** What became of the last attempt; 0 before the first. */
	statusReason: number;
	attempts: number;
	/**
	 * What became of the attempts, one by one. Told where it is set: the print of a postponed task has
	 * them (mango-office.md#campaign-task-statuses), the description of the methods has not.
	 */
	attemptResults?: number[];
	firstAttempt?: Date;
	lastAttempt?: Date;
	operatorId?: number;
	recordId?: string;
	duration: number;
	talkDuration: number;
	created: Date;
	updated: Date;
	end?: Date;
}

export type TaskDraft = Pick<Task, 'number' | 'name'> & Partial<Task>;

export interface Campaign {
	id: number;
	name: string;
	lineId: number;
	status: number;
	statusReason: number;
	/**
	 * A campaign that is not endless finishes by itself when it has no tasks left
	 * (mango-office.md#campaign-methods [H]).
	 */
	endless: boolean;
	priority: number;
	order: number;
	dialMode: number;
	serviceType: number;
	/** In UTC; told, not played. */
	schedule?: Array<{ weekday: number; start: string; end: string }>;
	/** Extensions of the operators. */
	operators: string[];
	createdBy: number;
	created: Date;
	start: Date;
	end?: Date;
	tasks: Task[];
}

export type CampaignDraft = Pick<Campaign, 'name' | 'lineId' | 'endless'> &
	Partial<Omit<Campaign, 'tasks'>>;

const unfinished: readonly number[] = [
	taskStatus.stopped,
	taskStatus.queued,
	taskStatus.inWork,
	taskStatus.postponed,
];

export function isUnfinished({ status }: Task): boolean {
	return unfinished.includes(status);
}
