import {
	ASKED_AFTER_MS,
	ASKED_BEFORE_MS,
} from '../../../../protocols/mangoOffice/outcome/askedCall';
import type { Span } from '../../../../protocols/mangoOffice/statistics';
import type { CallTarget, OutcomeTarget } from './outcomeTarget';

/**
 * The statistics find a call by its start. An event tells any later time of it; and whether MANGO's
 * events are dated in UTC or three hours ahead of it is not sure
 * (docs/protocols/mango-office.md#types-and-times-of-events).
 */
const BEFORE_MS = 4 * 3_600_000;
const AFTER_MS = 10 * 60_000;
/**
 * Calls that lie nearer to each other are asked for together: MANGO makes one report in two seconds
 * for the whole account.
 */
const GAP_MS = 3_600_000;

/** A time to ask for, with the calls that are looked for in it. */
export interface Part {
	span: Span;
	within: CallTarget[];
}

/** As few as the calls need. */
export function partsOf(targets: readonly CallTarget[], lookBackMs: number): Part[] {
	const parts: Part[] = [];
	const sorted = targets
		.map((target) => ({ target, ...spanOf(target, lookBackMs) }))
		.sort((a, b) => a.from - b.from);
	for (const { target, from, to } of sorted) {
		const before = parts.at(-1);
		if (before === undefined || from > before.span.to.getTime() + GAP_MS) {
			parts.push({ span: { from: new Date(from), to: new Date(to) }, within: [target] });
		} else {
			before.within.push(target);
			before.span.to = new Date(Math.max(before.span.to.getTime(), to));
		}
	}
	return parts;
}

/** Never ahead of the clock: MANGO does not say whether it takes a time that has not come yet. */
export function spanOf(target: OutcomeTarget, lookBackMs: number): { from: number; to: number } {
	const now = Date.now();
	if ('asked' in target) {
		const { at } = target.asked;
		return { from: Math.min(at, now) - ASKED_BEFORE_MS, to: Math.min(at + ASKED_AFTER_MS, now) };
	}
	const { at } = target;
	if (at === undefined) return { from: now - lookBackMs, to: now };
	return { from: Math.min(at, now) - BEFORE_MS, to: Math.min(at + AFTER_MS, now) };
}
