import { attemptAsync } from '../../../protocols/attempt';
import { jittered, wait, type WaitContext } from './wait';

export interface Pauses {
	/** Stopping its execution ends a pause. */
	context: WaitContext;
	/** How much time there is yet, in ms: the last pause is cut to it. */
	leftMs: () => number;
}

export interface Retrying extends Partial<Pauses> {
	context: WaitContext;
	/**
	 * The pause after an error, in ms and without jitter; 0 for none. `failures` were before this one, `before` is the
	 * error of the last of them. Throws what is to end it.
	 */
	pauseAfter: (error: unknown, failures: number, before: unknown) => number;
	/** A pause begins that ends at this time, after this error. */
	onPause?: (error: unknown, until: number) => void;
}

/** What a step gives, which is run again after its errors. Throws the last of them when the time is over. */
export async function retry<T>(
	step: () => Promise<T>,
	{ context, pauseAfter, leftMs = () => Infinity, onPause }: Retrying,
): Promise<T> {
	let before: unknown;
	for (let failures = 0; ; failures += 1) {
		const tried = await attemptAsync(step());
		if ('value' in tried) return tried.value;
		const { error } = tried;
		const [ms, left] = [pauseAfter(error, failures, before), leftMs()];
		if (left <= 0) throw error;
		before = error;
		if (ms === 0) continue;
		const pauseMs = Math.min(jittered(ms), left);
		onPause?.(error, Date.now() + pauseMs);
		await wait(context, pauseMs);
	}
}

export interface Polling extends Pauses {
	/** One after another, in ms; the last one stays. */
	pauses: readonly number[];
	/** No pause is cut to less than this; one that would have to be is not begun. */
	leastMs?: number;
	mostJitterMs?: number;
}

/** What `look` gives, which looks again after its pauses until it finds something; undefined when the time is over. */
export async function pollUntil<T>(
	look: () => Promise<T | undefined>,
	polling: Polling,
): Promise<T | undefined> {
	const { pauses } = polling;
	for (let looks = 0; ; looks += 1) {
		const found = await look();
		if (found !== undefined) return found;
		if (!(await pause(pauses[Math.min(looks, pauses.length - 1)], polling))) return undefined;
	}
}

/** A pause with jitter, cut to the time left. False, and no pause, where there is too little of it. */
export async function pause(
	ms: number,
	{ context, leftMs, leastMs = 1, mostJitterMs }: Omit<Polling, 'pauses'>,
): Promise<boolean> {
	const left = leftMs();
	if (left < leastMs) return false;
	await wait(context, Math.min(jittered(ms, mostJitterMs), left));
	return true;
}
