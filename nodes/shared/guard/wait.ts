import {
	sleep,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

/** Of an execution, which tells when the user stops it; a list of the editor's and a poll do not. */
export type WaitContext =
	| Pick<Partial<IExecuteFunctions>, 'getExecutionCancelSignal'>
	| ILoadOptionsFunctions
	| IPollFunctions;

/** Waits some ms, or less: throws as soon as the user has stopped the execution. */
export async function wait(context: WaitContext, ms: number): Promise<void> {
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal?.() : undefined;
	if (signal === undefined) return await sleep(ms);
	let stop: () => void = () => undefined;
	const stopped = new Promise<never>((_, reject) => {
		stop = () => reject(new Error('The execution was stopped'));
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		await Promise.race([stopped, sleep(ms)]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** More is not needed to spread those who come back, and a pause of minutes would become too long. */
const MOST_JITTER_MS = 8000;

/** A pause, up to half as long again: those who were refused together do not come back together. */
export function jittered(ms: number, mostMs = MOST_JITTER_MS): number {
	return Math.round(ms + Math.random() * Math.min(ms / 2, mostMs));
}

/** A request's place among those to a service; it may become later while it is waited for. */
interface Turn {
	leftMs(now: number): number;
}

/** Waits for one's turn; `sleepFor` waits some ms of it. */
export async function whenFree(turn: Turn, sleepFor: (ms: number) => Promise<void>): Promise<void> {
	for (let ms = turn.leftMs(Date.now()); ms > 0; ms = turn.leftMs(Date.now())) await sleepFor(ms);
}
