/** What a step gave, or what it threw: for steps of which one may fail while the others go on. */
export type Attempt<T> = { value: T } | { error: unknown };

export function attempt<T>(step: () => T): Attempt<T> {
	try {
		return { value: step() };
	} catch (error) {
		return { error };
	}
}

export async function attemptAsync<T>(step: Promise<T>): Promise<Attempt<T>> {
	try {
		return { value: await step };
	} catch (error) {
		return { error };
	}
}

/** What a step gave. Throws what it threw. */
export function valueOf<T>(attempted: Attempt<T>): T {
	if ('error' in attempted) throw attempted.error;
	return attempted.value;
}

/** The same one step further: what that step throws is the outcome then. */
export function map<T, R>(attempted: Attempt<T>, step: (value: T) => R): Attempt<R> {
	return 'error' in attempted ? attempted : attempt(() => step(attempted.value));
}
