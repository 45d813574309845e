import { SingleBar } from 'cli-progress';

/** Shows a long step until its work is done: on one line of a terminal; elsewhere as a line every 15 seconds. */
export async function withProgress<T>(
	phase: string,
	detail: () => string,
	work: () => Promise<T>,
): Promise<T> {
	const line = new SingleBar({
		format: (_, { startTime }) =>
			`  ${phase}: ${detail()} (${Math.round((Date.now() - startTime) / 1000)} s)`,
		stream: process.stdout,
		linewrap: true,
		clearOnComplete: true,
		noTTYOutput: true,
		notTTYSchedule: 15_000,
	});
	line.start(1, 0);
	try {
		return await work();
	} finally {
		line.stop();
	}
}
