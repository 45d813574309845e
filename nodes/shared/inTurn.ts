const turns = new Map<string, Promise<unknown>>();

/** Runs a step once those before it with the same key have ended, also those of other executions in this process. */
export async function inTurn<T>(key: string, step: () => Promise<T>): Promise<T> {
	const turn = Promise.allSettled([turns.get(key)]).then(step);
	turns.set(key, turn);
	try {
		return await turn;
	} finally {
		if (turns.get(key) === turn) turns.delete(key);
	}
}
