import { dateOf, type Clock } from '../core/clock';
import {
	companies,
	contacts,
	deals,
	entities,
	entityOf,
	leads,
	smartItems,
	type CrmRecord,
	type Entity,
} from './entities';
import {
	blankDeal,
	type Binding,
	type Comment,
	type CrmActivity,
	type Deal,
	type Origin,
} from './model';
import { Records } from './records';
import {
	sampleCompanies,
	sampleContacts,
	sampleDeals,
	sampleLeads,
	sampleUsers,
} from './sampleData';
import { sampleSmartItems } from './smartProcess';
import { pipelineOf, semanticsOf } from './stages';

export interface DealMove {
	before: Deal;
	after: Deal;
	origin: Origin;
}

const firstId = 6900;

/** A day and three quarters of an hour, so that not everything happens at half past seven. */
const sampleStageTime = (24 + 0.75) * 3600_000;

/** The portal's data. */
export class Store {
	readonly users = sampleUsers;
	private readonly records = new Map(entities.map((entity) => [entity.typeId, new Records()]));
	readonly deals = this.of(deals);
	readonly comments = new Records<Comment>(899);
	/** Calls, meetings and to-dos. */
	readonly activities = new Records<CrmActivity>();
	/** One entry for each time that a deal came into a stage. */
	readonly history: StageHistoryEntry[] = [];
	/** Called after each save that changed a deal. */
	onSave: (save: DealMove) => void = () => undefined;
	/** Called after each save that changed a deal's stage. */
	onMove: (move: DealMove) => void = () => undefined;
	/** Called after every change of a deal, and of what is shown with it. */
	onChange: (deal: Deal) => void = () => undefined;
	private lastId = firstId;

	constructor(private readonly clock: Clock) {
		this.refill();
	}

	/** Numbers of activities, to-dos, communications and files: never given twice. */
	nextId(): number {
		this.lastId += 1;
		return this.lastId;
	}

	of<T extends CrmRecord>(entity: Entity<T>): Records<T> {
		return this.records.get(entity.typeId) as unknown as Records<T>;
	}

	/** Puts a new record in as it is: the rest is what its kind starts with. */
	put<T extends CrmRecord>(entity: Entity<T>, draft: Partial<T>): T {
		const { id = this.of(entity).nextId } = draft;
		return this.of(entity).put({ ...entity.blank(id), ...draft, id });
	}

	/** The record of the CRM that this is about, and its kind; undefined when there is none. */
	find({ ownerTypeId, ownerId }: Binding) {
		const entity = entityOf(ownerTypeId);
		const record = entity && this.of(entity).get(ownerId);
		return record && { entity, record };
	}

	activitiesOf({ id }: Deal): CrmActivity[] {
		return this.activities.all.filter(({ bindings }) => dealsIn(bindings).includes(id));
	}

	/** Like the deal, what is bound to it is shown on the board. */
	putActivity(activity: CrmActivity): void {
		this.activities.put(activity);
		this.tellDeals(activity);
	}

	removeActivity(activity: CrmActivity): void {
		this.activities.delete(activity.id);
		this.tellDeals(activity);
	}

	/**
	 * Saves what an update made of a deal. A save that changes nothing is none
	 * (bitrix24.md#deals [H]).
	 */
	save(after: Deal, origin: Origin): Deal {
		const before = this.deals.get(after.id);
		if (!before || JSON.stringify(before) === JSON.stringify(after)) return before ?? after;
		const now = dateOf(this.clock);
		const { userId } = origin;
		const moved = before.stageId !== after.stageId && { movedTime: now, movedBy: userId };
		const saved = this.deals.put({ ...after, updatedTime: now, updatedBy: userId, ...moved });
		if (saved.stageId !== before.stageId) {
			this.remember(saved, saved.categoryId !== before.categoryId ? 5 : undefined);
			this.onMove({ before, after: saved, origin });
		}
		this.onSave({ before, after: saved, origin });
		this.onChange(saved);
		return saved;
	}

	/** Puts a deal in as it is, or changes it: no robots, no stamps. For tests. */
	putDeal(draft: Partial<Deal>): Deal {
		const before = this.deals.get(draft.id ?? 0);
		const deal = this.put(deals, { ...before, ...draft });
		if (!before) this.remember(deal, 1);
		this.onChange(deal);
		return deal;
	}

	/** Saves a new deal, whose stage's robots run (bitrix24.md#deals [H]). */
	add(fill: (blank: Deal) => Deal, origin: Origin): Deal {
		const blank = blankDeal(this.deals.nextId, origin.userId, dateOf(this.clock));
		const deal = this.putDeal(fill(blank));
		this.onMove({ before: deal, after: deal, origin });
		return deal;
	}

	remove(deal: Deal): void {
		this.deals.delete(deal.id);
		this.onChange(deal);
	}

	/** Notes that a deal came into a stage, and leaves the deal alone: for tests, in the past. */
	remember(deal: StagedDeal, typeId?: HistoryType): void {
		this.history.push(historyEntry(this.history.length + 1, deal, typeId));
	}

	refill(): void {
		for (const list of [...this.records.values(), this.comments, this.activities]) list.clear();
		this.history.length = 0;
		this.lastId = firstId;
		for (const draft of sampleLeads) this.put(leads, draft);
		for (const draft of sampleContacts) this.put(contacts, draft);
		for (const draft of sampleCompanies) this.put(companies, draft);
		for (const draft of sampleSmartItems) this.put(smartItems, draft);
		for (const draft of sampleDeals) this.putSample({ ...deals.blank(draft.id), ...draft });
	}

	/** It went from the first stage of its pipeline to where it is, a stage a day. */
	private putSample(deal: Deal): void {
		const stages = pipelineOf(deal.categoryId)?.stages ?? [];
		const present = stages.findIndex(({ id }) => id === deal.stageId);
		let time = deal.createdTime;
		stages
			.filter(({ semantics }, index) => index === present || (index < present && semantics === 'P'))
			.forEach(({ id: stageId }, index) => {
				time = new Date(deal.createdTime.getTime() + index * sampleStageTime);
				this.remember({ ...deal, stageId, movedTime: time }, index === 0 ? 1 : undefined);
			});
		this.deals.put({ ...deal, movedTime: time, updatedTime: time });
	}

	private tellDeals({ bindings }: CrmActivity): void {
		for (const id of dealsIn(bindings)) {
			const deal = this.deals.get(id);
			if (deal) this.onChange(deal);
		}
	}
}

function dealsIn(bindings: Binding[]): number[] {
	return bindings
		.filter(({ ownerTypeId }) => ownerTypeId === deals.typeId)
		.map(({ ownerId }) => ownerId);
}

/**
 * TYPE_ID of crm.stagehistory.list: 1 created, 2 middle stage, 3 final stage, 5 pipeline changed
 * (bitrix24.md#stage-history [H]).
 */
type HistoryType = 1 | 2 | 3 | 5;
type StagedDeal = Pick<Deal, 'id' | 'stageId' | 'categoryId' | 'movedTime'>;

function historyEntry(id: number, deal: StagedDeal, typeId?: HistoryType) {
	const { id: dealId, movedTime: time, categoryId, stageId } = deal;
	const semantics = semanticsOf(stageId);
	const entryType = typeId ?? (semantics === 'P' ? 2 : 3);
	return { id, typeId: entryType, dealId, time, categoryId, stageId, semantics };
}
export type StageHistoryEntry = ReturnType<typeof historyEntry>;
