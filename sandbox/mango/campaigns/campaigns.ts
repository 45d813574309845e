import { defined } from '../../core/json';
import { MangoError, noSuchObject } from '../errors';
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

/** The outbound-call campaigns of the contact centre and the rules for their tasks (mango-office.md#campaigns). */
export class Campaigns {
	all: Campaign[] = [];
	private lastTaskId = 0;

	constructor(
		private readonly now: () => number,
		private readonly onChange: () => void,
	) {
		this.clear();
	}

	campaign(id: number): Campaign | undefined {
		return this.all.find((campaign) => campaign.id === id);
	}

	task(id: number): Task | undefined {
		return this.all.flatMap(({ tasks }) => tasks).find((task) => task.id === id);
	}

	wanted(id: number): Campaign {
		return this.campaign(id) ?? noSuchObject();
	}

	/** Of this campaign, when it has to be. */
	wantedTask(id: number, campaignId?: number): Task {
		const task = this.task(id) ?? noSuchObject();
		return task.campaignId === (campaignId ?? task.campaignId) ? task : noSuchObject();
	}

	unfinishedTask(id: number, campaignId: number): Task {
		const task = this.wantedTask(id, campaignId);
		if (!isUnfinished(task)) throw new MangoError(5111);
		return task;
	}

	add(draft: CampaignDraft): Campaign {
		const id = Math.max(79892, ...this.all.map(({ id }) => id)) + 1;
		const campaign = { ...blankCampaign(id, new Date(this.now())), ...defined(draft) };
		this.all.push(campaign);
		this.onChange();
		return campaign;
	}

	/** Only in an unfinished campaign with endless = true (mango-office.md#campaign-tasks [H]). */
	addTask(campaign: Campaign, draft: TaskDraft): Task {
		if (!campaign.endless) throw new MangoError(5106);
		return this.addTasks(campaign, [draft])[0];
	}

	/** Several tasks, all or none. */
	addTasks(campaign: Campaign, drafts: TaskDraft[]): Task[] {
		this.checkTasks(campaign, drafts);
		const made = drafts.map((draft) => this.taskFrom(campaign, draft));
		campaign.tasks.push(...made);
		this.onChange();
		return made;
	}

	/**
	 * A finished campaign takes nothing (5106 [H]). What counts as a duplicate (5109) is not
	 * documented: here a number that another unfinished task has, or that comes twice; the whole push
	 * is refused [L].
	 */
	checkTasks(campaign: Campaign, drafts: readonly TaskDraft[]): void {
		checkOpen(campaign);
		const waiting = [...campaign.tasks.filter(isUnfinished), ...drafts];
		const numbers = waiting.map(({ number }) => number.replace(/^\+/, ''));
		if (new Set(numbers).size < numbers.length) throw new MangoError(5109);
		if (campaign.tasks.length + drafts.length > 10_000) throw new MangoError(5107);
	}

	change(task: Task, changes: Partial<Task>): void {
		Object.assign(task, defined(changes), { updated: new Date(this.now()) });
		if (!isUnfinished(task)) task.end ??= task.updated;
		this.finishIfEmpty(this.wanted(task.campaignId));
		this.onChange();
	}

	/** Gives the new status. */
	setStatus(id: number, status: number, statusReason: number): number {
		const campaign = this.wanted(id);
		checkOpen(campaign);
		Object.assign(campaign, { status, statusReason });
		this.onChange();
		return status;
	}

	/** Only in status 0 or 4 (mango-office.md#campaign-methods [H]). */
	remove(id: number): void {
		const deletable: number[] = [campaignStatus.stopped, campaignStatus.finished];
		if (!deletable.includes(this.wanted(id).status)) throw new MangoError(5106);
		this.all = this.all.filter((campaign) => campaign.id !== id);
		this.onChange();
	}

	removeTask(task: Task): void {
		const campaign = this.wanted(task.campaignId);
		campaign.tasks = campaign.tasks.filter((other) => other !== task);
		this.onChange();
	}

	/** The sample data anew. */
	clear(): void {
		this.lastTaskId = 11227800;
		this.all = [];
		for (const { tasks, ...draft } of sampleCampaigns) {
			const campaign = this.add(draft);
			campaign.tasks = tasks.map((task) => this.taskFrom(campaign, task));
		}
	}

	/** mango-office.md#campaign-methods [H]: without tasks a campaign that is not endless is done (status_reason 2). */
	private finishIfEmpty(campaign: Campaign): void {
		const { endless, status, tasks } = campaign;
		if (endless || status !== campaignStatus.running || tasks.some(isUnfinished)) return;
		const end = new Date(this.now());
		Object.assign(campaign, { status: campaignStatus.finished, statusReason: 2, end });
	}

	private taskFrom(campaign: Campaign, draft: TaskDraft): Task {
		this.lastTaskId += 1;
		const now = new Date(this.now());
		return { ...blankTask(this.lastTaskId, campaign.id, now), ...defined(draft) };
	}
}

function checkOpen({ status }: Campaign): void {
	if (status === campaignStatus.finished) throw new MangoError(5106);
}

const done = { status: taskStatus.done, attempts: 1, duration: 61, talkDuration: 45 };

/** A running endless campaign, one that will end with its tasks, and one that has. */
const sampleCampaigns: Array<CampaignDraft & { tasks: TaskDraft[] }> = [
	{
		id: 79893,
		name: 'Повторные звонки',
		endless: true,
		status: campaignStatus.running,
		operators: ['106', '102'],
		tasks: [
			{ name: 'Игнат Беляев', number: '79161110001', ...done, statusReason: 1 },
			{ name: 'Лидия Крылова', number: '79161110002', priority: 10 },
		],
	},
	{
		id: 79894,
		name: 'Ноябрьская акция',
		status: campaignStatus.running,
		operators: ['106'],
		tasks: [
			{ name: 'Роман Сазонов', number: '79161110003' },
			{ name: 'Юлия Панова', number: '79161110004' },
		],
	},
	{
		id: 79895,
		name: 'Опрос, октябрь',
		status: campaignStatus.finished,
		statusReason: 2,
		operators: ['105'],
		tasks: [
			{ name: 'Глеб Исаев', number: '79161110005', ...done, statusReason: 3, talkDuration: 0 },
		],
	},
];
