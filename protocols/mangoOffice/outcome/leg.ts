import type { Side } from './table';

/** One leg of a call. Times are in ms. */
export interface Leg {
	id: string;
	/** Who is rung. */
	side: Side;
	/** Of the employee on this leg. */
	extension: string | null;
	/** Whether an employee is at its other end: a campaign may also ring the client first, and then look for one. */
	withEmployee: boolean;
	rungAt: number | null;
	answered: boolean;
	answeredAt: number | null;
	ended: boolean;
	endedAt: number | null;
	reasonCode: number | null;
}

/** 10xx ends a leg whose call goes on in another one, as a callback's first leg. */
export function isHandedOver({ ended, reasonCode }: Leg): boolean {
	return ended && reasonCode !== null && reasonCode >= 1000 && reasonCode < 1100;
}

/** 131x: what answered was an answering machine or a robot. 1300 is a normal end (mango-office.md#result-codes). */
export function isRobot(reasonCode: number | null): boolean {
	return reasonCode !== null && reasonCode >= 1310 && reasonCode < 1320;
}

/** The legs, the earliest first; the same order whatever order they came in. */
export function byTime<T extends Leg>(legs: readonly T[], when: 'rungAt' | 'endedAt'): T[] {
	return [...legs].sort(
		(a, b) =>
			(a[when] ?? 0) - (b[when] ?? 0) ||
			(a.rungAt ?? 0) - (b.rungAt ?? 0) ||
			(a.id < b.id ? -1 : 1),
	);
}

/** Of the employee who was rung last; the legs are in their order. */
export function lastExtension(legs: readonly Leg[]): string | null {
	return legs.flatMap(({ extension }) => extension ?? []).at(-1) ?? null;
}
