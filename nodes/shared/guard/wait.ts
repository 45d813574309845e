import { sleep, type IExecuteFunctions, type ILoadOptionsFunctions } from 'n8n-workflow';

type Context = Pick<Partial<IExecuteFunctions>, 'getExecutionCancelSignal'> | ILoadOptionsFunctions;

/** Waits some ms, or less: throws as soon as the user has stopped the execution. */
export async function wait(context: Context, ms: number): Promise<void> {
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

/** A pause, up to half as long again: those who were refused together do not come back together. */
export function jittered(ms: number): number {
	return Math.round(ms * (1 + Math.random() / 2));
}
