import { dateOf, type Clock } from '../core/clock';
import type {
	Binding,
	Comment,
	Company,
	Contact,
	CrmActivity,
	Deal,
	Lead,
	Origin,
	Pipeline,
	SmartItem,
	Stage,
	StageHistoryEntry,
	Todo,
} from './model';
import {
	sampleCompanies,
	sampleContacts,
	sampleDeals,
	sampleLeads,
	samplePipelines,
	sampleUsers,
	webhookUserId,
	type DealDraft,
} from './sampleData';
import { sampleSmartItems } from './smartProcess';

export interface DealMove {
	before: Deal;
	after: Deal;
	origin: Origin;
}

const firstId = 6900;

/** A day and three quarters of an hour, so that not everything happens at half past seven. */
const sampleStageTime = (24 + 0.75) * 3600_000;

/** The portal's data. A deal is replaced, never changed in place, so that who holds one may compare it later. */
export class Store {
	readonly pipelines: readonly Pipeline[] = samplePipelines;
	readonly companies: Company[] = [];
	readonly contacts: Contact[] = [];
	readonly leads: Lead[] = [];
	readonly smartItems: SmartItem[] = [];
	readonly users = sampleUsers;
	readonly comments: Comment[] = [];
	readonly todos: Todo[] = [];
	private readonly activityById = new Map<number, CrmActivity>();
	private readonly byId = new Map<number, Deal>();
	private readonly moves: StageHistoryEntry[] = [];
	/** Called after each save that changed a deal. */
	onSave: (save: DealMove) => void = () => undefined;
	private lastId = firstId;
	private commentsMade = 0;

	/** `onMove` is called after each save that changed a stage; `onChange` after every save. */
	constructor(
		private readonly clock: Clock,
		private readonly onMove: (move: DealMove) => void,
		private readonly onChange: (deal: Deal) => void,
	) {
		this.fill();
	}

	get deals(): Deal[] {
		return [...this.byId.values()].sort((a, b) => a.id - b.id);
	}

	get history(): readonly StageHistoryEntry[] {
		return this.moves;
	}

	/** Calls and meetings, in the order in which they were made. */
	get activities(): CrmActivity[] {
		return [...this.activityById.values()];
	}

	activity(id: number): CrmActivity | undefined {
		return this.activityById.get(id);
	}

	/** Like a deal, an activity is replaced, never changed in place. */
	putActivity(activity: CrmActivity): void {
		this.activityById.set(activity.id, activity);
		this.tellDeals(activity);
	}

	removeActivity(activity: CrmActivity): void {
		this.activityById.delete(activity.id);
		this.tellDeals(activity);
	}

	/** A deal's activities are shown with it. */
	activitiesOf(deal: Deal): CrmActivity[] {
		return this.activities.filter(({ bindings }) =>
			bindings.some((binding) => isOf(binding, deal)),
		);
	}

	/** Numbers of activities, communications and files: never given twice. */
	nextId(): number {
		this.lastId += 1;
		return this.lastId;
	}

	/** Numbers of comments: never given twice, also when one was deleted. */
	nextCommentId(): number {
		this.commentsMade += 1;
		return 899 + this.commentsMade;
	}

	/** False when there is no such comment. */
	removeComment(id: number): boolean {
		const at = this.comments.findIndex((comment) => comment.id === id);
		if (at !== -1) this.comments.splice(at, 1);
		return at !== -1;
	}

	deal(id: number): Deal | undefined {
		return this.byId.get(id);
	}

	pipeline(id: number): Pipeline | undefined {
		return this.pipelines.find((pipeline) => pipeline.id === id);
	}

	stage(stageId: string): Stage | undefined {
		return this.pipelines
			.flatMap((pipeline) => pipeline.stages)
			.find((stage) => stage.id === stageId);
	}

	/**
	 * Saves what an update made of a deal. A save that changes nothing is none
	 * (bitrix24.md#deals [H]).
	 */
	save(after: Deal, origin: Origin): Deal {
		const before = this.byId.get(after.id);
		if (!before || same(before, after)) return before ?? after;
		const saved = stamped(before, after, origin, dateOf(this.clock));
		this.byId.set(saved.id, saved);
		if (saved.stageId !== before.stageId) {
			this.remember(saved, saved.categoryId !== before.categoryId);
			this.onMove({ before, after: saved, origin });
		}
		this.onSave({ before, after: saved, origin });
		this.onChange(saved);
		return saved;
	}

	/** Puts a deal in as it is: no robots, no stamps. For tests. */
	put(draft: DealDraft): Deal {
		const deal = dealFrom({ ...this.byId.get(draft.id), ...draft });
		const isNew = !this.byId.has(deal.id);
		this.byId.set(deal.id, deal);
		if (isNew) this.remember(deal, false, 1);
		this.onChange(deal);
		return deal;
	}

	/** Saves a new deal, whose stage's robots run (bitrix24.md#deals [H]). */
	add(fill: (draft: Deal) => Deal, origin: Origin): Deal {
		const now = dateOf(this.clock);
		const times = { createdTime: now, updatedTime: now, movedTime: now };
		const deal = this.put(fill(dealFrom({ ...times, id: this.nextDealId() })));
		this.onMove({ before: deal, after: deal, origin });
		return deal;
	}

	remove(deal: Deal): void {
		this.byId.delete(deal.id);
		this.onChange(deal);
	}

	/** Puts an entry into the stage history and leaves the deal alone. For tests. */
	addHistory({ dealId, stageId, time }: { dealId: number; stageId: string; time: Date }): void {
		const pipeline = this.pipelines.find(({ stages }) => stages.some(({ id }) => id === stageId));
		this.remember({ id: dealId, stageId, movedTime: time, categoryId: pipeline?.id ?? 0 }, false);
	}

	nextDealId(): number {
		return Math.max(0, ...this.byId.keys()) + 1;
	}

	refill(): void {
		this.byId.clear();
		this.activityById.clear();
		this.lastId = firstId;
		this.commentsMade = 0;
		for (const list of [
			this.moves,
			this.comments,
			this.todos,
			this.companies,
			this.contacts,
			this.leads,
			this.smartItems,
		])
			list.length = 0;
		this.fill();
	}

	private tellDeals({ bindings }: CrmActivity): void {
		for (const deal of this.deals)
			if (bindings.some((binding) => isOf(binding, deal))) this.onChange(deal);
	}

	private fill(): void {
		this.companies.push(...sampleCompanies);
		this.contacts.push(...sampleContacts);
		this.leads.push(...sampleLeads.map((lead) => ({ ...lead })));
		this.smartItems.push(...sampleSmartItems.map((item) => ({ ...item })));
		for (const draft of sampleDeals) {
			const deal = dealFrom(draft);
			const last = this.rememberPath(deal);
			this.byId.set(deal.id, { ...deal, movedTime: last, updatedTime: last });
		}
	}

	/** A sample deal went from the first stage of its pipeline to where it is, a stage a day. */
	private rememberPath(deal: Deal): Date {
		const stages = this.pipeline(deal.categoryId)?.stages ?? [];
		const present = stages.findIndex(({ id }) => id === deal.stageId);
		const path = stages.filter(
			({ semantics }, index) => index === present || (index < present && semantics === 'P'),
		);
		const times = path.map(
			(_stage, index) => new Date(deal.createdTime.getTime() + index * sampleStageTime),
		);
		path.forEach((stage, index) => {
			this.remember(
				{ ...deal, stageId: stage.id, movedTime: times[index] ?? deal.createdTime },
				false,
				index === 0 ? 1 : undefined,
			);
		});
		return times.at(-1) ?? deal.createdTime;
	}

	private remember(
		deal: Pick<Deal, 'id' | 'stageId' | 'categoryId' | 'movedTime'>,
		pipelineChanged: boolean,
		typeId?: 1,
	): void {
		const semantics = this.stage(deal.stageId)?.semantics ?? 'P';
		this.moves.push({
			id: this.moves.length + 1,
			typeId: typeId ?? (pipelineChanged ? 5 : semantics === 'P' ? 2 : 3),
			dealId: deal.id,
			time: deal.movedTime,
			categoryId: deal.categoryId,
			stageId: deal.stageId,
			semantics,
		});
	}
}

function isOf({ ownerTypeId, ownerId }: Binding, deal: Deal): boolean {
	return ownerTypeId === 2 && ownerId === deal.id;
}

function same(before: Deal, after: Deal): boolean {
	return JSON.stringify(before) === JSON.stringify(after);
}

function stamped(before: Deal, after: Deal, origin: Origin, now: Date): Deal {
	const moved = before.stageId === after.stageId ? {} : { movedTime: now, movedBy: origin.userId };
	return { ...after, updatedTime: now, updatedBy: origin.userId, ...moved };
}

/** Sample deals were made on consecutive days of November 2026. */
function dealFrom(draft: DealDraft): Deal {
	const created = new Date(Date.UTC(2026, 10, 1 + (draft.id % 20), 7, 30));
	return {
		title: `Сделка #${draft.id}`,
		categoryId: 0,
		stageId: 'NEW',
		opportunity: 0,
		currencyId: 'RUB',
		companyId: 0,
		contactIds: [],
		assignedById: webhookUserId,
		isRecurring: false,
		sourceId: 'CALL',
		comments: '',
		createdTime: created,
		createdBy: webhookUserId,
		updatedTime: created,
		updatedBy: webhookUserId,
		movedTime: created,
		movedBy: webhookUserId,
		userFields: {},
		more: {},
		...draft,
	};
}
