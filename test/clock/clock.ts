import type { Clock } from '../../sandbox/core/clock';
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

/** The clock of somebody whose time is another one: ahead by so much, and moved with this one. */
export function ahead(ms = 0): Clock {
	return {
		speed: clock.speed,
		now: () => clock.now() + ms,
		after: (time, act) => clock.after(time, act),
		sleep: async (time) => await clock.sleep(time),
		advance: async (time) => await clock.advance(time),
	};
}
