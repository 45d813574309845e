/**
 * Records of one kind, by their numbers. One is replaced, never changed in place, so that who holds
 * it may compare it later.
 */
export class Records<T extends { id: number }> {
	private readonly byId = new Map<number, T>();
	private lastId: number;

	constructor(private readonly before = 0) {
		this.lastId = before;
	}

	/** In the order of their numbers. */
	get all(): T[] {
		return [...this.byId.values()].sort((a, b) => a.id - b.id);
	}

	/** Never given twice, also when a record was deleted. */
	get nextId(): number {
		return this.lastId + 1;
	}

	get(id: number): T | undefined {
		return this.byId.get(id);
	}

	put(record: T): T {
		this.byId.set(record.id, record);
		this.lastId = Math.max(this.lastId, record.id);
		return record;
	}

	/** False when there is no such record. */
	delete(id: number): boolean {
		return this.byId.delete(id);
	}

	clear(): void {
		this.byId.clear();
		this.lastId = this.before;
	}
}
