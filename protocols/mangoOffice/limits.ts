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

/** Source: docs/protocols/mango-office.md#rate-limits. */
const RULES: readonly Rule[] = [
	rule(/^commands\/(callback|callback_group|call\/hangup|recording\/start)$/, 4, 1),
	rule(/^commands\/(transfer|route)$/, 1, 2),
	rule(/^stats\/(calls\/)?request$/, 1, 2),
	rule(/^config\/users\/request$/, 1, 2),
	rule(/^account\/balance$/, 2, 1),
	rule(/^\/cc\/task\/add$/, 5, 1),
	// The Contact Center has one limit for "any" method; that they count together is the careful reading.
	rule(/^(v2\/|\/)?(campaign|campaign-report|cc|tasks?|custom-type)(\/|$)/, 10, 1, true),
];
const OTHERS = rule(/^/, 10, 1);

/** Clocks and timers are not exact. */
const MARGIN_MS = 20;

/** A request's place among those of its method. */
export interface Slot {
	/**
	 * How long to wait yet, in ms; 0 says that the request is sent now. It may have become later
	 * since it was asked.
	 */
	leftMs(now: number): number;
	/** To be called when the answer has come: MANGO may have counted the request as late as then. */
	answered(now: number): void;
}

interface Place {
	at: number;
	/** The request that has to be long enough ago. */
	after?: Place;
}

/** Keeps the documented limits for all requests to one account, in the order in which they ask. Times are in ms. */
export class Pace {
	private readonly lanes = new Map<string, Place[]>();
	private heldUntil = 0;

	/** Takes the next free place for a call of this method. */
	reserve(path: string, now: number): Slot {
		const method = path.replace(/\/+$/, '');
		const { methods, requests, perMs, shared } =
			RULES.find((one) => one.methods.test(method)) ?? OTHERS;
		const key = shared ? methods.source : method;
		const lane = this.lanes.get(key) ?? [];
		const place: Place = { at: Math.max(now, lane.at(-1)?.at ?? now), after: lane.at(-requests) };
		const due = () => {
			const allowed = place.after === undefined ? place.at : place.after.at + perMs + MARGIN_MS;
			return Math.max(place.at, allowed, this.heldUntil);
		};
		place.at = due();
		this.lanes.set(key, [...lane, place].slice(-requests));
		return {
			leftMs: (time) => {
				place.at = due();
				if (place.at > time) return place.at - time;
				place.at = time;
				// A chain of all requests that ever were would stay in memory.
				place.after = undefined;
				return 0;
			},
			answered: (time) => {
				place.at = time;
			},
		};
	}

	/** After a refusal for the rate: nobody sends anything to the account before this time. */
	holdUntil(time: number): void {
		this.heldUntil = Math.max(this.heldUntil, time);
	}
}
