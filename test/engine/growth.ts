import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is in use, in bytes, with what is only not collected yet. */
function used(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** What is in use indeed: how much waits for its collection depends on how busy the machine is. */
export function inUse(): number {
	collectGarbage();
	return used();
}

/** How many bytes more than before are in use at most while something is done, and how many afterwards. */
export async function growthDuring<T>(
	work: () => Promise<T>,
	lookEveryMs = 5,
): Promise<{ result: T; grownBy: number; kept: number }> {
	const before = inUse();
	let highest = before;
	const watch = setInterval(() => {
		if (used() > highest) highest = Math.max(highest, inUse());
	}, lookEveryMs);
	const result = await work();
	clearInterval(watch);
	return { result, grownBy: highest - before, kept: inUse() - before };
}
