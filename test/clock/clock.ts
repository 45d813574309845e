import { ManualClock } from './manualClock';
import { Traffic } from './traffic';

/** What goes on in this process; `eachTest.ts` ends the watching with the file. */
export const traffic = new Traffic();

/**
 * The one clock of a test file: the stand-ins live by it, `Date` tells it, and what a node sleeps is slept by it
 * (test/README.md). Every file begins at this time, a Wednesday, half past twelve in Moscow.
 */
export const clock = new ManualClock({
	start: Date.parse('2026-11-25T09:30:00.000Z'),
	quiet: () => traffic.quiet(),
});
