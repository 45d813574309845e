import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from './clock';

interface Due {
	at: number;
	act: () => void;
	timer: NodeJS.Timeout;
}

/** The machine's time, which can be put forward, or another's. A speed of 1 is life. */
export function realClock({ speed = 1, now: machine = Date.now } = {}): Clock {
	let ahead = 0;
	const waiting = new Set<Due>();
	const now = () => machine() + ahead;
	const run = (due: Due) => {
		clearTimeout(due.timer);
		if (waiting.delete(due)) due.act();
	};
	const after = (ms: number, act: () => void) => {
		const due = { at: now() + ms, act } as Due;
		due.timer = setTimeout(() => run(due), ms);
		waiting.add(due);
		return () => {
			clearTimeout(due.timer);
			waiting.delete(due);
		};
	};
	return {
		now,
		speed,
		after,
		sleep: async (ms) => await new Promise((resolve) => after(ms, resolve)),
		async advance(ms) {
			const end = now() + ms;
			for (;;) {
				const [next] = [...waiting].sort((a, b) => a.at - b.at);
				if (!next || next.at > end) break;
				ahead += Math.max(0, next.at - now());
				run(next);
				await nextTurn();
			}
			ahead += Math.max(0, end - now());
			for (const due of waiting) {
				clearTimeout(due.timer);
				due.timer = setTimeout(() => run(due), Math.max(0, due.at - now()));
			}
		},
	};
}
