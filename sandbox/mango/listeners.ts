/** Those who want to hear of changes. Many changes of one turn are told once. */
export class Listeners {
	private readonly listeners = new Set<() => void>();
	private told = true;

	add(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	tell(): void {
		if (!this.told) return;
		this.told = false;
		setImmediate(() => {
			this.told = true;
			for (const listener of this.listeners) listener();
		});
	}
}
