import { examine, type Target } from './examine';

/** More of the processor's time must no input take. */
export const MOST_MS = 100;
/** How often a slow input is read again: the first time it may have been compiled, or memory cleaned up. */
const AGAIN = 4;

function timed(target: Target, text: string): number {
	const start = process.cpuUsage();
	examine(target, text);
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

/** The time that an input needs, as far as it is not the machine's fault. */
export function timeOf(target: Target, text: string): number {
	const first = timed(target, text);
	if (first <= MOST_MS) return first;
	return Math.min(first, ...Array.from({ length: AGAIN }, () => timed(target, text)));
}
