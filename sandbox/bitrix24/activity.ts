import { dateOf, type Clock } from '../core/clock';
import type { Json } from '../core/json';
import type { Deal, Origin } from './model';
import { stageOf } from './stages';
import type { DealMove } from './store';

/** What happened, with what the board's feed (sandbox/board/feed.js) shows of it. */
interface ActivityDetails {
	kind: 'move' | 'robot' | 'dropped' | 'comment' | 'todo' | 'call' | 'files' | 'refusal';
	[detail: string]: unknown;
}

export type ActivityEntry = ActivityDetails & { id: number; time: string };

const kept = 100;

/** What the board's feed shows. Nothing here may hold a secret: URLs come in masked. */
export class Activity {
	private entries: ActivityEntry[] = [];
	private lastId = 0;

	constructor(
		private readonly clock: Clock,
		private readonly onEntry: (entry: ActivityEntry) => void,
	) {}

	/** Newest first. */
	get all(): readonly ActivityEntry[] {
		return this.entries;
	}

	note(details: ActivityDetails): ActivityEntry {
		this.lastId += 1;
		const entry = { ...details, id: this.lastId, time: dateOf(this.clock).toISOString() };
		this.entries = [entry, ...this.entries].slice(0, kept);
		this.onEntry(entry);
		return entry;
	}

	/** A deal that was just created has come from nowhere. */
	noteMove({ before, after, origin }: DealMove): void {
		if (before === after) return;
		this.note({
			kind: 'move',
			...origin,
			dealId: after.id,
			dealTitle: after.title,
			from: tagOf(before.stageId),
			to: tagOf(after.stageId),
		});
	}

	/**
	 * Bitrix24 is silent about a stage that it dropped (bitrix24.md#dropped-stages [H]); the board is
	 * not.
	 */
	noteDroppedStage(saved: Deal, wanted: unknown, origin: Origin): void {
		if (wanted === undefined || wanted === saved.stageId) return;
		this.note({ kind: 'dropped', ...origin, dealId: saved.id, stageId: String(wanted) });
	}

	/** A robot's entry changes when its answer comes. */
	update(entry: ActivityEntry, change: Json): void {
		const changed: ActivityEntry = { ...entry, ...change };
		this.entries = this.entries.map((old) => (old.id === entry.id ? changed : old));
		this.onEntry(changed);
	}

	clear(): void {
		this.entries = [];
	}
}

export function tagOf(stageId: string) {
	const { name = stageId, color = '#999999' } = stageOf(stageId) ?? {};
	return { id: stageId, name, color };
}
