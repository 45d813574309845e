import { setTimeout as sleep } from 'node:timers/promises';

import type { Clock } from './clock';

export interface RealClockOptions {
	/** 1 is life. */
	speed?: number;
	/** What time it is, where the machine's is not meant. */
	now?: () => number;
}

/** The machine's time. */
export function realClock({ speed = 1, now = Date.now }: RealClockOptions = {}): Clock {
	return {
		now,
		speed,
		after(ms, act) {
			const timer = setTimeout(act, ms);
			return () => clearTimeout(timer);
		},
		sleep: async (ms) => await sleep(ms),
	};
}
