/** More can hardly be asked for again: older changes are too old for an event to stand for them. */
const MOST = 50_000;

/**
 * What this process has let through already. Each is told once, to whoever asks first; other
 * workers of queue mode have a memory of their own (docs/protocols/bitrix24.md#stage-changes).
 */
export class Told {
	private readonly keys = new Set<string>();

	/** Whether it is asked for the first time. */
	first(...identity: Array<string | number | undefined>): boolean {
		const key = identity.join('\n');
		if (this.keys.has(key)) return false;
		this.keys.add(key);
		if (this.keys.size > MOST) this.keys.delete(this.keys.values().next().value as string);
		return true;
	}
}
