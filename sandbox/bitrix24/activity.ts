import { dateOf, type Clock } from '../core/clock';
import type { Deal, Origin, Stage } from './model';
import type { DealMove, Store } from './store';

interface StageTag {
	id: string;
	name: string;
	color: string;
}

interface ShownFile {
	name: string;
	size: number;
}

/**
 * What became of a robot: `silent` is Bitrix24 sending nothing and saying nothing, `refused` is the
 * sandbox's own rule.
 */
export type RobotOutcome = 'waiting' | 'answered' | 'failed' | 'silent' | 'refused';

export type ActivityDetails =
	| {
			kind: 'move';
			by: Origin['by'];
			method?: string;
			dealId: number;
			dealTitle: string;
			from: StageTag;
			to: StageTag;
	  }
	| {
			kind: 'robot';
			dealId: number;
			stage: StageTag;
			url: string;
			outcome: RobotOutcome;
			status?: number;
			note?: string;
	  }
	| { kind: 'dropped'; dealId: number; method?: string; stageId: string }
	| { kind: 'comment'; method?: string; owner: string; text: string; files: ShownFile[] }
	| {
			kind: 'todo';
			method?: string;
			owner: string;
			title: string;
			text: string;
			deadline: string;
			responsible: string;
	  }
	| {
			kind: 'call';
			method?: string;
			owner: string;
			direction?: string;
			subject: string;
			text: string;
			client?: string;
			phone: string;
			seconds: number;
			files: ShownFile[];
	  }
	| { kind: 'files'; method?: string; owner: string; subject: string; files: ShownFile[] }
	| { kind: 'refusal'; method: string; status: number; error: string; description: string };

export type ActivityEntry = ActivityDetails & { id: number; time: string };

const kept = 100;

/** What the board's feed shows. Nothing here may hold a secret: URLs come in masked. */
export class Activity {
	private entries: ActivityEntry[] = [];
	private lastId = 0;
	private store: Store | undefined;

	constructor(
		private readonly clock: Clock,
		private readonly onEntry: (entry: ActivityEntry) => void,
	) {}

	/** The store calls the activity and the activity names the store's stages, so one of them comes later. */
	use(store: Store): void {
		this.store = store;
	}

	/** Newest first. */
	get all(): readonly ActivityEntry[] {
		return this.entries;
	}

	note(details: ActivityDetails): ActivityEntry {
		this.lastId += 1;
		const entry: ActivityEntry = {
			...details,
			id: this.lastId,
			time: dateOf(this.clock).toISOString(),
		};
		this.entries = [entry, ...this.entries].slice(0, kept);
		this.onEntry(entry);
		return entry;
	}

	/** A deal that was just created has come from nowhere. */
	noteMove({ before, after, origin }: DealMove): void {
		if (before === after) return;
		this.note({
			kind: 'move',
			by: origin.by,
			method: origin.method,
			dealId: after.id,
			dealTitle: after.title,
			from: this.tag(before.stageId),
			to: this.tag(after.stageId),
		});
	}

	/**
	 * Bitrix24 is silent about a stage that it dropped (bitrix24.md#dropped-stages [H]); the board is
	 * not.
	 */
	noteDroppedStage(saved: Deal, wanted: unknown, origin: Origin): void {
		if (wanted === undefined || wanted === saved.stageId) return;
		this.note({
			kind: 'dropped',
			dealId: saved.id,
			method: origin.method,
			stageId: String(wanted),
		});
	}

	/** A robot's entry changes when its answer comes. */
	update(
		entry: ActivityEntry,
		change: { outcome: RobotOutcome; status?: number; note?: string },
	): void {
		const changed = { ...entry, ...change } as ActivityEntry;
		this.entries = this.entries.map((old) => (old.id === entry.id ? changed : old));
		this.onEntry(changed);
	}

	clear(): void {
		this.entries = [];
	}

	tag(stageId: string): StageTag {
		const stage: Stage | undefined = this.store?.stage(stageId);
		return { id: stageId, name: stage?.name ?? stageId, color: stage?.color ?? '#999999' };
	}
}
