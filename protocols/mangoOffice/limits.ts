interface Limit {
	requests: number;
	perMs: number;
}

/** How often methods may be called for one account; `shared` when all that fit count together. */
interface Rule extends Limit {
	methods: RegExp;
	shared?: boolean;
}

function rule(methods: RegExp, requests: number, seconds: number, shared = false): Rule {
	return { methods, requests, perMs: seconds * 1000, shared };
}

/** Source: reference/mango-office-api.md, section 1.2. */
const RULES: readonly Rule[] = [
	rule(/^commands\/(callback|callback_group|call\/hangup|recording\/start)$/, 4, 1),
	rule(/^commands\/(transfer|route)$/, 1, 2),
	rule(/^stats\/(calls\/)?request$/, 1, 2),
	rule(/^config\/users\/request$/, 1, 2),
	rule(/^account\/balance$/, 2, 1),
	// The Contact Center has one limit for "any" method; that they count together is the careful reading.
	rule(/^(v2\/)?(campaign|campaign-report|tasks?|custom-type)(\/|$)/, 10, 1, true),
];
const OTHERS = rule(/^/, 10, 1);

/** Clocks and timers are not exact. */
const MARGIN_MS = 20;

export interface Slot {
	/** How long to wait before the request may be sent. */
	waitMs: number;
	/** To be called when the answer has come: MANGO may have counted the request as late as then. */
	answered(now: number): void;
}

/** Keeps the documented limits for the requests of one execution. Times are in ms. */
export class Pace {
	private readonly sent = new Map<string, Array<{ at: number }>>();

	/** Takes the next free place for a call of this method. */
	reserve(path: string, now: number): Slot {
		const method = path.replace(/\/+$/, '');
		const { methods, requests, perMs, shared } = RULES.find((one) => one.methods.test(method)) ?? OTHERS;
		const key = shared ? methods.source : method;
		const earlier = this.sent.get(key) ?? [];
		const oldest = earlier.at(-requests);
		const slot = { at: oldest === undefined ? now : Math.max(now, oldest.at + perMs + MARGIN_MS) };
		this.sent.set(key, [...earlier, slot].slice(-requests));
		return {
			waitMs: slot.at - now,
			answered: (time) => {
				slot.at = time;
			},
		};
	}
}
